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

/** Whether a text asks for papers like one by its id alone. Cheap: asked of everything that is typed. */
export function mayAskLike(text: string): boolean {
  return /\b(?:like|similar):/i.test(text) && text.search(TYPED) >= 0;
}

/**
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
  let written = '';
  let at = 0;
  for (const { 0: whole, 1: list = '', index } of text.matchAll(TYPED)) {
    const values = await Promise.all(list.split(',').map((id) => writtenValue(id, known, find)));
    written += `${text.slice(at, index)}like:${values.join(',')}`;
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
