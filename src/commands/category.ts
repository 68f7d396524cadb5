/** Recognizes categories of arXiv that are written without `cat:`. */

const ARCHIVES =
  'cs|math|stat|eess|econ|physics|quant-ph|q-bio|q-fin|astro-ph|cond-mat|nlin|math-ph|gr-qc|hep-(?:ex|lat|ph|th)|nucl-(?:ex|th)';
const CATEGORY = `(?:${ARCHIVES})\\.[a-z]{2}(?:-[a-z]{2,4})?`;
/** One or several of them as a group. */
export const CATEGORIES = `(${CATEGORY}(?:(?:,? (?:and |or )?|,|[+/] ?)${CATEGORY})*)`;

/** The query for them: `cat:cs.LG,cs.CL`. */
export function categoryQuery(names: string): string {
  return `cat:${namesIn(names).join(',')}`;
}

/** `cs.LG is an arXiv category.` */
export function sayCategory(names: string): string {
  const list = namesIn(names).map((name) => `\`${name}\``);
  const said = new Intl.ListFormat('en').format(list);
  return list.length === 1 ? `${said} is an arXiv category.` : `${said} are arXiv categories.`;
}

/** As arXiv writes them. */
function namesIn(names: string): string[] {
  const found = names.match(new RegExp(CATEGORY, 'gi')) ?? [];
  return [...new Set(found.map((name) => name.toLowerCase().replace(/\.(.*)$/, (end) => end.toUpperCase())))];
}
