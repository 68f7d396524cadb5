/** Reads a title from a text page, maybe in Markdown: its text and its link. */
import { readPaperId } from '../model/paper-id.ts';

export interface WrittenTitle {
  title: string;
  /** The id of the paper, where the link is to a page of it. */
  id?: string;
  url?: string;
}

const LINK = /^\[(.{1,1000})\]\(\s*<?([^\s<>()]{1,2000})>?(?:\s+"[^"]{0,200}")?\s*\)$/;

/** `## T`, `**T**`, `[T](https://arxiv.org/abs/2508.01234)`, and these within each other. */
export function readTitle(text: string): WrittenTitle {
  const plain = /^#{1,6}\s/.test(text) ? readHeading(text) : text;
  const strong = /^(\*\*|__)(?=\S)(.+)(?<=\S)\1$/.exec(plain)?.[2] ?? plain;
  const link = LINK.exec(strong);
  if (!link?.[1] || !link[2]) return { title: strong };
  const url = link[2].startsWith('/papers/') ? `https://huggingface.co${link[2]}` : link[2];
  const title = readTitle(link[1]).title;
  const id = readPaperId(url);
  return id === undefined ? { title, url } : { title, id, url };
}

/** A heading without its `#` signs, its list number, and marks of bold text. */
function readHeading(text: string): string {
  return text
    .replace(/^#{1,6}\s+/, '')
    .replace(/\s+#{1,6}$/, '')
    .replace(/^\d{1,2}[.)]\s+(?=\S)/, '')
    .replace(/\*\*(?=\S)([^*]{1,1000})(?<=\S)\*\*/g, '$1');
}
