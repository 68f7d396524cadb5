/** Shows the remaining papers of a post when its button is pressed, a page at a time. */
import type { Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { nextPage, reply, text } from './reply.ts';

const PAGE = 10;

/**
 * @param post the post's key
 * @param from how many were shown before
 */
export async function restOfPost(
  post: string,
  from: number,
  caller: Caller,
  { delivery }: Pick<Context, 'delivery'>,
): Promise<Reply> {
  const found = await delivery.rest(post);
  if (found?.channel !== caller.channel.id)
    return reply([text('That post is no longer available. `/papers date <day>` shows a whole digest.')]);
  const { cards, layout } = found;
  const page = cards.slice(from, from + PAGE);
  if (page.length === 0) return reply([text('That post has no more papers.')]);
  const end = from + page.length;
  const left = cards.length - end;
  return reply(
    [
      text(`The rest of the post: ${from + 1} to ${end} of ${cards.length}.`, 'quiet'),
      { kind: 'cards', cards: page, ...(layout === undefined ? {} : { layout }) },
    ],
    { actions: nextPage(left, `Show ${left} more`, { do: 'rest', post, from: end }) },
  );
}
