/** Finds out why a matching paper was not posted to a channel. */
import type { Archive } from '../archive/archive.ts';
import type { Channel } from '../channels/channel.ts';
import type { PaperId } from '../model/channel-id.ts';
import type { Day } from '../model/paper.ts';
import type { DeliveryContext } from './context.ts';
import { oldestNews } from './coverage.ts';
import type { Covered } from './delivery.ts';
import type { Ledger } from './ledger.ts';
import { isBelowFloor } from './taste-candidates.ts';

/** Moments are milliseconds since 1970. */
export type NotPosted =
  /** It came with no new digest: to fill the archive, or because a person asked for it. */
  | { why: 'not-news' }
  | { why: 'before-channel' }
  /** Posts of the channel hold what gained most votes, and it was not among them. */
  | { why: 'not-trending' }
  /** It suits the channel less than its floor asks, `min` percent. */
  | { why: 'below-taste'; min: number }
  /** The slot of `day` passed while posts were paused. */
  | { why: 'paused'; by: string; day: Day }
  /** Its digest, of `day`, came when one much newer had been there. */
  | { why: 'old-digest'; day: Day; newest: Day }
  /** The post of `day`, due `at`, was prepared from its digest and did not take it. */
  | { why: 'looked-at'; day: Day; at: number }
  | { why: 'unknown' };

/** Deliveries of a channel that are looked through: a year of daily posts. */
const LOOK_BACK = 400;

interface Needs extends Pick<DeliveryContext, 'tastes'> {
  archive: Pick<Archive, 'arrivalOf' | 'get'>;
  ledger: Pick<Ledger, 'history'>;
}

/** @param covered where the channel's last post left off */
export async function whyNotPosted(
  channel: Channel,
  paper: PaperId,
  covered: Covered,
  { archive, ledger, tastes }: Needs,
): Promise<NotPosted> {
  const unlessBelow = async (otherwise: NotPosted): Promise<NotPosted> => {
    const stored = channel.tasteMin === undefined ? undefined : await archive.get(paper);
    const isBelow = stored !== undefined && (await isBelowFloor(channel, stored, { tastes }));
    return isBelow ? { why: 'below-taste', min: channel.tasteMin ?? 0 } : otherwise;
  };
  if (channel.trending) return unlessBelow({ why: 'not-trending' });
  const arrival = await archive.arrivalOf(paper);
  if (arrival === undefined || arrival.origin === 'past') return { why: 'not-news' };
  const { seq, day } = arrival;
  if (seq <= channel.fromSeq) return { why: 'before-channel' };
  if (seq > covered.upTo) return oldDigest(day, covered) ?? unlessBelow({ why: 'unknown' });
  const history = await ledger.history(channel.id, LOOK_BACK);
  const looked = history.findLast(({ upTo = 0, state }) => upTo >= seq && state !== 'failed');
  if (looked === undefined) return { why: 'unknown' };
  const { plan } = looked;
  if (plan.kind === 'silence' && plan.silence.why === 'paused')
    return { why: 'paused', by: plan.silence.by, day: looked.day };
  return oldDigest(day, looked) ?? unlessBelow({ why: 'looked-at', day: looked.day, at: looked.slotAt });
}

function oldDigest(day: string, { newest }: Pick<Covered, 'newest'>): NotPosted | undefined {
  return newest !== undefined && day < oldestNews(newest) ? { why: 'old-digest', day, newest } : undefined;
}
