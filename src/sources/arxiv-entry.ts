/** An entry of arXiv's API or of its daily listing in, a paper out, or why there is none. */
import { buildPaper, toText } from '../digest/build.ts';
import { dayFrom } from '../digest/dates.ts';
import type { Paper } from '../model/paper.ts';
import { namesIn } from './names.ts';
import { attributeOf, childOf, listOf, textOf } from './xml.ts';

/** What the listing says of an entry beside the paper. */
export interface Listed {
  paper: Paper;
  announced: string;
  isReplacement: boolean;
}

/** An entry of `/api/query`. */
export function paperFromEntry(entry: unknown): Paper | { reason: string } {
  const id = idOf(textOf(childOf(entry, 'id')));
  if (id === undefined) return { reason: 'it has no arXiv id' };
  const comment = toText(textOf(childOf(entry, 'arxiv:comment')));
  const doi = toText(textOf(childOf(entry, 'arxiv:doi')));
  const abstract = textOf(childOf(entry, 'summary'));
  const built = buildPaper({
    id,
    title: textOf(childOf(entry, 'title')),
    abstract,
    authors: listOf(entry, 'author').map((author) => textOf(childOf(author, 'name'))),
    categories: categoriesOf(entry),
    publishedOn: dayFrom(textOf(childOf(entry, 'published'))),
    url: pageOf(id),
    withdrawn: isWithdrawn(comment, abstract),
  });
  if ('reason' in built) return built;
  return { ...built, ...(comment === undefined ? {} : { comment }), ...(doi === undefined ? {} : { doi }) };
}

/** An entry of `rss.arxiv.org/atom/...`: `summary` begins with the id and the kind of announcement. */
export function listedFrom(entry: unknown): Listed | { reason: string } {
  const summary = textOf(childOf(entry, 'summary')) ?? '';
  const id = idOf(textOf(childOf(entry, 'id'))) ?? idOf(linkOf(entry)) ?? idOf(summary);
  if (id === undefined) return { reason: 'it has no arXiv id' };
  const announced = dayFrom(textOf(childOf(entry, 'published')));
  if (announced === undefined) return { reason: `${id} does not say when it was announced` };
  const abstract = summary.replace(/^.*?\bAbstract:\s*/s, '');
  const doi = toText(textOf(childOf(entry, 'arxiv:DOI')));
  const built = buildPaper({
    id,
    title: textOf(childOf(entry, 'title')),
    abstract,
    authors: listOf(entry, 'dc:creator').flatMap((names) => namesIn(textOf(names) ?? '')),
    categories: categoriesOf(entry),
    url: pageOf(id),
    withdrawn: isWithdrawn(undefined, abstract),
  });
  if ('reason' in built) return built;
  const kind =
    textOf(childOf(entry, 'arxiv:announce_type')) ?? /Announce Type:\s*(\S+)/.exec(summary)?.[1] ?? 'new';
  return {
    paper: doi === undefined ? built : { ...built, doi },
    announced,
    isReplacement: kind.trim().startsWith('replace'),
  };
}

/** arXiv asks that papers be linked by their abstract page. */
export function pageOf(id: string): string {
  return `https://arxiv.org/abs/${id}`;
}

/** `http://arxiv.org/abs/2508.01234v1`, `oai:arXiv.org:2508.01234v1`, `arXiv:2508.01234v1 Announce Type: new`. */
export function idOf(text: string | undefined): string | undefined {
  const found =
    /(?:abs\/|arXiv\.org:|arXiv:)\s*(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})(?:v\d+)?/i.exec(
      text ?? '',
    );
  return found?.[1]?.toLowerCase();
}

function linkOf(entry: unknown): string | undefined {
  return listOf(entry, 'link')
    .map((link) => attributeOf(link, 'href'))
    .find((href) => href?.includes('/abs/'));
}

function categoriesOf(entry: unknown): string[] {
  const primary = attributeOf(childOf(entry, 'arxiv:primary_category'), 'term');
  const terms = listOf(entry, 'category').map((category) => attributeOf(category, 'term'));
  return [...new Set([primary, ...terms].filter((term) => term !== undefined))];
}

function isWithdrawn(comment: string | undefined, abstract: string | undefined): boolean {
  return (
    /\b(?:has|have) been withdrawn\b|\bwithdrawn by\b|^withdrawn\b/i.test(comment ?? '') ||
    /^\s*(?:this|the) (?:paper|article|submission|manuscript|work|preprint) (?:has been|was|is) withdrawn/i.test(
      abstract ?? '',
    )
  );
}
