/** Reads the links of a text page: in the title of a paper, and in the lines below it (its code, its page, its id). */
import { readPaperId } from '../model/paper-id.ts';
import { readCount } from './written-date.ts';

export interface LinkLine {
  label: string;
  url: string;
}

/** `[LINK: GitHub 11.3k](https://...)`, as crawlers write buttons. */
const MARKED = /^(?:[-*•]\s+)?\[LINK:\s*([^[\]]{0,200})\]\(\s*<?([^\s<>()]{1,1000})>?\s*\)$/i;
/** `[GitHub 476](https://...)`, `[arXiv page](...)`: the labels of the site's own buttons. */
const BUTTON =
  /^(?:[-*•]\s+)?\[((?:github|gitlab|code|arxiv(?: page)?|(?:view )?(?:arxiv|pdf)(?: page)?|project(?: page)?|website|demo|models?|datasets?|spaces?|upvote|bookmark)(?:\s+[\d.,]{1,9}k?)?)\]\(\s*<?(https?:\/\/[^\s<>()]{1,1000})>?\s*\)$/i;

/** The button of the site that is alone on the line; undefined for any other line, such as a title with its link. */
export function readLinkLine(text: string): LinkLine | undefined {
  if (text.length > 1300) return undefined;
  // The address of the paper on its own line below the title.
  if (/^<?https?:\/\/\S+$/i.test(text) && readPaperId(text) !== undefined) {
    return { label: '', url: text.replace(/^<|>$/g, '') };
  }
  const found = MARKED.exec(text) ?? BUTTON.exec(text);
  return found ? { label: (found[1] ?? '').trim(), url: found[2] ?? '' } : undefined;
}

/** The values of a paper in the links below it. */
export function readLinks(links: readonly LinkLine[]) {
  const code = links.find(({ url }) => /^https?:\/\/(?:www\.)?git(?:hub|lab)\.com\//i.test(url));
  return {
    id: links.map(({ url }) => readPaperId(url)).find((id) => id !== undefined),
    codeUrl: code?.url,
    stars: readCount(/\S+$/.exec(code?.label ?? '')?.[0] ?? ''),
    projectUrl: links.find(({ label }) => /^(?:project|website)\b/i.test(label))?.url,
  };
}

/** `[T](https://arxiv.org/abs/2508.01234)`, with or without a title of the link. */
const LINK = /^\[(.{1,1000})\]\(\s*<?([^\s<>()]{1,2000})>?(?:\s+"[^"]{0,200}")?\s*\)$/;

/** `## T`, `**T**`, `[T](https://arxiv.org/abs/2508.01234)`, and these within each other. */
export function readTitle(text: string): { title: string; url?: string; id?: string | undefined } {
  const plain = /^#{1,6}\s/.test(text) ? readHeading(text) : text;
  const strong = /^(\*\*|__)(?=\S)(.+)(?<=\S)\1$/.exec(plain)?.[2] ?? plain;
  const link = LINK.exec(strong);
  if (!link?.[1] || !link[2]) return { title: strong };
  const url = link[2].startsWith('/papers/') ? `https://huggingface.co${link[2]}` : link[2];
  return { title: readTitle(link[1]).title, url, id: readPaperId(url) };
}

/** A heading without its `#` signs, its list number, and marks of bold text. */
function readHeading(text: string): string {
  return text
    .replace(/^#{1,6}\s+/, '')
    .replace(/\s+#{1,6}$/, '')
    .replace(/^\d{1,2}[.)]\s+(?=\S)/, '')
    .replace(/\*\*(?=\S)([^*]{1,1000})(?<=\S)\*\*/g, '$1');
}
