/** Describes each route of the API: its address, what may be asked, and what is answered. */
import { createRoute, type z } from '@hono/zod-openapi';
import {
  ChannelList,
  ChannelParams,
  DayParams,
  DayPart,
  DigestPart,
  PaperParams,
  PaperPart,
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
const MISSING = { 404: problem('There is none') };

export const getPaper = createRoute({
  method: 'get',
  path: '/papers/{id}',
  summary: 'A paper, with its BibTeX entry, similar papers, and where it was posted',
  request: { params: PaperParams },
  responses: { 200: ok('The paper', PaperRecord), ...MISSING },
});

export const search = createRoute({
  method: 'get',
  path: '/search',
  summary: 'Papers that match a query',
  request: { query: SearchQuery },
  responses: { 200: ok('A part of the papers', PaperPart), ...BAD },
});

export const trending = createRoute({
  method: 'get',
  path: '/trending',
  summary: 'Papers that gained votes, most gained first',
  request: { query: TrendingQuery },
  responses: { 200: ok('A part of the papers', TrendingPart), ...BAD },
});

export const getDigests = createRoute({
  method: 'get',
  path: '/digests',
  summary: 'The days that have papers, newest first',
  request: { query: PartQuery },
  responses: { 200: ok('A part of the days', DayPart), ...BAD },
});

export const getDigest = createRoute({
  method: 'get',
  path: '/digests/{day}',
  summary: 'The papers of a day, most votes first',
  request: { params: DayParams, query: PartQuery },
  responses: { 200: ok('A part of the papers', DigestPart), ...BAD, ...MISSING },
});

export const getChannels = createRoute({
  method: 'get',
  path: '/channels',
  summary: 'The channels that have a page',
  responses: { 200: ok('The channels', ChannelList) },
});

export const getPosts = createRoute({
  method: 'get',
  path: '/channels/{channel}/posts',
  summary: 'The posts of a channel, newest first',
  request: { params: ChannelParams, query: PartQuery },
  responses: { 200: ok('A part of the posts', PostPart), ...BAD, ...MISSING },
});
