/** Previews the next post, and shows the papers behind a post's button. */
import { saySilence } from '../delivery/say.ts';
import type { Action, Reply } from '../model/message.ts';
import type { Caller, Rooms } from './context.ts';
import { isSetUp, nextLine } from './follow.ts';
import { reply, text } from './reply.ts';

const PAGE = 10;

export async function preview(asker: Caller, rooms: Rooms): Promise<Reply> {
  const { channel } = asker;
  if (!isSetUp(asker, rooms)) return reply([text(await nextLine(asker, rooms))]);
  const { plan, blocks } = await rooms.outlook.preview(channel);
  const next = text(await nextLine(asker, rooms), 'quiet');
  if (plan.kind === 'silence') {
    const why = saySilence(plan.silence, rooms.outlook.zone(channel));
    return reply([
      text(`Nothing would be posted now: ${why}`),
      ...(plan.silence.why === 'damaged' ? [] : [next]),
    ]);
  }
  return reply([text('If it were posted now, the next post would be:', 'quiet'), ...blocks, next], {
    summary: 'Preview of the next post',
  });
}

export async function rest(key: string, from: number, asker: Caller, rooms: Rooms): Promise<Reply> {
  const found = await rooms.outlook.rest(key);
  if (found === undefined || found.channel !== asker.channel.id) {
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
