/** Builds a paper from JSON, removing what publishers put around an abstract. */
import type { Paper } from '../model/paper.ts';
import { buildPaper, type RawPaper } from './build-paper.ts';
import { readCleanBody } from './feed/boilerplate.ts';

/** As `buildPaper`, with an abstract that begins where the authors' own words do. */
export function buildCleaned(found: RawPaper): Paper | { reason: string } {
  const paper = buildPaper(found);
  if ('reason' in paper) return paper;
  return { ...paper, abstract: readCleanBody(paper.abstract === '' ? [] : [paper.abstract]).abstract };
}
