/** Builds a paper's card, with the searched or followed words highlighted. */
import { counted } from './model/counted.ts';
import type { Card, Line } from './model/message.ts';
import { authorCountOf, type Paper } from './model/paper.ts';
import { linkOf, linksOf } from './model/paper-links.ts';
import { type Document, readPaper } from './query/document.ts';
import { withoutLikeWords } from './query/like.ts';
import { canOccur } from './query/occurrences.ts';
import { type Reason, reasonFor } from './query/reason.ts';
import { positiveLeaves, type Query } from './query/tree.ts';
import { excerpt, mark } from './text/excerpt.ts';

/** Characters of an abstract on a card: two or three sentences. */
const EXCERPT_LENGTH = 280;
/** Names on a card before "and 3 more". */
export const NAMES_SHOWN = 3;

/** What a card says beyond the paper itself. */
export interface Shown {
  /** What was asked for: its words are marked, and the excerpt is taken where they stand. */
  query?: Query;
  /** Topics as written with their trees: the card says which words of each matched. */
  topics?: readonly Followed[];
  /** A topic that a reader knows the paper to be of, such as that of the heading above it: it is not named again. */
  known?: string | undefined;
  /** Teammates of the readers: a paper by one of them says so. */
  ours?: readonly Query[];
  /** Leaves the abstract and the picture out. */
  titleOnly?: boolean;
  /** Leaves the picture out. */
  withoutThumbnail?: boolean;
  /** How its votes grew: `+41 since yesterday`. */
  growth?: string | undefined;
  /** A sentence by a language model that sums the paper up: it stands for the abstract where the source gives none. */
  summary?: string | undefined;
  /** The abstract from beginning to end. */
  wholeAbstract?: boolean;
}

export interface Followed {
  query: string;
  tree: Query;
  /** Why the paper is of the topic, as a language model said it: it stands in place of the words. */
  judged?: string;
}

export function cardOf(paper: Paper, shown: Shown = {}): Card {
  const document = documentOf(paper);
  const reason = reasonOf(document, shown);
  const authors = authorsLine(paper);
  const why = [...oursLine(document, shown), ...reasonLine(document, shown)];
  const { topics = [] } = shown;
  return {
    id: paper.id,
    title: mark(paper.title, reason.marks.title),
    url: linkOf(paper),
    ...(authors === undefined ? {} : { authors }),
    ...pick(paper, [
      'organization',
      'publishedOn',
      'upvotes',
      'commentCount',
      'stars',
      'codeUrl',
      'withdrawn',
    ]),
    ...(shown.growth === undefined ? {} : { growth: shown.growth }),
    links: linksOf(paper),
    ...(shown.titleOnly || shown.withoutThumbnail ? {} : pick(paper, ['thumbnail'])),
    excerpt: excerptOf(paper, document, reason, shown),
    ...(why.length > 0 ? { reason: why } : {}),
    ...(topics.length > 0 ? { topics: topics.map(({ query }) => query) } : {}),
    actions: [
      // What is wanted most comes first: where there is room for few, the last ones are in the answer to the first.
      { label: 'Abstract', act: { do: 'abstract', id: paper.id } },
      { label: '👍 Relevant', act: { do: 'mark', id: paper.id, as: 'relevant' } },
      { label: '👎 Not for us', act: { do: 'mark', id: paper.id, as: 'not-relevant' } },
      { label: 'More like this', act: { do: 'related', ids: [paper.id] } },
      { label: 'Save', act: { do: 'save', id: paper.id } },
      { label: 'Share', act: { do: 'share-paper', id: paper.id } },
      { label: 'BibTeX', act: { do: 'cite', id: paper.id } },
    ],
  };
}

const documents = new WeakMap<Paper, Document>();

/** A paper is analysed once for all the channels and answers that it is shown in, as long as the paper is in memory. */
function documentOf(paper: Paper): Document {
  const document = documents.get(paper) ?? readPaper(paper);
  documents.set(paper, document);
  return document;
}

