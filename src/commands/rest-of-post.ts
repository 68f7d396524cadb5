/** Shows the remaining papers of a post when its button is pressed, a page at a time. */
import type { Action, Reply } from '../model/message.ts';
import type { Caller, Context } from './context.ts';
import { reply, text } from './reply.ts';

const PAGE = 10;

/**
 * @param key the post's
 * @param from how many were shown before
 */
export async function restOfPost(
  key: string,
  from: number,
  caller: Caller,
  { delivery }: Pick<Context, 'delivery'>,
): Promise<Reply> {
  const found = await delivery.rest(key);
  if (found === undefined || found.channel !== caller.channel.id) {
    return reply([text('That post is no longer available. `/papers date <day>` shows a whole digest.')]);
  }
  const page = found.cards.slice(from, from + PAGE);
  if (page.length === 0) return reply([text('That post has no more papers.')]);
  const left = found.cards.length - from - page.length;
  const actions: Action[] =
    left > 0
      ? [{ label: `Show ${left} more`, act: { do: 'rest', post: key, from: from + page.length } }]
      : [];
  return reply(
    [
      text(`The rest of the post: ${from + 1} to ${from + page.length} of ${found.cards.length}.`, 'quiet'),
      { kind: 'cards', cards: page },
    ],
    { actions },
  );
}
