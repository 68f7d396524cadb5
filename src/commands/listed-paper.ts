/** Names papers on a reading list, and says where one is not on it. */
import type { Line, Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { storedPaper } from './find-paper.ts';
import { code, reply, text } from './reply.ts';

/** The papers on the caller's list, at the places that people see. */
export async function listedPapers(
  { person }: Pick<Caller, 'person'>,
  { saved }: Pick<Context, 'saved'>,
): Promise<string[]> {
  return (await saved.of(person.id)).map(({ paper }) => paper);
}

/** A paper as it is called on a list, and its title where it is stored. */
export async function namedPaper(
  typed: string,
  context: Pick<Context, 'archive' | 'search'>,
): Promise<{ id: string; named: Line }> {
  const paper = await storedPaper(typed, context);
  return paper === undefined
    ? { id: typed, named: code(typed) }
    : { id: paper.id, named: [{ text: paper.title, style: 'strong' }] };
}

export function notListed(named: Line): Reply {
  return reply([text([...named, { text: " isn't on your reading list." }])]);
}

/** For several papers. */
export function noneListed(named: Line): Reply {
  return reply([text([...named, { text: " aren't on your reading list." }])]);
}
