/** The page of a paper: abstract, authors, links, BibTeX, similar papers, and where it was posted. */
import { html } from 'hono/html';
import type { PaperRecord } from '../../src/model/catalog.ts';
import { counted } from '../../src/model/counted.ts';
import { sayDay } from '../../src/model/day-format.ts';
import type { Paper } from '../../src/model/paper.ts';
import { linksOf } from '../../src/model/paper-links.ts';
import { channelPath, paperPath } from './addresses.ts';
import { type Html, none, type Page } from './layout.ts';
import { asListed, factsOf, paperList, someOf } from './paper-list.ts';

/** All that is known of a paper. */
export function paperPage({ paper, bibtex, similar, met }: PaperRecord): Page {
  const { id, title, abstract, summary, thumbnail } = paper;
  return {
    title,
    description: summary ?? (abstract || factsOf(paper).join(' · ')),
    path: paperPath(id),
    type: 'article',
    image: thumbnail,
    citation: citationOf(paper),
    body: html`<article>
<h1>${title}</h1>
<p class="facts">${factsOf({ ...paper, authors: [], authorCount: 0 }).join(' · ')}</p>
${authorsOf(paper)}
<p class="links">${linksOf(paper).map(({ label, url }) => html`<a href="${url}" rel="noopener noreferrer">${label}</a> `)}</p>
${summary === undefined ? none : html`<h2>In short</h2><p>${summary}</p>`}
${abstract === '' ? none : html`<h2>Abstract</h2><p class="abstract">${abstract}</p>`}
${termsOf(paper)}
${metOf(met)}
<h2>BibTeX</h2>
<pre tabindex="0" aria-label="BibTeX">${bibtex}</pre>
</article>
${similar.length === 0 ? none : html`<section class="screen" aria-labelledby="similar"><h2 id="similar">Similar papers</h2>${paperList(asListed(similar))}</section>`}`,
  };
}

/** Authors that a page names, and tells other programs of: some papers have thousands. */
const MOST_NAMES = 100;

function authorsOf({ authors = [], authorCount = 0 }: Paper): Html {
  if (authors.length === 0) return authorCount === 0 ? none : html`<p>${counted(authorCount, 'author')}</p>`;
  return html`<p>${someOf({ authors, authorCount }, MOST_NAMES)}</p>`;
}

function termsOf({ keywords = [], categories = [], comment }: Paper): Html {
  const terms = [...new Set([...categories, ...keywords])];
  return html`${terms.length === 0 ? none : html`<p class="facts">${terms.join(' · ')}</p>`}
${comment === undefined ? none : html`<p class="facts">${comment}</p>`}`;
}

function metOf(met: PaperRecord['met']): Html {
  if (met.length === 0) return none;
  return html`<h2>Posted in</h2>
<ul class="plain">${met.map(({ channel, day }) => html`<li><a href="${channelPath(channel.slug)}">${channel.name}</a> on <time datetime="${day}">${sayDay(day)}</time></li>`)}</ul>`;
}

function citationOf({ title, authors = [], publishedOn, doi }: Paper): [string, string][] {
  return [
    ['citation_title', title],
    ...authors.slice(0, MOST_NAMES).map((name): [string, string] => ['citation_author', name]),
    ...(publishedOn === undefined
      ? []
      : [['citation_publication_date', publishedOn.replaceAll('-', '/')] as [string, string]]),
    ...(doi === undefined ? [] : [['citation_doi', doi] as [string, string]]),
  ];
}
