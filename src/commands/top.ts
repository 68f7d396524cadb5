/** `top`: shows the papers of some days with the most votes, a page at a time. */
import { z } from 'zod';
import { cardOf } from '../card.ts';
import { localDay } from '../delivery/slots.ts';
import { counted } from '../model/counted.ts';
import { sayDay } from '../model/day-format.ts';
import type { Block, Reply } from '../model/message.ts';
import type { Day, Paper } from '../model/paper.ts';
import type { SearchIndex } from '../search/search-index.ts';
import { type Command, type Meaning, offering, takesNothing } from './command.ts';
import type { Caller, Context } from './context.ts';
import { says } from './near.ts';
import { readNumber } from './numbers.ts';
import { type Days, daysOf, MONTHS, MOST_PERIOD, readPeriod, sayPeriod } from './period.ts';
import { nextPage, reply, text } from './reply.ts';

/** What is asked for. */
interface Ranking {
  /** How many papers; absent: as many as there are. */
  most?: number;
  /** The period as it was named; absent: the newest digests. */
  period?: string;
}

const PAGE = 10;
const MOST = 50;
/** The newest digests, where no period is named. */
const DIGESTS = 7;
/** Papers by votes that are looked through first: with votes on most days these are enough. */
const LIKELY = 2_000;

const RANKED =
  "(?:what(?:'s| is) )?(?:the )?(?:trending|trend|popular|hot|hottest|best|top|top[- ](?:voted|rated)|(?:most|highest)[- ](?:popular|upvoted|voted|rated|liked)|upvoted)";
/** Words of papers too. */
const NO_PERIOD_ALONE = /^(?:weekend|week|month|year|weekly|monthly|yearly|may|march|mar)$/i;
const PAPERS = /^(?:papers?|articles?|ones?|picks|stuff)\b\s*/;

export const top: Command<Ranking> = {
  name: 'top',
  keywords: 'best popular votes trending'.split(' '),
  group: 'find',
  usage: 'top [number] [period]',
  does: 'show the papers with the most votes',
  details:
    '`[period]` is `today`, `yesterday`, `this week`, `last month`, `last 3 days` and so on. Without one, it shows the last 7 digests. `trending` and `this week` alone work too.',
  example: 'top 10 this week',
  arguments: [
    { name: 'number', does: 'How many papers at most', value: z.int().min(1).max(MOST) },
    { name: 'period', does: 'Such as this week or last month', value: z.string().max(MOST_PERIOD) },
  ],
  near: [
    { says: says(`${RANKED}(?: (.+))?`), means: (rest) => typed(readRanking(rest)) },
    {
      says: says(`(.{2,20}?)(?:'s)? ${RANKED}(?: (.+))?`),
      means: (period, rest) => typed(ofPeriod(period, readRanking(rest))),
    },
    {
      says: says(
        '(?:(?:(?:the|all|new|newest|latest|recent) )*(?:papers?|articles?|digests?) )?(?:(?:of|from|for|in) )?(.+)',
      ),
      means: (period) => (isOfDays(period) ? typed(ofPeriod(period, {})) : undefined),
    },
    {
      says: says("(?:(.{3,20}?)'s|(weekend)) (?:papers?|digests?|articles?|picks)"),
      means: (period, weekend) => {
        const name = weekend || period;
        return weekend !== '' || isOfDays(name) ? typed(ofPeriod(name, {})) : undefined;
      },
    },
    {
      // What there is instead of a summary.
      says: says(
        "(?:(?:write|give|make|send|show|post)(?: me| us)? )?(?:an? |the |your )?(?:summary|overview|recap|round-?up|highlights|newsletter|tl;?dr)(?: (?:of|for|from|on))? (.{3,20}?)(?:'s)?(?: (?:papers?|digests?))?",
        '(?:(?:write|give|make|send|show|post)(?: me| us)? )?(?:an? |the |your )?(weekly|monthly|daily) (?:summary|overview|recap|round-?up|highlights|newsletter|report)',
      ),
      means: (...found) => typed(ofPeriod(found.find((one) => one !== '') ?? '', {})),
    },
    {
      says: says('weekends?'),
      means: offering(
        'Papers of the last weekend, or posts on weekends?',
        'top last weekend',
        'schedule weekends',
        'search weekend',
      ),
    },
    {
      says: says(
        "(?:what(?:'s| is| has| have| did| was| were)?|anything|something)(?: (?:did|i|we|have|has|been|new|good|came|out|published|interesting|miss|missed|happened|there|was)){1,5} (?:(?:from|in|of|on|over|during|since) )?(.{3,20})",
        '(?:catch me up|catch up)(?: (?:on|with|from|for))? (.{3,20})',
      ),
      means: (period, other) => typed(ofPeriod(period || other, {})),
    },
    {
      says: says(
        '(?:the )?(\\d{1,2}|two|three|four|five|ten) (?:best|top|hottest|(?:most|highest)[- ](?:popular|upvoted|voted|rated|liked)) papers?(?: (.+))?',
      ),
      means: (most, rest) => typed(readRanking(`${most} ${rest}`.trim())),
    },
    {
      // `votes this week`: the most are meant.
      says: says(
        '(?:(?:most|top|highest|by|number of) )*(?:up)?votes? (?:(?:of|from|for|in|during|over) )?(.+)',
      ),
      means: (period) => typed(ofPeriod(period, {})),
    },
    {
      says: says(
        `(?:(?:all|the|best) )*(?:papers?|articles?|digests?) (?:(?:published |posted )?in|of|from|for|during) (${MONTHS})`,
      ),
      means: (month) => typed(ofPeriod(month, {})),
    },
  ],
  parse: (rest) => takesNothing(rest) ?? readRanking(rest),
  run: (ranking, caller, context) => topPage(ranking, 0, caller, context),
};

/** Reads what is typed behind `top`; undefined where it is the rest of a search, as in `top 5 methods`. */
function readRanking(rest: string): Ranking | undefined {
  const words = rest
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/ ?\bby (?:up)?votes$/, '');
  const [, first = '', after = ''] = /^(\S+)(?:\s+(.*))?$/.exec(words) ?? [];
  const number = readNumber(first);
  const period = (number === undefined ? words : after)
    .replace(PAPERS, '')
    .replace(/\s*\bof$/, '')
    .replace(/^(?:of|from|in|for|over|during)\s+(?=\S)/, '');
  if (number !== undefined && (number < 1 || number > 999)) return undefined;
  const most = number === undefined ? {} : { most: Math.min(number, MOST) };
  return period === '' ? most : ofPeriod(period, most);
}

function ofPeriod(period: string, ranking: Ranking | undefined): Ranking | undefined {
  if (ranking === undefined || ranking.period !== undefined || readPeriod(period) === undefined)
    return undefined;
  return { ...ranking, period: period.toLowerCase() };
}

/** More than a day: `yesterday` alone is a digest. */
function isOfDays(name: string): boolean {
  const period = readPeriod(name);
  if (period === undefined || NO_PERIOD_ALONE.test(name)) return false;
  return !('unit' in period) || period.unit !== 'day';
}

function typed(ranking: Ranking | undefined): Meaning | undefined {
  return ranking && { name: 'top', ...ranking };
}

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
