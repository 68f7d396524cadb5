/** Tests a topic against the newest digests and says how many of their papers match. */
import { cardOf } from '../card.ts';
import { counted } from '../model/counted.ts';
import { sayDay } from '../model/day-format.ts';
import { type Block, inline } from '../model/message.ts';
import type { Query } from '../query/tree.ts';
import type { Context } from './context.ts';
import { text } from './reply.ts';
import { starHint } from './why-nothing.ts';

/** Days that hold papers which a dry run looks at. */
const DAYS = 7;
/** Matches that are shown. */
const EXAMPLES = 3;
/** From this share of the papers on, a topic is nearly everything. */
const NEARLY_ALL = 0.6;
/** Below this many papers a share says nothing. */
const TOO_FEW_TO_JUDGE = 10;

export type RecentPapers = Awaited<ReturnType<typeof readRecent>>;

/** The ids of the papers of the newest digests, and how these digests are called: `the last 7 digests`. */
export async function readRecent({ archive }: Pick<Context, 'archive'>) {
  const days = (await archive.days()).slice(0, DAYS);
  const digests = await Promise.all(days.map((day) => archive.digestsOf(day)));
  const ids = new Set(digests.flat().flatMap(({ papers }) => papers));
  const [day] = days;
  const isOne = days.length === 1 && day !== undefined;
  return { ids, span: isOne ? `the digest for ${sayDay(day)}` : `the last ${days.length} digests` };
}

/** Ids of the recent papers that match, best first as far as a search ranks them. */
function matchesIn(recent: RecentPapers, query: Query, context: Pick<Context, 'search'>): string[] {
  const matching = matchedIn(recent, query, context);
  const found = context.search.search(query, { limit: Math.max(1, context.search.size) });
  const isMatching = new Set(matching);
  const ranked = found.hits.map(({ id }) => id).filter((id) => isMatching.has(id));
  return [...new Set([...ranked, ...matching])];
}

/** Ids of the recent papers that match, for counting them. */
export function matchedIn(
  { ids }: RecentPapers,
  query: Query,
  { search }: Pick<Context, 'search'>,
): string[] {
  return search.matching(query, [...ids]);
}

/** `3 of the 1,103 papers in the last 7 digests match.` */
export function sayMatches(matches: number, { ids, span }: RecentPapers): string {
  if (ids.size === 0) return 'No papers are stored yet, so there is nothing to test it on.';
  const verb = matches === 1 ? 'matches' : 'match';
  return `${matches.toLocaleString('en')} of the ${counted(ids.size, 'paper')} in ${span} ${verb}.`;
}

/** A hint for a topic that would bring nothing, or nearly everything. */
export function adviceOn(matches: number, { ids }: RecentPapers, query: Query): string | undefined {
  if (ids.size === 0) return undefined;
  if (matches === 0)
    return starHint(query) ?? 'That may be what you want. If not, try fewer or different words.';
  if (ids.size < TOO_FEW_TO_JUDGE || matches < ids.size * NEARLY_ALL) return undefined;
  return 'That is nearly everything. More words or `-exclusions` would narrow it down.';
}

/** How many recent papers match one topic, with a few of them. */
export async function dryRun(query: Query, context: Pick<Context, 'archive' | 'search'>): Promise<Block[]> {
  const recent = await readRecent(context);
  const matches = matchesIn(recent, query, context);
  const advice = adviceOn(matches.length, recent, query);
  const line = sayMatches(matches.length, recent);
  const tone = recent.ids.size === 0 ? 'quiet' : advice === undefined ? 'plain' : 'warning';
  const said = text(inline(advice === undefined ? line : `${line} ${advice}`), tone);
  if (matches.length === 0) return [said];
  const papers = await context.archive.getMany(matches.slice(0, EXAMPLES));
  const cards = papers.map((paper) => ({ ...cardOf(paper, { query, titleOnly: true }), actions: [] }));
  return [said, { kind: 'cards', cards }];
}
