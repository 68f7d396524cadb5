/** Finds the papers of a reading list, and says which of them cannot be read: those stay on the list and can be removed. */
import { counted } from '../model/counted.ts';
import type { Action, Block, Line } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import type { SavedPaper } from '../reading-lists.ts';
import type { Context } from './context.ts';
import { code, text } from './reply.ts';

/** Buttons that remove one: more would crowd out what else can be done. */
const MOST_BUTTONS = 5;

/** An entry of a list with the number that people see. */
export interface Listed {
  entry: SavedPaper;
  number: number;
  /** Undefined where what is stored of it is missing or damaged. */
  paper: Paper | undefined;
}

/** @param before how many entries of the list stand before these */
export async function listedWith(
  entries: readonly SavedPaper[],
  { archive }: Pick<Context, 'archive'>,
  before = 0,
): Promise<Listed[]> {
  const papers = await archive.getMany(entries.map(({ paper }) => paper));
  const byId = new Map(papers.map((paper) => [paper.id, paper]));
  return entries.map((entry, at) => ({ entry, number: before + at + 1, paper: byId.get(entry.paper) }));
}

/** How many papers cannot be shown, and why, as a sentence. */
export function sayLost(count: number): string {
  const whose = count === 1 ? 'its record in the store is' : 'their records in the store are';
  return `${counted(count, 'paper')} couldn't be shown, because ${whose} missing or damaged.`;
}

/** How many of these cannot be shown, why, and which; nothing where all can. */
export function lostBlocks(listed: readonly Listed[]): Block[] {
  const lost = lostOf(listed);
  const [first] = lost;
  if (first === undefined) return [];
  return [
    text(
      `${sayLost(lost.length)} \`/papers unsave #${first.number}\` removes ${lost.length === 1 ? 'it' : 'the first of them'}.`,
      'warning',
    ),
    { kind: 'list', lines: lost.map(lineOf) },
  ];
}

/** A button for each of the first few that cannot be shown. */
export function removeLost(listed: readonly Listed[]): Action[] {
  return lostOf(listed)
    .slice(0, MOST_BUTTONS)
    .map(({ entry, number }) => ({ label: `Remove #${number}`, act: { do: 'unsave', id: entry.paper } }));
}

/** What is known of a paper whose record cannot be read, so that no export leaves it out. */
export function standIn({ paper: id }: SavedPaper): Paper {
  return { id, title: `${id} (only the ID could be read)`, abstract: '' };
}

function lostOf(listed: readonly Listed[]): Listed[] {
  return listed.filter(({ paper }) => paper === undefined);
}

function lineOf({ entry: { paper, note }, number }: Listed): Line {
  return [
    { text: `#${number} ` },
    ...code(paper),
    ...(note === undefined ? [] : [{ text: `  Note: ${note}` }]),
  ];
}
