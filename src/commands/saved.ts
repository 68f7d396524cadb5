/** `saved`: shows a person's reading list, newest first, a page at a time. */
import { cardOf } from '../card.ts';
import { counted } from '../model/counted.ts';
import type { Action, Card, Reply } from '../model/message.ts';
import type { Paper } from '../model/paper.ts';
import { type Command, takesNothing } from './command.ts';
import type { Caller, Context } from './context.ts';
import { says } from './near.ts';
import { nextPage, reply, text } from './reply.ts';

const PAGE = 10;

export const saved: Command = {
  name: 'saved',
  keywords: 'bookmark bookmarked saved reading library later'.split(' '),
  group: 'read',
  usage: 'saved',
  does: 'show your reading list',
  near: [
    {
      says: says(
        '(?:(?:show|open|list|see|view|get) )?(?:(?:my|the|all|our) )*(?:reading[- ]list|read(?:ing)? later|bookmarks?|library|favou?rites|favs|saved (?:papers?|list|ones|items)|saves|leseliste|stars?|starred)',
        '(?:show|list|see|view) (?:my )?saved',
        '(?:show )?my list',
        'what (?:have|did|was|were)(?: i)? (?:saved?|bookmark(?:ed)?|keep|kept)|papers (?:that )?i(?: have)? saved',
      ),
      means: 'saved',
    },
  ],
  parse: takesNothing,
  run: (_values, caller, context) => savedPage(0, caller, context),
};

/** @param from how many papers were shown before */
export async function savedPage(
  from: number,
  { person }: Pick<Caller, 'person'>,
  { saved, archive }: Pick<Context, 'saved' | 'archive'>,
): Promise<Reply> {
  const ids = await saved.of(person.id);
  if (ids.length === 0)
    return reply([
      text('Your reading list is empty. Press Save below a paper, or type `/papers save <id>`.'),
    ]);
  // A page that was emptied since its button was shown is the last one that is left.
  const start = from < ids.length ? from : Math.floor((ids.length - 1) / PAGE) * PAGE;
  const papers = await archive.getMany(ids.slice(start, start + PAGE));
  const end = Math.min(ids.length, start + PAGE);
  const range = ids.length > PAGE ? `, ${start + 1} to ${end}` : '';
  const left = ids.length - end;
  return reply(
    [
      { kind: 'heading', text: `Your reading list: ${counted(ids.length, 'paper')}${range}` },
      { kind: 'cards', cards: papers.map(listedCard) },
    ],
    { actions: nextPage(left, `Show more (${left})`, { do: 'saved', from: end }) },
  );
}

/** A card of the reading list: it can be removed, and not saved again. */
function listedCard(paper: Paper): Card {
  const card = cardOf(paper, { titleOnly: true });
  const remove: Action = { label: 'Remove', act: { do: 'unsave', id: paper.id } };
  return { ...card, actions: card.actions.map((action) => (action.act.do === 'save' ? remove : action)) };
}
