/** Shows the digest of a day, a page at a time. */
import { Temporal } from 'temporal-polyfill';
import { cardOf } from '../card.ts';
import { sayDay } from '../model/day-format.ts';
import type { Action, Block, Reply } from '../model/message.ts';
import type { Day, Paper } from '../model/paper.ts';
import type { Caller, Rooms } from './context.ts';
import { counted, reply, text } from './reply.ts';

const PAGE = 10;

export async function today(rooms: Rooms): Promise<Reply> {
  const [newest] = await rooms.archive.days();
  if (newest === undefined)
    return reply([text('No digest has arrived yet. `/papers status` shows how the sources are doing.')]);
  return digest(newest, 0, rooms);
}

/** The day that was `ago` days before the current one, by the clocks of the channel's zone. */
export function dayAgo(ago: number, { channel }: Caller, { clock, outlook }: Rooms): Day {
  const now = Temporal.Instant.fromEpochMilliseconds(clock()).toZonedDateTimeISO(outlook.zone(channel));
  return now.toPlainDate().subtract({ days: ago }).toString();
}

export async function digest(day: Day, from: number, rooms: Rooms): Promise<Reply> {
  const kept = await rooms.archive.digestsOf(day);
  const ids = [...new Set(kept.flatMap(({ papers }) => papers))];
  if (ids.length === 0) return reply(noDigest(day, await rooms.archive.days()));
  const papers = byVotes(await rooms.archive.getMany(ids));
  const page = papers.slice(from, from + PAGE);
  if (page.length === 0) return reply([text(`No more papers: this digest has ${papers.length}.`)]);
  const left = papers.length - from - page.length;
  const actions: Action[] =
    left > 0
      ? [{ label: `Show more (${left})`, act: { do: 'digest', date: day, from: from + page.length } }]
      : [];
  const byline = kept.find((one) => one.byline !== undefined)?.byline;
  const blocks: Block[] = [
    { kind: 'heading', text: `Papers for ${sayDay(day)}` },
    text(
      [{ text: `${counted(papers.length, 'paper')}${byline === undefined ? '' : `, by ${byline}`}` }],
      'quiet',
    ),
    { kind: 'cards', cards: page.map((paper) => cardOf(paper)) },
  ];
  return reply(blocks, { actions });
}

function noDigest(day: Day, days: readonly Day[]): Block[] {
  const before = days.find((other) => other < day);
  const after = days.findLast((other) => other > day);
  const near = [before, after]
    .filter((other) => other !== undefined)
    .map((other) => `\`/papers date ${other}\``);
  const hint = near.length > 0 ? ` Try ${near.join(' or ')}.` : '';
  return [text(`There is no digest for ${sayDay(day)}.${hint}`)];
}

function byVotes(papers: Paper[]): Paper[] {
  return papers.toSorted((a, b) => (b.upvotes ?? 0) - (a.upvotes ?? 0));
}
