/** Lists the element names of HTML, JATS and MathML that count as markup, and what each does to the text. */
import { setOf } from './word-list.ts';

/** Elements that end a line of text before and after themselves. */
export const BLOCKS = setOf(`
  address article aside blockquote body br break caption center dd details dialog dir disp-formula disp-quote div dl dt
  fieldset fig figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li list list-item main menu
  nav ol optgroup option p pre sec section summary table table-wrap tbody td tfoot th thead title tr ul`);

/** Elements whose content is not text of the document. `annotation` repeats a formula of MathML in another notation. */
export const HIDDEN = setOf(`
  annotation annotation-xml audio canvas iframe noembed noframes noscript object script select style svg template
  textarea video`);

const INLINE = setOf(`
  a abbr abstract acronym alternatives area b base basefont bdi bdo big bold button chem cite code col colgroup data del
  dfn em email ext-link fixed-case font i img inf inline-formula inline-graphic input ins institution italic kbd
  label link map mark meta meter monospace named-content nobr output overline param picture progress q rb roman rp rt
  ruby s samp sans-serif sc scp small source span strike strong styled-content sub sup tex-math time track trans-abstract tt
  u underline uri var wbr xref
  maction math menclose merror mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms
  mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics`);

/** Without attributes, these are markup only if closed: `<s>` and `<code>` are also tokens, and `a<b>c` is a comparison. */
export const CLOSED = setOf(
  'a audio b canvas code data i label mark object q s select svg template textarea time u var video',
);

/** Whether a name, in lower case and without its prefix, is one of HTML, JATS or MathML. */
export function isMarkup(name: string): boolean {
  return INLINE.has(name) || BLOCKS.has(name) || HIDDEN.has(name);
}
