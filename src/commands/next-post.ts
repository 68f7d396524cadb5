/** Says when a channel's next post arrives, or why there is none. */
import { type Channel, withName } from '../channels/channel.ts';
import { type Pause, pauseAt } from '../channels/pause.ts';
import { endSentence, sayDamage } from '../delivery/silence-text.ts';
import { sayMoment, withMoment } from '../model/day-format.ts';
import { inline, type Line } from '../model/message.ts';
import type { Place } from '../model/ports.ts';
import type { Context } from './context.ts';

export type NextPostNeeds = Pick<Context, 'channels' | 'clock' | 'delivery'>;

interface Where {
  channel: Channel;
  /** Absent in a list of channels. */
  place?: Place;
}

/** Whether anything is posted to a channel at all: Paperboy was added to it, or a topic is followed there. */
export function isSetUp(channel: Channel, { channels }: Pick<Context, 'channels'>): boolean {
  return channel.joined || channels.topics(channel.id).length > 0;
}

/**
 * `Next post: Fri, Dec 12, 2025 at 09:00 Europe/Berlin.`, or why there is none.
 * @param failure whether it says why the last post failed
 */
export async function nextPost(where: Where, context: NextPostNeeds, failure = true): Promise<Line> {
  const { channels, delivery } = context;
  const channel = channels.get(where.channel.id) ?? where.channel;
  const why = whyNone(channel, where.place, context);
  if (why !== undefined) return inline(why);
  const slot = await delivery.next(channel);
  const zone = delivery.zone(channel);
  const next = slot === undefined ? '' : saySlot(slot.at, zone, context.clock());
  const line = withMoment(inline(withTrouble(next, channel, context, failure)), slot?.at, zone);
  const paused = pauseAt(channel, context.clock());
  return paused?.until === undefined
    ? line
    : [...sayPausedUntil(paused, paused.until, zone, where.place), ...line];
}

/** Why there is no next post; undefined where there is one. */
function whyNone(channel: Channel, place: Place | undefined, context: NextPostNeeds): string | undefined {
  if (channel.state.kind === 'damaged') return sayDamage(channel.state.why);
  if (!isSetUp(channel, context)) return sayNotSetUp(place);
  const paused = pauseAt(channel, context.clock());
  return paused && paused.until === undefined ? sayPaused(paused, place) : undefined;
}

/** The next post, with what keeps posts away now, or kept the last one. */
function withTrouble(
  next: string,
  channel: Channel,
  { delivery }: Pick<Context, 'delivery'>,
  failure: boolean,
): string {
  const trouble = delivery.trouble(channel);
  if (trouble !== undefined) return `${next} Not posting for now: ${endSentence(trouble)}`.trim();
  return channel.state.kind === 'ok' || !failure
    ? next
    : `${next} The last post failed: ${withName(channel.state.why, channel)}`;
}

function saySlot(at: number, zone: string, now: number): string {
  const moment = sayMoment(at, zone);
  return at > now ? `Next post: ${moment}.` : `Next post: due now (${moment}).`;
}

/** Why nothing is posted where Paperboy was not added and no topic is followed. */
function sayNotSetUp(place?: Place): string {
  const why = place?.direct
    ? 'you follow no topics'
    : "Paperboy wasn't added to this channel, and it follows no topics";
  return `Nothing is posted here yet: ${why}. \`/papers subscribe <query>\` starts the posts.`;
}

function sayPausedUntil({ by }: Pause, until: number, zone: string, place?: Place): Line {
  const who = place?.direct ? 'You paused this' : `Paused by ${by.name}`;
  return withMoment([{ text: `${who} until ${sayMoment(until, zone)}. ` }], until, zone);
}

function sayPaused({ by, off }: Pause, place?: Place): string {
  if (off)
    return `Turned off by ${by.name}. Set a schedule or use \`/papers resume\` to start posting again.`;
  return place?.direct
    ? 'You paused this. Type `/papers resume` to start again.'
    : `Paused by ${by.name}. Nothing is posted until someone resumes.`;
}
