/** `trending`: shows the papers that gained votes today, this week or this month, a page at a time. */
import { z } from 'zod';
import { sayGained, type Trending } from '../archive/trending.ts';
import { cardOf } from '../card.ts';
import { counted } from '../model/counted.ts';
import { sayDay } from '../model/day-format.ts';
import { dayAt } from '../model/days.ts';
import type { Block, Reply } from '../model/message.ts';
import type { Day } from '../model/paper.ts';
import { firstDayOf, sayTrendPeriod, type TrendPeriod } from '../model/trend-period.ts';
import { withoutLikeWords } from '../query/like.ts';
import { parseQuery } from '../query/parse.ts';
import { type Query, queryLimits } from '../query/tree.ts';
import { type Command, type Meaning, offering, takesNothing } from './command.ts';
import type { Caller, Context } from './context.ts';
import { offerActions } from './offers.ts';
import { MOST_PERIOD } from './period.ts';
import { says } from './phrases/match.ts';
import { problemReply } from './problem.ts';
import { code, nextPage, reply, text } from './reply.ts';
import { parseSchedule } from './schedule/parse.ts';
import { topPage } from './top.ts';
import { type Asked, readAsked, readWithQuery } from './trending-words.ts';

const PAGE = 10;
/** What the same period is called in `top`. */
const IN_TOP: Record<TrendPeriod, string> = {
  today: 'today',
  week: 'last 7 days',
  month: 'last 30 days',
};
const TRENDING = "(?:what(?:'s| is) )?(?:the )?(?:trending|trend)";

const RISING =
  '(?:what papers are |papers (?:that are )?)?(?:rising|on the rise|gaining (?:votes|traction))(?: papers)?(?: (this week|today|this month))?';
const POSTS = '(?:(?:daily|weekly|monthly) )?trending(?: papers?| posts?)?';

export const trending: Command<Asked> = {
  name: 'trending',
  keywords: 'trending trend growth hot popular'.split(' '),
  group: 'find',
  usage: 'trending [today|this week|this month] [query]',
  does: 'show the papers that are gaining votes',
  details:
    'With a query, only those that match it. Most gained first: votes gained in the period count in full, and all votes a tenth. Without a period, it is this week. `schedule weekly trending` posts them here.',
  example: 'trending this week diffusion',
  isTyped: true,
  arguments: [
    { name: 'period', does: 'Today, this week or this month', value: z.string().max(MOST_PERIOD) },
    {
      name: 'query',
      does: 'Only papers that match it',
      value: z.string().max(queryLimits.length),
      completes: 'query',
    },
  ],
  phrases: [
    { says: says(`${TRENDING}(?: (.+))?`), means: (rest) => meant(rest) },
    { says: says(`(.{2,20}?)(?:'s)? ${TRENDING}(?: papers?)?`), means: (period) => meant(period) },
    {
      says: says('(?:top|most) (?:(\\d{1,3}) )?(?:trending|rising)(?: papers?)?(?: (.+))?', RISING),
      means: (most, rest, period) => meant(`${most} ${rest}${period}`.trim()),
    },
    {
      says: says(
        `(?:stop|end|no(?: more)?|disable|turn off|unsubscribe(?: from)?|unfollow) (?:the )?${POSTS}`,
        'trending(?: papers?| posts?)? off',
      ),
      means: () => offering('Should posts here hold the papers that came last?', 'order votes'),
    },
    {
      says: says(
        'trending(?: papers?| posts?)? on',
        '(?:enable|turn on) (?:the )?trending(?: papers?| posts?)?',
      ),
      means: () => offering('Should posts here hold what is trending?', 'schedule weekly trending'),
    },
    {
      says: says(
        '(?:subscribe|follow)(?: me| us)?(?: to)? (?:the )?(daily|weekly|monthly)? ?trending(?: papers)?',
      ),
      means: (rhythm) =>
        offering('Should posts here hold what is trending?', `schedule ${rhythm || 'weekly'} trending`),
    },
    {
      says: says(
        '(?:post|send|deliver|get|give)(?: me| us| here)? (?:the )?trending(?: papers?)? (.+)',
        'trending(?: papers?)? ((?:every|each|daily|weekly|monthly|weekdays|on) .+)',
        '((?:daily|weekly|monthly) )trending(?: papers?| posts?)? (.+)',
      ),
      means: (...found) => {
        const when = found.join('');
        const read = parseSchedule(when);
        return 'problem' in read
          ? undefined
          : offering('Should posts here hold what is trending?', `schedule ${when} trending`);
      },
    },
    {
      says: says(`${TRENDING}(?: papers?)? (?:in|on|about|for) (.+)`),
      means: (rest) => named(readWithQuery(rest)),
    },
  ],
  parse: (rest) => takesNothing(rest) ?? readAsked(rest) ?? readWithQuery(rest),
  run: (asked, caller, context) => trendingPage({ period: 'week', ...asked }, 0, caller, context),
};

