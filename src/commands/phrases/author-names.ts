/** Reads the names of people, organizations and sources that papers are asked for by. */

const NAME = /^[\p{L}\p{M}][\p{L}\p{M}.'\u2019-]*(?: [\p{L}\p{M}][\p{L}\p{M}.'\u2019-]*){0,4}$/u;
/** `by design` is by nobody. */
const NO_NAME =
  /^(?:the|a|an|design|default|chance|heart|hand|example|analogy|means|way|using|date|votes|relevance|learning|playing|my|our|your|this|that|these|names?|attribution|identification|profiling|disambiguation|verification|topic|category|year|popularity)\b/i;

/** `by Yann LeCun`: a query for the author. */
export function authorQuery(name: string): string | undefined {
  return NAME.test(name) && !NO_NAME.test(name) ? `author:"${name}"` : undefined;
}

/** Sources that people know by name. */
const SOURCES = /^(?:arxiv|hugging ?face|biorxiv|medrxiv|pubmed)$/i;

/** Papers of an organization say so in a field of its own. */
export function personOrOrganization(name: string): string | undefined {
  if (SOURCES.test(name)) return `source:${name.toLowerCase().replace(/ ?face/, '-face')}`;
  const author = authorQuery(name);
  return author && `${author.replace(/^author/, 'org')} OR ${author}`;
}
