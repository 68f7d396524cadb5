/** Reads the lines of links that saved pages have below a paper: its code, its page, its id. */
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
export function readLinks(links: readonly LinkLine[]): {
  id?: string;
  codeUrl?: string;
  stars?: number;
  projectUrl?: string;
} {
  const id = links.map(({ url }) => readPaperId(url)).find((one) => one !== undefined);
  const code = links.find(({ url }) => /^https?:\/\/(?:www\.)?git(?:hub|lab)\.com\//i.test(url));
  const project = links.find(({ label }) => /^(?:project|website)\b/i.test(label));
  const stars = code && readCount(/\S+$/.exec(code.label)?.[0] ?? '');
  return {
    ...(id === undefined ? {} : { id }),
    ...(code === undefined ? {} : { codeUrl: code.url }),
    ...(stars === undefined ? {} : { stars }),
    ...(project === undefined ? {} : { projectUrl: project.url }),
  };
}
