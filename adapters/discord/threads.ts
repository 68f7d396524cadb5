/** Names the thread that a post opens, and picks its tags. */
import { type Line, type Post, plain } from '../../src/model/message.ts';
import { TAGS_PER_THREAD, THREAD_NAME } from './limits.ts';
import { label } from './markup.ts';
import type { KnownChannel } from './places.ts';

export function threadNameOf(post: Post): string {
  const heading = post.blocks.find((block) => block.kind === 'heading');
  return label(heading?.text ?? post.summary, THREAD_NAME);
}

/** The name of the thread for the later parts of a post: what they are parts of. */
export function partlessName({ summary }: Post): string {
  return label(summary.replace(/ \(part \d+ of \d+\)$/, ''), THREAD_NAME);
}

/** Tags that the post's reasons and headings name; where one is required and none is named, the first. */
export function tagsFor(post: Post, { tags, needsTag }: KnownChannel): string[] {
  const about = post.blocks.flatMap((block): string[] => {
    if (block.kind === 'heading') return [block.text];
    return block.kind === 'cards' ? block.cards.map(({ reason }) => plain(reason ?? ([] as Line))) : [];
  });
  const words = ` ${about
    .join(' ')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}+#-]+/gu, ' ')} `;
  const named = tags.filter(
    ({ name, moderated }) => !moderated && words.includes(` ${name.trim().toLowerCase()} `),
  );
  const fallback = needsTag ? tags.filter(({ moderated }) => !moderated).slice(0, 1) : [];
  return (named.length > 0 ? named : fallback).slice(0, TAGS_PER_THREAD).map(({ id }) => id);
}
