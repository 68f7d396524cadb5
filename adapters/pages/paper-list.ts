/** Shows papers in a list: the title, one line of facts, the first sentences, and why it is there. */
import { html } from 'hono/html';
import type { ListedPaper } from '../../src/model/catalog.ts';
import { counted } from '../../src/model/counted.ts';
import { sayDay } from '../../src/model/day-format.ts';
import type { Paper } from '../../src/model/paper.ts';
import { paperPath } from './addresses.ts';
import { excerptOf } from './excerpt.ts';
import { type Html, none } from './layout.ts';

/** Names before "and 3 more". */
export const NAMES = 3;
/** Characters of an abstract in a list. */
const MOST_EXCERPT = 320;

/** Papers as a numbered list. */
export function paperList(papers: readonly ListedPaper[]): Html {
  return html`<ol class="papers">
${papers.map(item)}</ol>`;
}

/** Papers of which no topic and no growth is told. */
export function asListed(papers: readonly Paper[]): ListedPaper[] {
  return papers.map((paper) => ({ paper, topics: [] }));
}

function item({ paper, topics, growth }: ListedPaper): Html {
  const said = paper.summary ?? paper.abstract;
  return html`<li><h3><a href="${paperPath(paper.id)}">${paper.title}</a></h3>
<p class="facts">${factsOf(paper, growth).join(' · ')}</p>
${said === '' ? none : html`<p>${excerptOf(said, MOST_EXCERPT)}</p>`}
${topics.length === 0 ? none : html`<p class="facts">Topics: ${topics.join(', ')}</p>`}</li>
`;
}

/** How it was received, who wrote it, where and when; what is not known is left out. */
export function factsOf(paper: Paper, growth?: string): string[] {
  const { withdrawn, upvotes, organization, publishedOn, commentCount, stars } = paper;
  const grew = growth === undefined ? '' : ` (${growth})`;
  return [
    withdrawn ? 'Withdrawn' : '',
    upvotes ? `${counted(upvotes, 'vote')}${grew}` : '',
    authorsOf(paper),
    organization ?? '',
    publishedOn === undefined ? '' : sayDay(publishedOn),
    commentCount ? counted(commentCount, 'comment') : '',
    stars ? counted(stars, 'star') : '',
  ].filter((fact) => fact !== '');
}

function authorsOf({ authors = [], authorCount }: Paper): string {
  const total = Math.max(authorCount ?? 0, authors.length);
  if (authors.length === 0) return total === 0 ? '' : counted(total, 'author');
  return someOf({ authors, authorCount: total }, NAMES);
}

/** The first names, and how many more there are. */
export function someOf(
  { authors = [], authorCount = 0 }: Pick<Paper, 'authors' | 'authorCount'>,
  most: number,
): string {
  const first = authors.slice(0, most);
  const more = Math.max(authorCount, authors.length) - first.length;
  return `${first.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}`;
}

/** The first titles, for a description. */
export function titlesOf(papers: readonly Paper[]): string {
  return papers
    .slice(0, 5)
    .map(({ title }) => title)
    .join('; ');
}
