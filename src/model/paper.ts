/** Defines what a paper and a digest are, for everything that reads or makes one. */

import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { PaperId } from './channel-id.ts';

/** A calendar day, `YYYY-MM-DD`, with no zone of its own. */
export const Day = z.iso.date();
export type Day = z.infer<typeof Day>;

const count = z.int().nonnegative();
const names = z.array(z.string().min(1));

/**
 * One work. Identity is `id`: the source's id without its version, or one made from the title.
 * Unknown values are absent: no date, author or number is invented.
 * Text is readable Unicode (LaTeX already read); links are http or https.
 */
export const Paper = z.object({
  id: z.string().min(1).max(200) as z.ZodType<PaperId>,
  title: z.string().min(1),
  abstract: z.string(),
  authors: names.exactOptional(),
  authorCount: count.exactOptional(),
  organization: z.string().min(1).exactOptional(),
  keywords: names.exactOptional(),
  categories: names.exactOptional(),
  publishedOn: Day.exactOptional(),
  upvotes: count.exactOptional(),
  commentCount: count.exactOptional(),
  stars: count.exactOptional(),
  /** A sentence or two about the paper by the source; the abstract is the authors' own. */
  summary: z.string().min(1).exactOptional(),
  url: z.httpUrl().exactOptional(),
  codeUrl: z.httpUrl().exactOptional(),
  projectUrl: z.httpUrl().exactOptional(),
  /** A picture of the paper, as its source shows it. */
  thumbnail: z.httpUrl().exactOptional(),
  /** Ids of the same work in other sources. */
  otherIds: names.exactOptional(),
  /** Pages of the same work in other sources. */
  otherUrls: z.array(z.httpUrl()).exactOptional(),
  /** Without `https://doi.org/`. */
  doi: z.string().min(1).exactOptional(),
  /** The authors' comment, such as `12 pages, accepted at ICML`. */
  comment: z.string().min(1).exactOptional(),
  /** The day of the latest version. */
  revisedOn: Day.exactOptional(),
  withdrawn: z.literal(true).exactOptional(),
  /** The names of the sources whose digests it came in, as far as they are known. */
  sources: names.exactOptional(),
});
export type Paper = z.infer<typeof Paper>;

/** A part of the input that did not become a paper: its first line (from 1) and why. */
export const Skipped = z.object({ line: z.int().positive(), reason: z.string() });
export type Skipped = z.infer<typeof Skipped>;

/** The papers of one day from one source. */
export const Digest = z.object({
  date: Day,
  byline: z.string().exactOptional(),
  /** What readers should know of it, as a sentence: that it is only a sample, for instance. */
  note: z.string().exactOptional(),
  papers: z.array(Paper),
  skipped: z.array(Skipped),
});
export type Digest = z.infer<typeof Digest>;

/**
 * A stable id for a paper without one in its source: `t-` and 12 hex digits of a hash over the title's
 * letters and digits, so that spacing, case and punctuation do not make a second paper of it.
 */
export function idFromTitle(title: string): string {
  const letters = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
  return `t-${createHash('sha256')
    .update(letters || title)
    .digest('hex')
    .slice(0, 12)}`;
}

/** How many authors it has, by the source's count, else by the names listed. */
export function authorCountOf(paper: Paper): number | undefined {
  return paper.authorCount ?? paper.authors?.length;
}
