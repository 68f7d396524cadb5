// @ts-check
/** Links from the workspace to the pages beside it, where pages are served. */
import { link, make } from './dom.js';

/** @typedef {{ newest: string, paper: string }} Pages `paper` is followed by an id */
/** @typedef {{ page: string, feed: string }} ChannelPages */

/** @param {string} path @param {string} words @param {import('./dom.js').Attributes} [attributes] */
export const pageLink = (path, words, attributes = {}) =>
  link(new URL(path, location.href).href, attributes, words);

/** Slashes in an id, as those of a DOI, stay. @param {Pages} pages @param {string} id @param {string} title */
export function paperLink(pages, id, title) {
  const path = pages.paper + id.split('/').map(encodeURIComponent).join('/');
  return pageLink(path, 'Page', { 'aria-label': `Page of ${title}` });
}

/** `Page · Feed`; undefined for a channel without. @param {ChannelPages | undefined} pages */
export function channelLinks(pages) {
  if (pages === undefined) return undefined;
  const links = [pageLink(pages.page, 'Page'), ' · ', pageLink(pages.feed, 'Feed')];
  return make('span', { class: 'page-links' }, ...links);
}
