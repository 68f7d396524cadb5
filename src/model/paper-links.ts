/** Chooses the pages of a paper that readers are sent to. */
import { isArxivId } from './arxiv-id.ts';
import { readDoi } from './doi.ts';
import type { Link } from './message.ts';
import type { Paper } from './paper.ts';
import { doiUrl, idKeysOf, paperUrl } from './paper-id.ts';

/** A host with a longer name is called a page. Characters. */
const MOST_HOST = 30;
/** Characters of a title that are searched for, cut between words. */
const MOST_SEARCHED = 70;

/**
 * Where a title leads: arXiv's page of an arXiv paper, else the paper's own page, that of one of its IDs, or, where it has
 * none, a search for its title.
 */
export function linkOf(paper: Paper): string {
  return pageOf(paper) ?? searchUrl(paper);
}

/** As `linkOf`; undefined for a paper without a page. */
export function pageOf(paper: Paper): string | undefined {
  const { id, title, abstract, url } = paper;
  // A journal's paper keeps the journal's page, even when it is on arXiv too.
  const own = idKeysOf({ id, title, abstract, ...(url === undefined ? {} : { url }) }).find(isArxivId);
  const pages = [...(own === undefined ? [] : [own]), ...(url === undefined ? idKeysOf(paper) : [])];
  return pages.map(paperUrl).find((page) => page !== undefined) ?? url;
}

/** Where a paper can be read, then its code, its project and where it is discussed. Never empty. */
export function linksOf(paper: Paper): Link[] {
  const { url, codeUrl, projectUrl } = paper;
  const keys = idKeysOf(paper);
  const arxiv = keys.find(isArxivId);
  const doi = keys.find((key) => readDoi(key) === key);
  const host = hostOf(url);
  const isDiscussion = host === 'huggingface.co';
  const isTold = isDiscussion || doi !== undefined || host.endsWith('arxiv.org');
  const links: [string, string | undefined][] = [
    ['arXiv', arxiv && paperUrl(arxiv)],
    ['PDF', arxiv && `https://arxiv.org/pdf/${arxiv}`],
    ['DOI', doi && doiUrl(doi)],
    [host, isTold ? undefined : url],
    ['Code', codeUrl],
    ['Project', projectUrl],
    ['Hugging Face', isDiscussion ? url : undefined],
  ];
  const known = links.flatMap(([label, to]): Link[] => (to === undefined ? [] : [{ label, url: to }]));
  return known.length > 0 ? known : [{ label: 'Search arXiv', url: searchUrl(paper) }];
}

function hostOf(url: string | undefined): string {
  const host = url === undefined ? undefined : URL.parse(url)?.hostname.replace(/^www\./, '');
  return host === undefined || host.length > MOST_HOST ? 'Page' : host;
}

/** The first words are enough to find a title, and a long address takes a card's room. */
function searchUrl({ title }: Paper): string {
  const query = title.length <= MOST_SEARCHED ? title : title.slice(0, MOST_SEARCHED).replace(/\s+\S*$/, '');
  return `https://arxiv.org/search/?${new URLSearchParams({ searchtype: 'title', query })}`;
}
