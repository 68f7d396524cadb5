/** Works out why a paper was passed over for a channel that it was not posted to. */
import type { Archive } from '../archive/archive.ts';
import type { Channel } from '../channels/channel.ts';
import type { Missed } from '../commands/context.ts';
import type { Covered, Ledger } from '../delivery/ledger.ts';
import { oldestNews } from './news.ts';

/** Deliveries of a channel that are looked through: a year of daily posts. */
const LOOK_BACK = 400;

/** @param covered where the channel's last post left off */
export async function missedBy(
  channel: Channel,
  paper: string,
  covered: Covered,
  { archive, ledger }: { archive: Pick<Archive, 'arrivalOf'>; ledger: Pick<Ledger, 'history'> },
): Promise<Missed> {
  const arrival = await archive.arrivalOf(paper);
  if (arrival === undefined || arrival.origin === 'past') return { why: 'not-news' };
  const { seq, day } = arrival;
  if (seq <= channel.fromSeq) return { why: 'before-channel' };
  if (seq > covered.upTo) return oldDigest(day, covered) ?? { why: 'unknown' };
  const history = await ledger.history(channel.id, LOOK_BACK);
  const looked = history.findLast(({ upTo = 0, state }) => upTo >= seq && state !== 'failed');
  if (looked === undefined) return { why: 'unknown' };
  const { plan } = looked;
  if (plan.kind === 'silence' && plan.silence.why === 'paused')
    return { why: 'paused', by: plan.silence.by, day: looked.day };
  return oldDigest(day, looked) ?? { why: 'looked-at', day: looked.day, at: looked.slotAt };
}

function oldDigest(day: string, { newest }: Pick<Covered, 'newest'>): Missed | undefined {
  return newest !== undefined && day < oldestNews(newest) ? { why: 'old-digest', day, newest } : undefined;
}