/** `Ada Lovelace, Alan Turing and 3 more`; `5 authors` where only the count is known. */
export function authorsLine(paper: Paper): string | undefined {
  const count = authorCountOf(paper);
  const names = paper.authors ?? [];
  if (names.length === 0) return count === undefined ? undefined : counted(count, 'author');
  const total = Math.max(count ?? 0, names.length);
  const first = names.slice(0, NAMES_SHOWN - 1);
  // `Lee, Ann; Ray, Bob`: a comma within names cannot stand between them.
  const hasCommas = names.some((name) => name.includes(','));
  if (total <= NAMES_SHOWN && names.length === total)
    return hasCommas ? names.join('; ') : new Intl.ListFormat('en').format(names);
  return `${first.join(hasCommas ? '; ' : ', ')} and ${total - first.length} more`;
}

function reasonOf(document: Document, { query, topics = [] }: Shown): Reason {
  const asked = query ?? joined(topics.map((topic) => topic.tree));
  return asked ? reasonFor(asked, document) : { words: [], marks: noMarks };
}

const noMarks: Reason['marks'] = { title: [], abstract: [], keyword: [], author: [], org: [], source: [] };

function joined(trees: Query[]): Query | undefined {
  return trees.length > 1 ? { kind: 'or', of: trees } : trees[0];
}

function excerptOf(paper: Paper, document: Document, reason: Reason, shown: Shown): Line {
  if (shown.titleOnly) return [];
  if (shown.wholeAbstract) return mark(document.texts.abstract, reason.marks.abstract);
  const { abstract } = document.texts;
  // A search wants the place that matched. A digest reads best from the start, or as the source sums it up.
  if (shown.query !== undefined) return excerpt(abstract, reason.marks.abstract, EXCERPT_LENGTH);
  if (paper.summary === undefined && shown.summary !== undefined)
    return [{ text: shown.summary }, { text: ' (summed up by a language model)', style: 'quiet' }];
  return excerpt(paper.summary ?? abstract, [], EXCERPT_LENGTH);
}

/**
 * `lora OR peft: LoRA · transform*: transformers`: the topics that a reader does not know already, with the words that
 * matched where those are not the topic's own. Of a known one that many words can match, the words alone.
 */
function reasonLine(document: Document, { topics = [], known }: Shown): Line {
  const parts = topics.flatMap(({ query, tree, judged }): Line[] => {
    if (judged !== undefined) {
      const name: Line = query === known ? [] : [{ text: query, style: 'code' }, { text: ': ' }];
      return [[...name, { text: judged }]];
    }
    if (query === known && !isOpen(tree)) return [];
    const words = reasonFor(tree, document).words.join(', ');
    const isTold = words === '' || words.toLowerCase() === query.replaceAll('"', '').toLowerCase();
    const because: Line = isTold ? [] : [{ text: words, style: 'match' }];
    if (query === known) return [because];
    const shown = withoutLikeWords(query);
    return [[{ text: shown, style: 'code' }, ...(isTold ? [] : [{ text: ': ' }]), ...because]];
  });
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, at): Line => (at === 0 ? part : [{ text: ' · ' }, ...part]));
}

/** `Ours: Yann LeCun`, as the paper writes the names; nothing where none of its authors is one of them. */
function oursLine(document: Document, { ours = [] }: Shown): Line {
  const terms = new Set(document.tokens.author.map(({ term }) => term));
  // Most teams have written none of the papers of a post: what cannot be among the authors is not looked for.
  const near = ours.filter((name) => positiveLeaves(name).some((leaf) => canOccur(leaf, terms)));
  const names = new Set(near.flatMap((name) => reasonFor(name, document).words));
  if (names.size === 0) return [];
  return [{ text: 'Ours: ', style: 'strong' }, { text: `${[...names].join(', ')}. ` }];
}

/** Whether papers can match it by quite different words. */
function isOpen(tree: Query): boolean {
  if (tree.kind === 'or' || tree.kind === 'prefix') return true;
  return tree.kind === 'and' && tree.of.some(isOpen);
}

function pick<K extends keyof Paper>(paper: Paper, keys: K[]): Pick<Paper, K> {
  const found = keys.filter((key) => paper[key] !== undefined).map((key) => [key, paper[key]]);
  return Object.fromEntries(found) as Pick<Paper, K>;
}
