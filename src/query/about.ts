/** Reads `about: ways to make RLHF cheaper, not benchmarks`: a criterion in plain words, which a language model may judge. */
import { readBare } from './bare-leaves.ts';
import { quotes } from './characters.ts';
import { fieldOf } from './fields.ts';
import { Misread } from './problem.ts';
import { match, type QueryToken, type SourceRange } from './query-token.ts';
import { isPassedOver } from './text-leaf.ts';
import { type About, all, allOf, anyOf, type Query, type TextLeaf } from './tree.ts';

/** The longest criterion: two sentences. UTF-16 units. */
export const MOST_CRITERION = 300;
/** Criteria in one topic: each is a question of its own for every paper. */
const MOST_ABOUT = 3;
/** Words of a criterion that its papers are found by. */
const MOST_WORDS = 12;

const start = /about[:\uff1a][ \t]*/iy;
const inQuotes = new RegExp(`[${quotes}]([^${quotes}\\n]*)[${quotes}]`, 'y');
/** A field after a space ends the criterion: `about: cheaper RLHF cat:cs.LG`. */
const named = /(?<=\s)-?([a-z]{2,15}):(?=\S)/y;
const EXAMPLE = '`about: ways to make RLHF cheaper, not benchmarks`';

/** The criterion that begins here: what is in quotes, or all up to a field, an unmatched `)` or the end of the line. */
export function aboutAt(text: string, at: number): QueryToken | undefined {
  if (/[\p{L}\p{N}_]/u.test(text[at - 1] ?? ' ')) return undefined;
  const found = match(start, text, at);
  if (found === null) return undefined;
  // `About: ...` inside a text is a title.
  if (!found[0].startsWith('a') && text.slice(0, at).trim() !== '') return undefined;
  const from = at + found[0].length;
  const quoted = match(inQuotes, text, from);
  const end = from + (quoted?.[0].length ?? plainLength(text, from));
  const criterion = tidy(quoted?.[1] ?? text.slice(from, end));
  const place = { at, end };
  if (!/\p{L}{2}/u.test(criterion))
    throw new Misread(place, `Say what papers should be about in a sentence, as in ${EXAMPLE}.`);
  if (criterion.length > MOST_CRITERION)
    throw new Misread(
      place,
      `What papers should be about can have up to ${MOST_CRITERION} characters; this has ${criterion.length}.`,
    );
  return { kind: 'about', criterion, ...place };
}

function plainLength(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '\n') return at - from;
    if (character === '(') depth++;
    if (character === ')' && --depth < 0) return at - from;
    const name = character === ' ' ? match(named, text, at + 1)?.[1] : undefined;
    if (name !== undefined && (fieldOf(name) !== undefined || name === 'about')) return at - from;
  }
  return text.length - from;
}

const allQuotes = new RegExp(`[${quotes}]`, 'g');

/** On one line, with single quotes: double ones stand around it where it is printed. */
function tidy(text: string): string {
  return text
    .replace(allQuotes, "'")
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replace(/^[\s,;:]+|(?<![\s,;:])[\s,;:]+$/g, '');
}

/** Equal for criteria that differ only in case. */
export function criterionKey(criterion: string): string {
  return criterion.toLowerCase();
}

/** The leaf of a criterion. Its gate is settled by `withGates`, once the whole query is known. */
export function readAbout(criterion: string): About {
  return { kind: 'about', criterion, words: wordsOf(criterion), gate: all };
}

/** What is unwanted is no word to find papers by. */
const unwanted =
  /(?:[,;.]\s*|\s+)(?:but\s+)?(?:not|no|without|except|excluding|rather than|instead of|other than|unless)\s.*$/is;
/** Words of requests and of nearly every abstract. */
const VAGUE = new Set(
  `anything approach approaches around article articles better best concerning could data deal deals dealing find good great
  help helps idea ideas improve improved improves improving interested interesting involve involving kind kinds know large
  learning learn like look looking make makes making many method methods model models much need neural new novel paper papers
  people please propose proposes really recent regarding related research result results show shows something study studies
  stuff system systems technique techniques thing things topic topics try understand use used uses using various want wants
  way ways well work works working would`.split(/\s+/),
);

/** Any of the telling words of a criterion; `all` where it has none. */
function wordsOf(criterion: string): Query {
  const wanted = criterion.replace(unwanted, '');
  const leaves = [wanted, criterion].map(tellingLeaves).find((some) => some.length > 0) ?? [];
  return anyOf(leaves.slice(0, MOST_WORDS)) ?? all;
}

function tellingLeaves(text: string): TextLeaf[] {
  const leaves = new Map<string, TextLeaf>();
  for (const leaf of readBare(text, 'any'))
    if (!isPassedOver(leaf) && !VAGUE.has(leaf.text)) leaves.set(leaf.text, leaf);
  return [...leaves.values()];
}

/**
 * The query with the gate of each criterion: all papers where words, a category or an id beside it choose the papers that are
 * judged; otherwise its own words.
 * @throws Misread where nothing chooses them, or there are too many criteria
 */
export function withGates(query: Query, place: SourceRange): Query {
  const count = aboutsIn(query).length;
  if (count === 0) return query;
  if (count > MOST_ABOUT) throw new Misread(place, `A topic can have up to ${MOST_ABOUT} \`about:\`.`);
  return gated(query, false, place);
}

function gated(query: Query, isChosen: boolean, place: SourceRange): Query {
  switch (query.kind) {
    case 'and': {
      const chooses = query.of.map(isChoosing);
      return allOf(
        query.of.map((one, at) =>
          gated(one, isChosen || chooses.some((does, other) => does && other !== at), place),
        ),
      );
    }
    case 'or':
      return anyOf(query.of.map((one) => gated(one, isChosen, place))) ?? query;
    case 'about': {
      if (isChosen) return query;
      if (query.words.kind !== 'all') return { ...query, gate: query.words };
      const message =
        'Add a word that such papers use, or a category, as in `cat:cs.LG about: ...`: it decides which papers are judged.';
      throw new Misread(place, message);
    }
    default:
      return query;
  }
}

/** Whether it chooses papers by their subject; a year or a number of votes does not. */
function isChoosing(query: Query): boolean {
  if (query.kind === 'and') return query.of.some(isChoosing);
  if (query.kind === 'or') return query.of.every(isChoosing);
  return ['word', 'phrase', 'prefix', 'cat', 'id'].includes(query.kind);
}

/** The criteria of a query, in order. */
export function aboutsIn(query: Query): About[] {
  if (query.kind === 'and' || query.kind === 'or') return query.of.flatMap(aboutsIn);
  if (query.kind === 'not') return aboutsIn(query.of);
  return query.kind === 'about' ? [query] : [];
}
