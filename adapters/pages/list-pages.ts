/** The pages that list papers: a day, the days, a channel's posts, the channels, and a search. */
import { html } from 'hono/html';
import type { DayRecord, FoundPart, ListedChannel, ListedPost } from '../../src/model/catalog.ts';
import { counted } from '../../src/model/counted.ts';
import { sayDay } from '../../src/model/day-format.ts';
import type { Day } from '../../src/model/paper.ts';
import { channelFeedPath, channelPath, dayPath, MOST_FROM, searchFeedPath, searchPath } from './addresses.ts';
import { feedLinks, feedsOf } from './feed-links.ts';
import { type Html, none, type Page } from './layout.ts';
import { asListed, paperList, titlesOf } from './paper-list.ts';

/** Papers on one page of a day. */
const MOST_PAPERS = 100;
/** Days on the page of days. */
const MOST_DAYS = 366;

/** @param from how many papers are on the pages before */
export function dayPage({ day, byline, notes, papers, before, after }: DayRecord, from = 0): Page {
  const end = Math.min(papers.length, from + MOST_PAPERS);
  const rest = html`<p><a href="${dayPath(day)}?from=${end}">${counted(papers.length - end, 'more paper')} →</a></p>`;
  const by = byline === undefined ? '' : `, by ${byline}`;
  const counts = `${counted(papers.length, 'paper')}${by}`;
  return {
    title: `Papers for ${sayDay(day)}`,
    description: `${counts}: ${titlesOf(papers)}`,
    path: from === 0 ? dayPath(day) : `${dayPath(day)}?from=${from}`,
    body: html`<h1>Papers for <time datetime="${day}">${sayDay(day)}</time></h1>
<p class="quiet">${counts}</p>
${notes.map((note) => html`<p class="quiet">${note}</p>`)}
${from > 0 && from >= papers.length ? noMore('papers', dayPath(day)) : paperList(asListed(papers.slice(from, end)))}
${end < papers.length ? rest : none}
<nav class="pages" aria-label="Other days">${beside(before, '← ')}${beside(after, '', ' →')}</nav>`,
  };
}

/** On a page behind the last one. */
function noMore(things: 'papers' | 'posts', first: string): Html {
  return html`<p>There are no more ${things}. <a href="${first}">Back to the first</a></p>`;
}

function beside(day: Day | undefined, before = '', after = ''): Html {
  return day === undefined
    ? html`<span></span>`
    : html`<a href="${dayPath(day)}">${before}${sayDay(day)}${after}</a>`;
}

/** All days, newest first. */
export function daysPage(days: readonly Day[]): Page {
  const shown = days.slice(0, MOST_DAYS);
  return {
    title: 'Days',
    description: 'The days that have papers, newest first.',
    path: '/d',
    body: html`<h1>Days</h1>
${shown.length === 0 ? html`<p>No digest has arrived yet.</p>` : none}
<ul class="plain">${shown.map((day) => html`<li><a href="${dayPath(day)}">${sayDay(day)}</a></li>`)}</ul>`,
  };
}

/** A part of a channel's posts. @param from how many posts are on the pages before */
export function channelPage(
  channel: ListedChannel,
  posts: readonly ListedPost[],
  more: { before: number; after: number | undefined },
  from: number,
): Page {
  const path = channelPath(channel.slug);
  const older =
    more.after === undefined ? none : html`<a href="${path}?from=${more.after}">Older posts →</a>`;
  const newer =
    from === 0 ? html`<span></span>` : html`<a href="${path}?from=${more.before}">← Newer posts</a>`;
  return {
    title: channel.name,
    description: posts[0]
      ? `${posts[0].heading}: ${titlesOf(posts[0].papers.map(({ paper }) => paper))}`
      : 'No posts yet.',
    path: from === 0 ? path : `${path}?from=${from}`,
    feeds: feedsOf(channel.name, (form) => channelFeedPath(channel.slug, form)),
    body: html`<h1>${channel.name}</h1>
${posts.length > 0 ? none : from === 0 ? html`<p>Nothing was posted here yet.</p>` : noMore('posts', path)}
${posts.map(({ heading, day, papers, left }) => html`<section><h2>${heading}</h2><p class="quiet">Posted on <time datetime="${day}">${sayDay(day)}</time></p>${paperList(papers)}${left === 0 ? none : html`<p class="quiet">And ${counted(left, 'more paper')}: see the <a href="/d">days</a>.</p>`}</section>`)}
<nav class="pages" aria-label="Other posts">${newer}${older}</nav>
${feedLinks((form) => channelFeedPath(channel.slug, form))}`,
  };
}

/** The channels that have a page. */
export function channelsPage(channels: readonly ListedChannel[]): Page {
  return {
    title: 'Channels',
    description: 'The channels whose posts can be read here.',
    path: '/c',
    body: html`<h1>Channels</h1>
${channels.length === 0 ? html`<p>No channel has a page here.</p>` : none}
<ul class="plain">${channels.map(({ slug, name }) => html`<li><a href="${channelPath(slug)}">${name}</a></li>`)}</ul>
<p class="quiet">A channel of Slack or Discord has a page once someone turns it on there with <code>/papers page on</code>.</p>`,
  };
}

/** A part of what a search found. @param from how many results are on the pages before */
export function searchPage(query: string, { total, close, broad, papers }: FoundPart, from: number): Page {
  const end = from + papers.length;
  const counts = `${counted(total, 'paper')} for “${query}”${close > 0 ? `, and ${close} close` : ''}`;
  const part = (isClose: boolean) =>
    asListed(papers.filter((one) => one.isClose === isClose).map(({ paper }) => paper));
  const isBehind = from > 0 && papers.length === 0;
  const [matching, closest] = [part(false), part(true)];
  return {
    title: `Search: ${query}`,
    description: counts,
    path: searchPath(query, from),
    query,
    feeds: feedsOf(`Search: ${query}`, (form) => searchFeedPath(query, form)),
    body: html`<h1>${counts}</h1>
${broad === undefined ? none : html`<p class="quiet">${broad.said}</p>`}
${isBehind ? noMore('papers', searchPath(query)) : matching.length > 0 ? paperList(matching) : none}
${closest.length === 0 ? none : html`<h2>Also close</h2>${paperList(closest)}`}
<nav class="pages" aria-label="More results"><span></span>${end < total + close && papers.length > 0 && end <= MOST_FROM ? html`<a href="${searchPath(query, end)}">More →</a>` : none}</nav>
${feedLinks((form) => searchFeedPath(query, form))}`,
  };
}

/** Where nothing was searched for yet, or what was cannot be read: it stays in the search field, to be mended. */
export function noSearchPage(query: string, problem?: string): Page {
  const said =
    problem ??
    'Type what to look for in the field above. Names of authors, phrases in quotes and -excluded words work, too.';
  return {
    title: problem === undefined ? 'Search' : 'This search could not be read',
    description: said,
    path: searchPath(query),
    query,
    body: html`<h1>${problem === undefined ? 'Search' : 'This search could not be read'}</h1><p>${said}</p>`,
  };
}
