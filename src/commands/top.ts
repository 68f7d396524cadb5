/** `top`: shows the papers of some days with the most votes, a page at a time. */
import { z } from 'zod';
import { cardOf } from '../card.ts';
import { localDay } from '../delivery/slots.ts';
import { counted } from '../model/counted.ts';
import { sayDay } from '../model/day-format.ts';
import type { Block, Reply } from '../model/message.ts';
import type { Day, Paper } from '../model/paper.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { type Command, takesNothing } from './command.ts';
import type { Caller, Context } from './context.ts';
import { type Days, daysOf, MOST_PERIOD, readPeriod, sayPeriod } from './period.ts';
import { MOST, type Ranking, readRanking, TOP_PHRASES } from './phrases/top.ts';
import { nextPage, reply, text } from './reply.ts';

const PAGE = 10;
/** The newest digests, where no period is named. */
const DIGESTS = 7;
/** Papers by votes that are looked through first: with votes on most days these are enough. */
const LIKELY = 2_000;

export const top: Command<Ranking> = {
  name: 'top',
  keywords: 'best popular votes'.split(' '),
  group: 'find',
  usage: 'top [number] [period]',
  does: 'show the papers with the most votes',
  details:
    '`[period]` is `today`, `yesterday`, `this week`, `last month`, `last 3 days` and so on. Without one, it shows the last 7 digests. `this week` alone works too.',
  example: 'top 10 this week',
  arguments: [
    { name: 'number', does: 'How many papers at most', value: z.int().min(1).max(MOST) },
    { name: 'period', does: 'Such as this week or last month', value: z.string().max(MOST_PERIOD) },
  ],
  phrases: TOP_PHRASES,
  parse: (rest) => takesNothing(rest) ?? readRanking(rest),
  run: (ranking, caller, context) => topPage(ranking, 0, caller, context),
};

type Needs = Pick<Context, 'archive' | 'search' | 'clock' | 'delivery'>;

/** @param from how many papers were shown before */
export async function topPage(
  { most, period: name }: Ranking,
  from: number,
  { channel }: Pick<Caller, 'channel'>,
  { archive, search, clock, delivery }: Needs,
): Promise<Reply> {
  const newest = await archive.days();
  const period = name === undefined ? undefined : readPeriod(name);
  const wanted = period && daysOf(period, localDay(delivery.zone(channel), clock()));
  const found = wanted ? newest.filter((day) => isWithin(day, wanted)) : newest.slice(0, DIGESTS);
  const [last] = newest;
  if (last === undefined)
    return reply([text('No digest has arrived yet. `/papers status` shows how the sources are doing.')]);
  // An empty answer helps nobody: the newest digest is shown in its place, and is said to be.
  const days = found.length === 0 ? [last] : found;
  const ids = await idsOn(days, archive);
  const shown = mostVoted(ids, Math.min(most ?? ids.size, ids.size), search);
  const papers = await archive.getMany(shown.slice(from, from + PAGE));
  if (papers.length === 0)
    return reply([text(`No more papers: that was all ${counted(shown.length, 'paper')}.`)]);
  const when = found.length === 0 ? `for ${sayDay(last)}` : period ? sayPeriod(period) : spanOf(days);
  const end = from + papers.length;
  const left = shown.length - end;
  const act = {
    do: 'top' as const,
    from: end,
    ...(most === undefined ? {} : { most }),
    ...(name === undefined ? {} : { period: name }),
  };
  const none = period && found.length === 0 ? [text(`No digest has arrived ${sayPeriod(period)}.`)] : [];
  const blocks: Block[] = [
    ...none,
    { kind: 'heading', text: `Top papers ${when}` },
    text(`${counted(ids.size, 'paper')}, ${orderOf(papers)}`, 'quiet'),
    { kind: 'cards', cards: papers.map((paper) => cardOf(paper)) },
  ];
  return reply(blocks, { actions: nextPage(left, `Show more (${left})`, act) });
}

function isWithin(day: Day, { from, to }: Days): boolean {
  return from <= day && day <= to;
}

async function idsOn(days: readonly Day[], archive: Needs['archive']): Promise<Set<string>> {
  const digests = await Promise.all(days.map((day) => archive.digestsOf(day)));
  return new Set(digests.flat().flatMap(({ papers }) => papers));
}

/** The first so many of these papers by votes; of equal votes, the newest first. */
function mostVoted(ids: ReadonlySet<string>, most: number, search: SearchIndex): string[] {
  for (const limit of [LIKELY, search.size]) {
    const { hits } = search.search({ kind: 'all' }, { limit: Math.max(1, limit), sort: 'votes' });
    const own = hits.map(({ id }) => id).filter((id) => ids.has(id));
    if (own.length >= most || limit >= search.size) return own.slice(0, most);
  }
  return [];
}

function orderOf(papers: readonly Paper[]): string {
  return papers.some(({ upvotes = 0 }) => upvotes > 0) ? 'most votes first' : 'newest first: none has votes';
}

function spanOf(days: readonly Day[]): string {
  const [day] = days;
  return days.length === 1 && day !== undefined ? `for ${sayDay(day)}` : `in the last ${days.length} digests`;
}
