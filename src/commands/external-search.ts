/** Searches beyond the archive, marks what was found there, and fetches single papers. */
import { cardOf } from '../card.ts';
import { isPaperAddress } from '../model/address.ts';
import { reasonForPeople } from '../model/errors.ts';
import type { Action, Block, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { idKey, readPaperId } from '../model/paper-id.ts';
import { parseQuery } from '../query/parse.ts';
import type { Query } from '../query/tree.ts';
import { isPlainWords, wantedLeaves } from '../query/wanted.ts';
import type { Rooms } from './context.ts';
import { code, inline, reply, text } from './reply.ts';

/** Papers shown from beyond: below the answer's own, so fewer. */
const SHOWN = 4;
/** Fewer results than this are little: looking further is offered. */
export const LITTLE = 3;

/** The button that looks further; none where there is nowhere to look. */
export function beyondAction(typed: string, query: Query, rooms: Rooms): Action[] {
  if (!rooms.beyond || wordsOf(typed, query) === '') return [];
  const label = `Look on ${rooms.beyond.name}`;
  return [{ label: label.slice(0, 75), act: { do: 'beyond', query: typed.slice(0, 1000) } }];
}

/** What was found there, as part of an answer; nothing where there is nowhere to look or nothing was found. */
export async function beyondBlocks(typed: string, query: Query, rooms: Rooms): Promise<Block[]> {
  const words = wordsOf(typed, query);
  if (!rooms.beyond || words === '') return [];
  const { name } = rooms.beyond;
  try {
    const papers = await rooms.beyond.search(words, SHOWN);
    if (papers.length === 0) return [];
    return [
      { kind: 'heading', text: `From ${name}, not stored here yet` },
      { kind: 'cards', cards: papers.slice(0, SHOWN).map((paper) => cardOf(paper, { query })) },
    ];
  } catch {
    return [text(`${name} couldn't be reached just now.`, 'quiet')];
  }
}

export async function beyond(typed: string, rooms: Rooms): Promise<Reply> {
  const parsed = parseQuery(typed);
  if (!rooms.beyond || !parsed.ok)
    return reply([text('Only stored papers can be searched: no live source is configured.')]);
  const blocks = await beyondBlocks(typed, parsed.query, rooms);
  if (blocks.length > 0) return reply(blocks);
  return reply([text([{ text: `${rooms.beyond.name} found nothing for ` }, ...code(typed), { text: '.' }])]);
}

/** The paper that is kept under an id, a DOI or an address of its page. */
export async function keptPaper(
  id: string,
  rooms: Pick<Rooms, 'archive' | 'search'>,
): Promise<Paper | undefined> {
  const kept = await rooms.archive.get(id);
  if (kept !== undefined) return kept;
  // Papers that were kept by an earlier version are noted under fewer ids, and indexed under all of them.
  const { total, hits } = rooms.search.search({ kind: 'id', value: idKey(id) }, { limit: 1 });
  return total === 1 && hits[0] ? rooms.archive.get(hits[0].id) : undefined;
}

/** A paper as it is kept, or fetched and kept; else the reply that says why there is none. */
export async function findPaper(id: string, rooms: Rooms): Promise<{ paper: Paper; isNew: boolean } | Reply> {
  const kept = await keptPaper(id, rooms);
  if (kept) return { paper: kept, isNew: false };
  if (readPaperId(id) === undefined) return isPaperAddress(id) ? notKept(id) : notAnId(id);
  if (!rooms.beyond) {
    const hint = ' is stored here. Search for its title instead.';
    return reply([text([{ text: 'No paper with the ID ' }, ...code(id), { text: hint }], 'warning')]);
  }
  try {
    const paper = await rooms.beyond.paper(id);
    if (paper) return { paper, isNew: true };
    const where = ` is stored here, and neither ${rooms.beyond.name} nor arXiv has one.`;
    return reply([text([{ text: 'No paper with the ID ' }, ...code(id), { text: where }], 'warning')]);
  } catch (error) {
    return reply([
      text(
        [
          ...code(id),
          {
            text: ` isn't stored here and couldn't be fetched: ${reasonForPeople(error)} Try again in a moment.`,
          },
        ],
        'warning',
      ),
    ]);
  }
}

/** The answer to the address of a paper that is kept nowhere: only papers that are kept are known by their pages. */
export function notKept(address: string): Reply {
  const hint = ' is stored here. Search for its title instead.';
  return reply([text([{ text: 'No paper from ' }, ...code(address), { text: hint }], 'warning')]);
}

/** The answer to an id that is kept nowhere and that no source writes so. */
export function notAnId(typed: string): Reply {
  const hint =
    ' is not a paper ID or a link to a paper. Try an ID such as `2508.01234`, a DOI, or search for the title.';
  return reply([text([...code(typed), ...inline(hint)])]);
}

/**
 * The words of a query for a search that knows no operators: as typed where they are words alone, otherwise those that
 * are asked for, without exclusions and filters.
 */
export function wordsOf(typed: string, query: Query): string {
  const leaves = wantedLeaves(query).map((leaf) => (leaf.kind === 'prefix' ? leaf.start : leaf.text));
  const words = isPlainWords(query) ? typed.replace(/["\u201c\u201d()|*]/g, ' ') : leaves.join(' ');
  return words.replace(/\s+/g, ' ').trim().slice(0, 250);
}
