/** `saved`: shows a person's reading list, a page at a time: what is to be read, and apart from it what is done. */
import { z } from 'zod';
import { cardOf } from '../card.ts';
import { counted } from '../model/counted.ts';
import type { ListPlace } from '../model/list-action.ts';
import type { Action, Block, Card, Line, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { countUpTo, placeOfLast, type SavedPaper } from '../reading-lists.ts';
import type { Command } from './command.ts';
import type { Caller, Context } from './context.ts';
import { listedWith, lostBlocks, removeLost } from './lost-papers.ts';
import { firstOf, says } from './phrases/match.ts';
import { nextPage, reply, text } from './reply.ts';
import { exportPage, FORMATS, type Format, formatNamed } from './saved-export.ts';

const PAGE = 10;

export const saved: Command<{ as?: Format }> = {
  name: 'saved',
  keywords: 'bookmark bookmarked saved reading library later'.split(' '),
  group: 'read',
  usage: 'saved [bibtex|ris]',
  does: 'show your reading list',
  details: '`saved bibtex` and `saved ris` give all of it for reference managers such as Zotero.',
  arguments: [{ name: 'format', does: 'All of it for a reference manager', value: z.enum(FORMATS) }],
  phrases: [
    {
      says: says(
        '(?:(?:show|open|list|see|view|get) )?(?:(?:my|the|all|our) )*(?:reading[- ]list|read(?:ing)? later|bookmarks?|library|favou?rites|favs|saved (?:papers?|list|ones|items)|saves|leseliste|stars?|starred)',
        '(?:show|list|see|view) (?:my )?saved',
        '(?:show )?my list',
        "(?:what(?:'s| is)|show me what(?:'s| is)) (?:on|in) (?:my|the) (?:reading )?list",
        'what (?:have|did|was|were)(?: i)? (?:saved?|bookmark(?:ed)?|keep|kept)(?: (?:today|yesterday|recently|lately|(?:this|last) (?:week|month)))?|papers (?:that )?i(?: have)? saved',
      ),
      means: 'saved',
    },
    {
      says: says(
        '(?:show |list )?(?:what (?:have|did) i (?:read|finish|finished)|(?:(?:my|the|all) )*(?:finished|read|done) (?:papers|list|ones))',
        '(?:what (?:do|should) i (?:still )?(?:have to |need to )?|what is left to |what to )read(?: next)?|to read',
        "(?:share|how (?:big|long|full) is|what's on|count)(?: (?:my|the))* (?:reading )?(?:list|bookmarks|library)|how many(?: papers)?(?: (?:have|did|are|i|on|in))* (?:saved?|bookmarked|(?:my|the) (?:reading )?list)",
        '(?:clear|remove|delete|clean up|archive)(?: (?:the|all|my))* (?:done|finished|read)(?: (?:papers|ones))?',
        '(?:sort|order|reorder)(?: (?:my|the))* (?:reading )?(?:list|bookmarks|saved papers)(?: by .{2,20})?',
      ),
      means: 'saved',
    },
    {
      says: says(
        '(?:export|download|give me|get|cite) (?:(?:my|the|all|of|whole) )*(?:(?:reading )?list|saved(?: papers)?|library|bookmarks)(?: (?:as|in|to) (bibtex|bib|ris|zotero|endnote|mendeley))?',
        '(?:export|download)(?: (?:all|everything|my papers))?(?: (?:as|in|to) (bibtex|bib|ris|zotero|endnote|mendeley))?',
        '(?:(?:my|the|all) )+(?:reading list|saved(?: papers)?|library|bookmarks) (?:as|in|to) (bibtex|bib|ris|zotero|endnote|mendeley)',
        '(bibtex|bib|ris) (?:of )?(?:all|everything)',
        'cite (?:all|everything)(?: (?:of )?(?:it|them))?(?: (?:as|in|to))?(?: (bibtex|bib|ris|zotero|endnote|mendeley))?',
        '(bibtex|bib|ris) (?:of|for) (?:(?:my|the|all|of|whole) )*(?:reading list|saved(?: papers)?|library|bookmarks)',
      ),
      means: (...found) => `saved ${formatNamed(firstOf(found)) ?? 'bibtex'}`,
    },
  ],
  parse(rest) {
    if (rest === '') return {};
    const as = formatNamed(rest);
    return as === undefined ? undefined : { as };
  },
  run: ({ as }, caller, context) =>
    as === undefined ? savedPage({ from: 0 }, caller, context) : exportPage({ as, from: 0 }, caller, context),
};

type Needs = Pick<Context, 'saved' | 'archive'>;

/**
 * @param shown the place of the paper that was shown last, and how many were, for a button of an earlier version, which has no
 * more. Such a page that was emptied since is the last one that is left.
 */
export async function savedPage(
  { from, after }: { from: number; after?: ListPlace },
  { person }: Pick<Caller, 'person'>,
  { saved, archive }: Needs,
): Promise<Reply> {
  const list = await saved.of(person.id);
  if (list.length === 0)
    return reply([
      text('Your reading list is empty. Press Save below a paper, or type `/papers save <id>`.'),
    ]);
  const lastPage = Math.floor((list.length - 1) / PAGE) * PAGE;
  const start = after ? countUpTo(after, list) : from < list.length ? from : lastPage;
  if (start === list.length) return reply([text('There are no more papers on your reading list.')]);
  const page = list.slice(start, start + PAGE);
  const listed = await listedWith(page, { archive }, start);
  const end = start + page.length;
  const range = list.length > PAGE ? `, ${start + 1} to ${end}` : '';
  const done = list.filter(({ doneAt }) => doneAt !== undefined).length;
  const left = list.length - end;
  const cardsOf = (isDone: boolean) =>
    listed.flatMap(({ paper, entry, number }) => {
      const isShown = paper !== undefined && (entry.doneAt !== undefined) === isDone;
      return isShown ? [listedCard(paper, entry, number)] : [];
    });
  const [open, closed] = [cardsOf(false), cardsOf(true)];
  const blocks: Block[] = [
    {
      kind: 'heading',
      text: `Your reading list: ${counted(list.length, 'paper')}${done > 0 ? `, ${done} done` : ''}${range}`,
    },
    ...(open.length > 0 ? [{ kind: 'cards' as const, cards: open }] : []),
    ...(closed.length > 0 ? [DONE, { kind: 'cards' as const, cards: closed }] : []),
    ...lostBlocks(listed),
  ];
  return reply(blocks, {
    actions: [
      ...removeLost(listed),
      ...nextPage(left, `Show more (${left})`, { do: 'saved', from: end, after: placeOfLast(page) }),
      ...(start === 0 ? EXPORTS : []),
    ],
  });
}

const DONE: Block = { kind: 'heading', text: 'Done' };

const EXPORTS: readonly Action[] = [
  { label: 'BibTeX of all', act: { do: 'export', as: 'bibtex', from: 0 } },
  { label: 'RIS of all', act: { do: 'export', as: 'ris', from: 0 } },
];

/** A card of the reading list: with its number and its note, and what can be done with it there. */
function listedCard(paper: Paper, { doneAt, note }: SavedPaper, number: number): Card {
  const card = cardOf(paper, { titleOnly: true });
  const { id } = paper;
  const kept = card.actions.filter(({ act }) => act.do === 'abstract' || act.do === 'cite');
  const mark: Action =
    doneAt === undefined
      ? { label: 'Done', act: { do: 'done', id } }
      : { label: 'Not done', act: { do: 'undone', id } };
  const excerpt: Line = [
    { text: `#${number}`, style: 'quiet' },
    ...(note === undefined ? [] : [{ text: '  Note: ', style: 'quiet' as const }, { text: note }]),
  ];
  return {
    ...card,
    excerpt,
    ...(note === undefined ? {} : { note }),
    actions: [
      ...kept,
      mark,
      { label: 'Note', act: { do: 'note', id } },
      { label: 'Remove', act: { do: 'unsave', id } },
    ],
  };
}
