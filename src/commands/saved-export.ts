/** Gives a person's whole reading list to reference managers, in pages that fit a message of every platform. */
import { counted } from '../model/counted.ts';
import type { ListPlace } from '../model/list-action.ts';
import type { Reply } from '../model/message.ts';
import { countUpTo, placeOfLast } from '../reading-lists.ts';
import { bibtexOf } from './bibtex.ts';
import type { Caller, Context } from './context.ts';
import { type Listed, listedWith, lostBlocks, standIn } from './lost-papers.ts';
import { nextPage, reply, text } from './reply.ts';
import { ris } from './ris.ts';

export const FORMATS = ['bibtex', 'ris'] as const;
export type Format = (typeof FORMATS)[number];

const NAMES: Record<Format, string> = { bibtex: 'BibTeX', ris: 'RIS' };
const WORDS: readonly (readonly [RegExp, Format])[] = [
  [/^(?:(?:as|in|to) )?(?:bibtex|bib|\.bib|latex)$/i, 'bibtex'],
  [/^(?:(?:as|in|to) )?(?:ris|\.ris|zotero|endnote|mendeley)$/i, 'ris'],
];

/** Characters of one page: every platform shows so much in a message. One entry that is longer has a page of its own. */
const PAGE = 3_000;

type Needs = Pick<Context, 'saved' | 'archive'>;

/** `bib`, `as ris`, `zotero`. */
export function formatNamed(word: string): Format | undefined {
  return WORDS.find(([pattern]) => pattern.test(word.trim()))?.[1];
}

/**
 * An entry for each paper on the list, in its order; of one that cannot be read it has the ID. No two BibTeX entries have
 * the same key.
 */
export async function entriesOf(
  as: Format,
  { person }: Pick<Caller, 'person'>,
  context: Needs,
): Promise<string[]> {
  return entriesFor(as, await listedWith(await context.saved.of(person.id), context));
}

function entriesFor(as: Format, listed: readonly Listed[]): string[] {
  const papers = listed.map(({ paper, entry }) => paper ?? standIn(entry));
  if (as === 'bibtex') return bibtexOf(papers);
  return papers.map((paper, at) => ris(paper, listed[at]?.entry.note));
}

/** @param wanted what of the list: behind a place, or after so many papers */
export async function exportPage(
  { as, from: count, after }: { as: Format; from: number; after?: ListPlace },
  caller: Pick<Caller, 'person'>,
  context: Needs,
): Promise<Reply> {
  const list = await context.saved.of(caller.person.id);
  const from = after === undefined ? count : countUpTo(after, list);
  const listed = await listedWith(list, context);
  const entries = entriesFor(as, listed);
  const rest = entries.slice(from);
  if (rest.length === 0)
    return reply([
      text(
        entries.length === 0
          ? 'Your reading list is empty.'
          : 'There are no more papers on your reading list.',
      ),
    ]);
  const length = fitting(rest);
  const end = from + length;
  const range = length === entries.length ? '' : `, ${from + 1} to ${end}`;
  const heading = `${NAMES[as]} of your reading list: ${counted(entries.length, 'paper')}${range}`;
  const left = entries.length - end;
  return reply(
    [
      { kind: 'heading', text: heading },
      { kind: 'code', text: rest.slice(0, length).join('\n') },
      ...lostBlocks(listed.slice(from, end)),
    ],
    {
      actions: nextPage(left, `Show more (${left})`, {
        do: 'export',
        as,
        from: end,
        after: placeOfLast(list.slice(from, end)),
      }),
    },
  );
}

/** How many of these entries, from the first on, are on a page: one at least. */
function fitting(entries: readonly string[]): number {
  let length = 0;
  const over = entries.findIndex((entry) => {
    length += entry.length + 1;
    return length > PAGE;
  });
  return over < 0 ? entries.length : Math.max(1, over);
}
