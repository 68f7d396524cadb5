/** Describes each route of the API: its address, what may be asked, and what is answered. */
import { createRoute, type z } from '@hono/zod-openapi';
import {
  ChannelList,
  ChannelParams,
  DayParams,
  DayPart,
  DigestPart,
  FoundPart,
  NoQuery,
  PaperParams,
  PaperRecord,
  PartQuery,
  PostPart,
  Problem,
  SearchQuery,
  TrendingPart,
  TrendingQuery,
} from './schemas.ts';

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});
const ok = <T extends z.ZodType>(description: string, schema: T) => ({
  description,
  content: { 'application/json': { schema } },
});
const BAD = { 400: problem('Something that was asked cannot be read') };
/** Those that any route can answer with. */
const OTHER = {
  default: problem(
    'It may not be read (401, 403), was asked too often (429), or cannot be read now (500, 503)',
  ),
};
const MISSING = { 404: problem('There is none') };

export const getPaper = createRoute({
  operationId: 'getPaper',
  method: 'get',
  path: '/papers/{id}',
  summary: 'A paper, with its BibTeX entry, similar papers, and where it was posted',
  request: { params: PaperParams, query: NoQuery },
  responses: { 200: ok('The paper', PaperRecord), ...BAD, ...MISSING, ...OTHER },
});

export const search = createRoute({
  operationId: 'search',
  method: 'get',
  path: '/search',
  summary: 'Papers that match a query, then those that come close to it',
  request: { query: SearchQuery },
  responses: { 200: ok('A part of the papers', FoundPart), ...BAD, ...OTHER },
});

export const trending = createRoute({
  operationId: 'trending',
  method: 'get',
  path: '/trending',
  summary: 'Papers that gained votes, most gained first',
  request: { query: TrendingQuery },
  responses: { 200: ok('A part of the papers', TrendingPart), ...BAD, ...OTHER },
});

export const getDigests = createRoute({
  operationId: 'getDigests',
  method: 'get',
  path: '/digests',
  summary: 'The days that have papers, newest first',
  request: { query: PartQuery },
  responses: { 200: ok('A part of the days', DayPart), ...BAD, ...OTHER },
});

export const getDigest = createRoute({
  operationId: 'getDigest',
  method: 'get',
  path: '/digests/{day}',
  summary: 'The papers of a day, most votes first',
  request: { params: DayParams, query: PartQuery },
  responses: { 200: ok('A part of the papers', DigestPart), ...BAD, ...MISSING, ...OTHER },
});

export const getChannels = createRoute({
  operationId: 'getChannels',
  method: 'get',
  path: '/channels',
  summary: 'The channels that have a page',
  request: { query: NoQuery },
  responses: { 200: ok('The channels', ChannelList), ...BAD, ...OTHER },
});

export const getPosts = createRoute({
  operationId: 'getPosts',
  method: 'get',
  path: '/channels/{channel}/posts',
  summary: 'The posts of a channel, newest first',
  request: { params: ChannelParams, query: PartQuery },
  responses: { 200: ok('A part of the posts', PostPart), ...BAD, ...MISSING, ...OTHER },
});
