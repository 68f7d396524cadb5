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
import { type Command, type Meaning, offering, type Parsed, takesNothing } from './command.ts';
import type { Caller, Context } from './context.ts';
import { MOST_PERIOD, readPeriod } from './period.ts';
import { says } from './phrases/match.ts';
import { readRanking } from './phrases/top.ts';
import { nextPage, reply, text } from './reply.ts';
import { parseSchedule } from './schedule/parse.ts';
import { topPage } from './top.ts';

/** What is asked for. */
interface Asked {
  period?: TrendPeriod;
  /** How many papers; absent: as many as there are. */
  most?: number;
}

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
  usage: 'trending [today|this week|this month]',
  does: 'show the papers that are gaining votes',
  details:
    'Most gained first: votes gained in the period count in full, and all votes a tenth. Without a period, it is this week. `schedule weekly trending` posts them here.',
  example: 'trending this week',
  isTyped: true,
  arguments: [{ name: 'period', does: 'Today, this week or this month', value: z.string().max(MOST_PERIOD) }],
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
  ],
  parse: (rest) => takesNothing(rest) ?? readAsked(rest),
  run: ({ period = 'week', most }, caller, context) => trendingPage(period, 0, caller, context, most),
};

/** A period that is over, such as last month, is one for `top`: how votes grew is known up to now. */
function readAsked(rest: string): Asked | Parsed | undefined {
  const ranking = readRanking(rest);
  if (ranking === undefined) return undefined;
  const { period: named, ...most } = ranking;
  if (named === undefined) return most;
  const period = periodOf(named);
  return period === undefined ? { name: 'top', ...ranking } : { ...most, period };
}

function periodOf(named: string): TrendPeriod | undefined {
  const read = readPeriod(named);
  if (read === undefined || 'month' in read || 'weekend' in read) return undefined;
  if ('last' in read)
    return read.last <= 1 ? 'today' : read.last <= 7 ? 'week' : read.last <= 31 ? 'month' : undefined;
  if (read.back > 0 || read.unit === 'year') return undefined;
  return read.unit === 'day' ? 'today' : read.unit;
}

function meant(rest: string): Meaning | undefined {
  const read = readAsked(rest);
  return read && { name: 'trending', ...read };
}

type Needs = Pick<Context, 'archive' | 'search' | 'clock' | 'delivery'>;

/** @param from how many papers were shown before */
export async function trendingPage(
  period: TrendPeriod,
  from: number,
  caller: Pick<Caller, 'channel'>,
  context: Needs,
  most?: number,
): Promise<Reply> {
  const { archive, clock } = context;
  // Votes are counted by days in UTC.
  const today = dayAt(clock());
  const [newest = today] = await archive.days();
  const now = await trendingUntil(today, period, context);
  const list = now.length > 0 || newest >= today ? now : await trendingUntil(newest, period, context);
  const said = sayTrendPeriod(period);
  if (list.length === 0) return withoutVotes(period, caller, context, most);
  const isOld = list !== now;
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
    { kind: 'heading', text: isOld ? `Trending up to ${sayDay(newest)}` : `Trending ${said}` },
    text(`${counted(list.length, 'paper')} gained votes, most gained first`, 'quiet'),
    { kind: 'cards', cards },
  ];
  const act = { do: 'trending' as const, period, from: from + page.length, ...(most ? { most } : {}) };
  return reply(blocks, { actions: nextPage(left, `Show more (${left})`, act) });
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
