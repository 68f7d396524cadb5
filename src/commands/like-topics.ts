/**
 * Writes the words of a paper into `like:2508.01234`, so that the query means the same when the paper is gone: those that a
 * topic of the channel has already, or those of the paper as it is stored. What names no stored paper stays as typed, which
 * the query language refuses with the reason.
 */
import type { Paper } from '../model/paper.ts';
import { idKey } from '../model/paper-id.ts';
import { likeOf, likesIn, printLike } from '../query/like.ts';
import { parseQuery } from '../query/parse.ts';
import type { LikeFilter } from '../query/tree.ts';

/** `like:` with ids and links behind it, in a list or alone; what is in quotes has its words already. */
const TYPED =
  /(?<![\p{L}\p{N}_])(?:like|similar):[ \t]?([^\s"\u201c\u201d(),]+(?:,[^\s"\u201c\u201d(),]+)*)/giu;

/** Papers of one text whose words are looked up. */
export const MOST_LIKES = 5;

/** Whether a text asks for papers like one by its id alone. Cheap: asked of everything that is typed. */
export function mayAskLike(text: string): boolean {
  return /\b(?:like|similar):/i.test(text) && text.search(TYPED) >= 0;
}

/**
 * Papers are looked up one after another, at most `MOST_LIKES`; a text that asks for more stays as typed.
 * @param find the stored paper with an id or link
 * @param topics queries that are followed where this is typed
 */
export async function withLikeWords(
  text: string,
  find: (id: string) => Promise<Paper | undefined>,
  topics: readonly { query: string }[] = [],
): Promise<string> {
  if (!mayAskLike(text)) return text;
  const known = new Map(topics.flatMap(({ query }) => likesOf(query)).map((like) => [like.id, like]));
  const asked = new Set([...text.matchAll(TYPED)].flatMap(([, list = '']) => list.split(',')));
  if (asked.size > MOST_LIKES) return text;
  const values = new Map<string, string>();
  for (const id of asked) values.set(id, await writtenValue(id, known, find));
  let written = '';
  let at = 0;
  for (const { 0: whole, 1: list = '', index } of text.matchAll(TYPED)) {
    const own = list.split(',').map((id) => values.get(id) ?? id);
    written += `${text.slice(at, index)}like:${own.join(',')}`;
    at = index + whole.length;
  }
  return written + text.slice(at);
}

async function writtenValue(
  typed: string,
  known: ReadonlyMap<string, LikeFilter>,
  find: (id: string) => Promise<Paper | undefined>,
): Promise<string> {
  const followed = known.get(idKey(typed));
  if (followed !== undefined) return `"${printLike(followed)}"`;
  const paper = await find(typed);
  const like = paper && likeOf(paper);
  return like === undefined ? typed : `"${printLike(like)}"`;
}

function likesOf(query: string): LikeFilter[] {
  const parsed = query.includes('like:"') ? parseQuery(query) : undefined;
  return parsed?.ok ? likesIn(parsed.query) : [];
}
