/** The shapes of the API's answers and what may be asked, from which its OpenAPI description is made. */
import { z } from '@hono/zod-openapi';
import { TREND_PERIODS } from '../../../src/model/trend-period.ts';
import { MOST_FROM } from '../addresses.ts';
import { MOST_QUERY } from '../page-routes.ts';

export const MOST_LIMIT = 100;
const DAY = { example: '2025-12-12' };
const day = z.iso.date().openapi(DAY);

export const Paper = z
  .object({
    id: z.string().openapi({ description: "The source's ID without its version", example: '2511.08544' }),
    title: z.string(),
    abstract: z.string(),
    summary: z.string().optional().openapi({ description: "The source's own summary" }),
    authors: z.array(z.string()).optional(),
    authorCount: z.int().optional(),
    organization: z.string().optional(),
    keywords: z.array(z.string()).optional(),
    categories: z.array(z.string()).optional(),
    publishedOn: day.optional(),
    revisedOn: day.optional(),
    upvotes: z.int().optional(),
    commentCount: z.int().optional(),
    stars: z.int().optional(),
    doi: z.string().optional(),
    withdrawn: z.boolean().optional(),
    links: z.array(z.object({ label: z.string(), url: z.url() })),
    page: z.url().openapi({ description: 'Its page here' }),
  })
  .openapi('Paper');

export const Channel = z
  .object({
    slug: z.string().openapi({ example: 'general' }),
    name: z.string(),
    page: z.url(),
    feed: z.url(),
  })
  .openapi('Channel');

export const PaperRecord = Paper.extend({
  bibtex: z.string(),
  similar: z.array(Paper),
  postedIn: z.array(z.object({ channel: Channel, day })),
}).openapi('PaperRecord');

export const ListedPaper = Paper.extend({
  topics: z.array(z.string()).optional().openapi({ description: "The channel's topics that it matched" }),
  growth: z.string().optional().openapi({ example: '+41 since yesterday' }),
}).openapi('ListedPaper');

export const Post = z
  .object({
    day,
    postedAt: z.iso.datetime(),
    heading: z.string(),
    papers: z.array(ListedPaper),
    left: z.int().openapi({ description: 'How many of its papers are left out here' }),
  })
  .openapi('Post');

const NEXT = `The address of the next part; absent in the last one, and where more than ${MOST_FROM} would be skipped`;

/** A part of a list; `next` is the address of the part after it. */
const partOf = <T extends z.ZodType>(items: T) => ({
  total: z.int().openapi({ description: 'How many there are in all' }),
  items: z.array(items),
  next: z.url().optional().openapi({ description: NEXT }),
});
export const FoundPaper = Paper.extend({
  close: z
    .boolean()
    .optional()
    .openapi({ description: 'True for a paper that does not match the query, and comes close to it' }),
}).openapi('FoundPaper');
export const FoundPart = z
  .object({
    ...partOf(FoundPaper),
    total: z.int().openapi({ description: 'How many papers match the query' }),
    close: z.int().openapi({ description: 'How many papers come close; they stand after those that match' }),
    searched: z.int().optional().openapi({
      description: 'How many papers were searched, the newest, where the query is too broad for all of them',
    }),
  })
  .openapi('FoundPart');
export const TrendingPart = z.object(partOf(ListedPaper)).openapi('TrendingPart');
export const DayPart = z.object(partOf(z.object({ day, page: z.url(), digest: z.url() }))).openapi('DayPart');
export const DigestPart = z
  .object({ day, byline: z.string().optional(), notes: z.array(z.string()), ...partOf(Paper) })
  .openapi('DigestPart');
export const ChannelList = z.object({ items: z.array(Channel) }).openapi('ChannelList');
export const PostPart = z
  .object({ channel: Channel, items: z.array(Post), next: z.url().optional().openapi({ description: NEXT }) })
  .openapi('PostPart');

export const Problem = z
  .object({
    type: z.string().openapi({ example: 'about:blank' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
  })
  .openapi('Problem');

/** Plain decimals alone: `0x10`, `1e1`, `05` and ` 5 ` are read differently by other programs. */
const number = (most: number, from: number, fallback: number, description: string) => {
  const problem = `must be a whole number from ${from} to ${most}`;
  return z
    .string(problem)
    .regex(/^(?:0|[1-9]\d{0,8})$/, problem)
    .transform(Number)
    .pipe(z.number().min(from, problem).max(most, problem))
    .default(fallback)
    .openapi({ type: 'integer', minimum: from, maximum: most, default: fallback, description });
};
const oneOf = <const T extends readonly [string, ...string[]]>(choices: T) =>
  z.enum(choices, `must be ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`);
const NO_QUERY = `must be a query of 1 to ${MOST_QUERY} characters`;
export const NoQuery = z.strictObject({});
export const PartQuery = z.strictObject({
  limit: number(MOST_LIMIT, 1, 20, 'How many at most'),
  offset: number(MOST_FROM, 0, 0, 'How many are skipped'),
});
export const SearchQuery = PartQuery.extend({
  q: z
    .string(NO_QUERY)
    .trim()
    .min(1, NO_QUERY)
    .max(MOST_QUERY, NO_QUERY)
    .openapi({ description: 'A query, as in chat', example: '"continual learning" -video' }),
  sort: oneOf(['relevance', 'date', 'votes']).default('relevance'),
});
export const TrendingQuery = PartQuery.extend({
  period: oneOf(TREND_PERIODS).default('week'),
  q: SearchQuery.shape.q.optional().openapi({ description: 'Only papers that match this query' }),
});

const MOST_ID = 500;
const inPath = (name: string, example: string, description: string) =>
  z
    .string()
    .max(MOST_ID, `must have up to ${MOST_ID} characters`)
    .openapi({ param: { name, in: 'path' }, example, description });
export const PaperParams = z.object({
  id: inPath(
    'id',
    '2511.08544',
    'Any ID that the paper goes by. Write the slashes of a DOI as %2F, and a part that is .. as ~..',
  ),
});
export const DayParams = z.object({
  day: z.iso.date('must be a day such as 2025-12-12').openapi({ param: { name: 'day', in: 'path' }, ...DAY }),
});
export const ChannelParams = z.object({ channel: inPath('channel', 'general', 'The slug of a channel') });
