/** Prints a reply as text for a terminal: what chat shows as blocks, cards and buttons. */
import { parseCommand } from '../commands/parse.ts';
import type { Action, Block, Card, Reply } from '../model/message.ts';
import { printable } from './printable.ts';
import type { Terminal } from './terminal.ts';
import { entryText, factsLine, styled, wrap } from './text.ts';

/** Wrapped and colored for a person, plain and whole in a pipe; ends with a line break. */
export function replyText(reply: Reply, terminal: Terminal): string {
  const parts = reply.blocks.map((block) => blockText(block, terminal).join('\n'));
  const typed = reply.actions.flatMap(({ label, act }) => {
    const text = typedFor(act);
    return text === undefined ? [] : [`${printable(label)}: ${terminal.style('cyan', printable(text))}`];
  });
  return `${[...parts, typed.join('\n')].filter((part) => part !== '').join('\n\n')}\n`;
}

function blockText(block: Block, terminal: Terminal): string[] {
  switch (block.kind) {
    case 'heading':
      return wrap(terminal.style('bold', printable(block.text)), terminal, '', '');
    case 'text': {
      const words = styled(block.line, terminal);
      const line = block.tone === 'quiet' ? terminal.style('dim', words) : words;
      return wrap(line, terminal, '', '');
    }
    case 'list':
      return block.lines.flatMap((line) => wrap(styled(line, terminal), terminal, '- ', '  '));
    case 'code':
      return printable(block.text)
        .split('\n')
        .map((line) => `    ${line}`);
    case 'cards':
      return block.cards.map((card, at) =>
        [...(at === 0 ? [] : ['']), ...cardText(card, at + 1, terminal)].join('\n'),
      );
  }
}

function cardText(card: Card, number: number, terminal: Terminal): string[] {
  const { id, url, authors, withdrawn, title, excerpt, reason = [] } = card;
  const more = [withdrawn && 'withdrawn', url, url.includes(id) ? undefined : `id ${id}`];
  return entryText(number, title, factsLine(card, authors, more), [excerpt, reason], terminal);
}

/** Words that are a command, or its answer, by themselves are searched for by `search`. */
function typedSearch(query: string): string {
  const { name, query: read } = parseCommand(query);
  return name === 'search' && read === query ? query : `search ${query}`;
}

/** What may be typed instead of pressing a button; undefined where nothing may. */
function typedFor(act: Action['act']): string | undefined {
  switch (act.do) {
    case 'ask':
      return act.text;
    case 'subscribe':
    case 'unsubscribe':
      return `${act.do} ${act.query}`;
    case 'search':
      return act.from === 0 ? typedSearch(act.query) : undefined;
    default:
      return undefined;
  }
}
