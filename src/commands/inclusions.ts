/** Says which acronyms and long forms a search or topic includes. */
import type { Block, Line } from '../model/message.ts';
import { inclusionsOf } from '../query/inclusions.ts';
import type { Query } from '../query/tree.ts';
import { code, text } from './reply.ts';

/** `Including **reinforcement learning**.`, and how to search without it. No block where nothing is included. */
export function inclusionBlocks(query: Query): Block[] {
  const line = inclusionLine(query);
  return line === undefined ? [] : [text(line, 'quiet')];
}

export function inclusionLine(query: Query): Line | undefined {
  const found = inclusionsOf(query);
  if (found === undefined) return undefined;
  const { included, excluded, inQuotes } = found;
  const parts: Line[] = [];
  if (included.length > 0) parts.push([{ text: 'Including ' }, ...strong(included), { text: '. ' }]);
  if (excluded.length > 0) parts.push([{ text: 'Also excluding ' }, ...strong(excluded), { text: '. ' }]);
  return [...parts.flat(), { text: 'Use quotes to turn this off: ' }, ...code(inQuotes), { text: '.' }];
}

/** `including **reinforcement learning**`, after a topic in a list; empty where nothing is included. */
export function inclusionNote(query: Query): Line {
  const included = inclusionsOf(query)?.included ?? [];
  return included.length === 0 ? [] : [{ text: '  including ', style: 'quiet' }, ...strong(included)];
}

function strong(texts: readonly string[]): Line {
  return texts.flatMap((one, at): Line => [{ text: at === 0 ? '' : ', ' }, { text: one, style: 'strong' }]);
}
