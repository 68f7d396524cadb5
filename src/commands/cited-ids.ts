/** The ids of a paper that a citation gives. */
import { isArxivId } from '../model/arxiv-id.ts';
import { readDoi } from '../model/doi.ts';
import type { Paper } from '../model/paper.ts';

/** Undefined for a paper that is not on arXiv. */
export function arxivIdOf(paper: Paper): string | undefined {
  return idsOf(paper).find(isArxivId);
}

/** As the source gives it, or else the first of its ids that is one. */
export function doiOf(paper: Paper): string | undefined {
  return (
    paper.doi ??
    idsOf(paper)
      .map(readDoi)
      .find((doi) => doi !== undefined)
  );
}

function idsOf({ id, otherIds = [] }: Paper): string[] {
  return [id, ...otherIds];
}
