/** Reads stored topics that have a criterion, which a language model may judge. */
import { aboutsIn, criterionKey } from './about.ts';
import { parseQuery } from './parse.ts';
import type { Query } from './tree.ts';

/** The criterion of a topic, as it is printed, cannot be missed by this. */
const HAS_ABOUT = 'about:"';

/** The tree of a topic with a criterion; undefined for any other. */
export function judgedTree(query: string): Query | undefined {
  if (!query.includes(HAS_ABOUT)) return undefined;
  const parsed = parseQuery(query);
  return parsed.ok && aboutsIn(parsed.query).length > 0 ? parsed.query : undefined;
}

/** The keys under which what was said by a topic's criteria is stored. */
export function criteriaKeys(query: string): string[] {
  const tree = judgedTree(query);
  return tree === undefined ? [] : aboutsIn(tree).map(({ criterion }) => criterionKey(criterion));
}
