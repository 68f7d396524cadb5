/** Finds the paper with an id: stored, or fetched from a live source and stored. */
import { isPaperAddress } from '../model/address.ts';
import { reasonForPeople } from '../model/errors.ts';
import { inline, type Line, type Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { idKey, readPaperId } from '../model/paper-id.ts';
import type { Context } from './context.ts';
import { code, reply, text } from './reply.ts';

export type FindPaperNeeds = Pick<Context, 'archive' | 'search' | 'external'>;

/** The stored paper with an id, a DOI or an address of its page. */
export async function storedPaper(
  id: string,
  { archive, search }: Pick<Context, 'archive' | 'search'>,
): Promise<Paper | undefined> {
  const kept = await archive.get(id);
  if (kept !== undefined) return kept;
  // Papers stored by an earlier version are noted under fewer ids, and indexed under all of them.
  const { total, hits } = search.search({ kind: 'id', value: idKey(id) }, { limit: 1 });
  return total === 1 && hits[0] ? archive.get(hits[0].id) : undefined;
}

/** The paper with an id or link, stored or fetched; undefined where there is none, or none can be fetched now. */
export async function knownPaper(id: string, context: FindPaperNeeds): Promise<Paper | undefined> {
  const found = await findPaper(id, context);
  return 'paper' in found ? found.paper : undefined;
}

/** What `answer` says of the paper, or why there is none. */
export async function withPaper(
  id: string,
  context: FindPaperNeeds,
  answer: (paper: Paper) => Reply | Promise<Reply>,
): Promise<Reply> {
  const found = await findPaper(id, context);
  return 'paper' in found ? answer(found.paper) : found;
}

/** A paper as it is stored, or fetched and stored; else the reply that says why there is none. */
export async function findPaper(id: string, context: FindPaperNeeds): Promise<{ paper: Paper } | Reply> {
  const kept = await storedPaper(id, context);
  if (kept) return { paper: kept };
  const lost = (await context.archive.isLost(id)) ? lostPaper(id) : undefined;
  if (readPaperId(id) === undefined) return lost ?? notAnId(id);
  const { external } = context;
  if (!external && lost) return lost;
  if (!external) return noPaper(id, 'with the ID', ' is stored here. Search for its title instead.');
  try {
    const paper = await external.paper(id);
    if (paper) return { paper };
    if (lost) return lost;
    return noPaper(id, 'with the ID', ` is stored here, and neither ${external.name} nor arXiv has one.`);
  } catch (error) {
    const why = ` isn't stored here and couldn't be fetched: ${reasonForPeople(error)} Try again in a moment.`;
    return reply([text([...code(id), { text: why }], 'warning')]);
  }
}

/** The answer for a paper that came, and whose record cannot be read. @param more what is known of it all the same */
export function lostPaper(id: string, more = ''): Reply {
  const why = ` can't be shown, because its record in the store is missing or damaged.${more}`;
  return reply([text([{ text: 'Paper ' }, ...code(id), { text: why }], 'warning')]);
}

/** The answer to what names no stored paper and is not an id: other pages are known only of stored papers. */
export function notAnId(typed: string): Reply {
  if (isPaperAddress(typed)) return noPaper(typed, 'from', ' is stored here. Search for its title instead.');
  const hint =
    " isn't a paper ID or a link to a paper. Try an ID such as `2508.01234`, a DOI, or search for the title.";
  return reply([text([...code(typed), ...inline(hint)])]);
}

function noPaper(id: string, named: string, rest: string): Reply {
  const line: Line = [{ text: `No paper ${named} ` }, ...code(id), { text: rest }];
  return reply([text(line, 'warning')]);
}
