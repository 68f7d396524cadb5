/** Links to the feeds of a page: for people, and for programs that look for them. */
import { html } from 'hono/html';
import { FEED_FORMS, type FeedForm } from './addresses.ts';
import type { Html, Page } from './layout.ts';

/** What a link to a feed says, and its type. */
const FEED_LINKS: Record<FeedForm, [name: string, type: string]> = {
  atom: ['Atom', 'application/atom+xml'],
  rss: ['RSS', 'application/rss+xml'],
  json: ['JSON Feed', 'application/feed+json'],
};

/** What the head of a page says of its feeds. @param path the address of each */
export function feedsOf(name: string, path: (form: FeedForm) => string): NonNullable<Page['feeds']> {
  return FEED_FORMS.map((form) => {
    const [said, type] = FEED_LINKS[form];
    return { title: `${name} (${said})`, type, path: path(form) };
  });
}

/** A line with a link to each feed. */
export function feedLinks(path: (form: FeedForm) => string): Html {
  return html`<p class="quiet screen">Feeds: ${FEED_FORMS.map((form, at) => html`${at === 0 ? '' : ' · '}<a href="${path(form)}">${FEED_LINKS[form][0]}</a>`)}</p>`;
}