type Needs = Pick<Context, 'archive' | 'search' | 'clock' | 'delivery'>;

function meant(rest: string): Meaning | undefined {
  return named(readAsked(rest));
}

function named(read: object | undefined): Meaning | undefined {
  return read && { name: 'trending', ...read };
}

/** @param from how many papers were shown before */
export async function trendingPage(
  asked: Asked & { period: TrendPeriod },
  from: number,
  caller: Pick<Caller, 'channel'>,
  context: Needs,
): Promise<Reply> {
  const { period, most, query: typed } = asked;
  const { archive, clock } = context;
  const parsed = typed === undefined ? undefined : parseQuery(typed);
  if (typed !== undefined && parsed?.ok === false) return problemReply(typed, parsed.problem);
  // Votes are counted by days in UTC.
  const today = dayAt(clock());
  const [newest = today] = await archive.days();
  const now = await trendingUntil(today, period, context);
  const all = now.length > 0 || newest >= today ? now : await trendingUntil(newest, period, context);
  const said = sayTrendPeriod(period);
  if (all.length === 0 && typed === undefined) return withoutVotes(period, caller, context, most);
  const list = parsed?.ok ? matchingOf(all, parsed.query, context) : all;
  if (typed !== undefined && list.length === 0) return noneOn(typed, period);
  const isOld = all !== now;
  const shown = list.slice(0, most);
  const page = shown.slice(from, from + PAGE);
  const papers = new Map((await archive.getMany(page.map(({ id }) => id))).map((one) => [one.id, one]));
  const cards = page.flatMap(({ id, gained }) => {
    const paper = papers.get(id);
    return paper === undefined ? [] : [cardOf(paper, { growth: sayGained(gained, today) })];
  });
  if (cards.length === 0)
    return reply([text(`No more papers: that was all ${counted(shown.length, 'paper')}.`)]);
  const left = shown.length - from - page.length;
  const blocks: Block[] = [
    ...(isOld ? [text(`No paper gained votes ${said}. These are the last that did.`)] : []),
    { kind: 'heading', text: headingOf(isOld ? `up to ${sayDay(newest)}` : said, typed) },
    text(`${counted(list.length, 'paper')} gained votes, most gained first`, 'quiet'),
    { kind: 'cards', cards },
  ];
  const act = { do: 'trending' as const, ...asked, from: from + page.length };
  return reply(blocks, { actions: nextPage(left, `Show more (${left})`, act) });
}

function headingOf(when: string, query: string | undefined): string {
  return query === undefined ? `Trending ${when}` : `Trending ${when} for ${withoutLikeWords(query)}`;
}

/** Those that match a query, in the same order. */
export function matchingOf(
  all: readonly Trending[],
  query: Query,
  { search }: Pick<Needs, 'search'>,
): Trending[] {
  const matching = new Set(
    search.matching(
      query,
      all.map(({ id }) => id),
    ),
  );
  return all.filter(({ id }) => matching.has(id));
}

function noneOn(query: string, period: TrendPeriod): Reply {
  const line = [
    { text: 'No paper that matches ' },
    ...code(query),
    { text: ` gained votes ${sayTrendPeriod(period)}.` },
  ];
  return reply([text(line)], { actions: offerActions([`search ${query}`, 'trending']) });
}

function trendingUntil(
  day: Day,
  period: TrendPeriod,
  { archive }: Pick<Needs, 'archive'>,
): Promise<Trending[]> {
  return archive.trending(firstDayOf(period, day));
}

/** What `top` shows, with why it is not what was asked for. */
async function withoutVotes(
  period: TrendPeriod,
  caller: Pick<Caller, 'channel'>,
  context: Needs,
  most: number | undefined,
): Promise<Reply> {
  const shown = await topPage(
    { period: IN_TOP[period], ...(most === undefined ? {} : { most }) },
    0,
    caller,
    context,
  );
  const why = `No paper gained votes ${sayTrendPeriod(period)}: the sources count none, or nobody voted. These are the newest papers.`;
  return { ...shown, blocks: [text(why, 'quiet'), ...shown.blocks] };
}
