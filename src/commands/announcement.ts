/** Tells a channel in one line who changed what it gets. A line that cannot be posted undoes nothing. */
import { isAnnounced, withName } from '../channels/channel.ts';
import { isUndo, type RecordedChange } from '../channels/recorded-change.ts';
import { withDeadline } from '../model/deadline.ts';
import { messageOf, publicReason } from '../model/errors.ts';
import { type Block, inline, type Line, type Message, plain } from '../model/message.ts';
import type { Place } from '../model/ports.ts';
import { sayChange } from './change-words.ts';
import type { Context } from './context.ts';
import { text } from './reply.ts';

/** An answer waits so long for the line that the channel gets. Milliseconds. */
const PATIENCE_MS = 1_500;
/** One person's changes in a channel within a minute that have a line each; the next one's line says that there are more. */
const MOST_LINES = 3;
const MINUTE_MS = 60_000;

type Needs = Pick<Context, 'announce' | 'channels' | 'delivery' | 'log'>;

/** What the person's answer says of it: nothing, unless the channel is known not to have been told. */
export async function announceChange(change: RecordedChange, place: Place, context: Needs): Promise<Block[]> {
  const { announce, log } = context;
  const channel = context.channels.get(change.channel);
  // Turning the lines off is the last change that has one.
  const isWanted = channel && (isAnnounced(channel) || 'announce' in { ...change.before, ...change.after });
  if (announce === undefined || place.direct || !isWanted) return [];
  const tell = async () => {
    const line = await lineFor(change, context);
    if (line !== undefined) await announce(change.channel, asMessage(line), change.by);
  };
  try {
    await withDeadline(tell(), PATIENCE_MS, () => undefined);
    return [];
  } catch (error) {
    log.warn('a channel was not told of a change', { channel: change.channel, reason: messageOf(error) });
    const reason = publicReason(error);
    const why = reason === undefined ? '' : ` ${withName(reason, channel)}`;
    return [text(inline(`I couldn't tell the channel about this change.${why}`), 'quiet')];
  }
}

/** Undefined where the channel was told enough. */
async function lineFor(change: RecordedChange, context: Needs): Promise<Line | undefined> {
  const { channel, by, at } = change;
  const count = await context.channels.countChanges(channel, by.id, at - MINUTE_MS);
  if (count > MOST_LINES + 1) return undefined;
  const who = { text: by.name || 'Someone', style: 'strong' as const };
  if (count > MOST_LINES)
    return [
      who,
      { text: ' made more changes. ' },
      { text: '/papers topics', style: 'code' },
      { text: ' shows what this channel gets.' },
    ];
  const undid = isUndo(change) ? ' undid a change: ' : change.redoes ? ' redid a change: ' : ' ';
  return [who, { text: undid }, ...sayChange(change, 'this channel', context), { text: '.' }];
}

function asMessage(line: Line): Message {
  return { summary: plain(line), blocks: [text(line, 'quiet')], actions: [] };
}
