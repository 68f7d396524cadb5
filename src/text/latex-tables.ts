/** Tables for the LaTeX reader: what each command's name stands for. */
import { setOf, tableOf } from './word-list.ts';

/** Letters of languages. TeX eats the spaces after their names: `Stra\ss e` is one word. */
export const LETTERS = tableOf(`
  o ø O Ø l ł L Ł ss ß SS ẞ ae æ AE Æ oe œ OE Œ aa å AA Å i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ`);

/** Signs that mean the same in a formula and outside of one. */
export const SIGNS = tableOf(`
  alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ
  mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ
  psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
  times × div ÷ pm ± mp ∓ cdot · ast * star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ dagger † dag †
  ddagger ‡ ddag ‡ cap ∩ cup ∪ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖ neg ¬ lnot ¬ wr ≀
  leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡
  propto ∝ prec ≺ succ ≻ preceq ⪯ succeq ⪰ lesssim ≲ gtrsim ≳ triangleq ≜ coloneqq ≔ doteq ≐ asymp ≍
  in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ emptyset ∅ varnothing ∅
  perp ⊥ bot ⊥ top ⊤ parallel ∥ mid | nmid ∤ vdash ⊢ dashv ⊣ models ⊨ forall ∀ exists ∃ nexists ∄ infty ∞
  partial ∂ nabla ∇ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂
  to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← longleftarrow ⟵ leftrightarrow ↔ longleftrightarrow ⟷
  Rightarrow ⇒ implies ⇒ Longrightarrow ⟹ Leftarrow ⇐ Leftrightarrow ⇔ iff ⇔ Longleftrightarrow ⟺ mapsto ↦
  longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ hookrightarrow ↪
  rightharpoonup ⇀ rightleftharpoons ⇌ leadsto ⇝ rightsquigarrow ⇝ upharpoonright ↾
  ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ dotsc … dotsb ⋯ textellipsis … prime ′ angle ∠ triangle △ square □ Box □
  blacksquare ■ diamond ⋄ Diamond ◇ lozenge ◊ checkmark ✓ cmark ✓ xmark ✗ bigstar ★ ell ℓ hbar ℏ hslash ℏ Re ℜ Im ℑ
  aleph ℵ wp ℘ imath ı jmath ȷ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊ rfloor ⌋ lbrace { rbrace } lbrack [ rbrack ]
  vert | lvert | rvert | Vert ‖ lVert ‖ rVert ‖ backslash \\ degree ° deg ° textdegree ° S § P ¶ pounds £ euro € texteuro €
  copyright © textcopyright © textregistered ® texttrademark ™ textmu µ textbullet • textperiodcentered ·
  textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” lq ‘ rq ’
  textquotesingle ' textless < textgreater > textasciitilde ~ textasciicircum ^ textbackslash \\ textbar |
  textunderscore _ textdollar $ textpercent % textbraceleft { textbraceright } LaTeX LaTeX TeX TeX BibTeX BibTeX
  eg e.g. ie i.e. colon : lt < gt > And & euler ℯ complement ∁ because ∵ therefore ∴ male ♂ female ♀
  flat ♭ sharp ♯ natural ♮ heartsuit ♥ spadesuit ♠ surd √ bowtie ⋈ rtimes ⋊ ltimes ⋉ between ≬ amalg ⨿ smallsetminus ∖
`);

/** Operators that are words, which need a space next to a letter: `O(n\log n)`. */
export const WORDS = setOf(`
  log ln lg exp sin cos tan cot sec csc sinh cosh tanh arcsin arccos arctan max min sup inf lim limsup liminf argmax
  argmin arg det dim ker rank tr gcd hom Pr mod bmod poly polylog diag sign sgn softmax`);

/** Commands that only change the look, size or space, and take no argument. The spaces after them go too. */
export const SWITCHES = setOf(`
  bf it em tt sc sl rm sf bfseries itshape ttfamily scshape slshape rmfamily sffamily upshape mdseries normalfont
  tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge displaystyle textstyle scriptstyle
  left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm limits nolimits
  centering noindent xspace protect relax nonumber boldmath unboldmath mathstrut sloppy raggedright`);

/** Commands that leave a space. */
export const SPACES = setOf(`
  par quad qquad enspace enskip thinspace medspace thickspace space newline linebreak hfill smallskip medskip bigskip`);

/** Commands whose one argument is dropped with them. */
export const DROPPED = setOf(`
  label vspace hspace phantom hphantom vphantom color usepackage documentclass mkern mskip kern pagestyle bibliography`);

/** Accents, by the character or the name of their command, with the letters they apply to. */
export const ACCENTS: ReadonlyMap<string, readonly [mark: string, on: RegExp]> = new Map([
  ["'", ['\u0301', /^[aceilnorsuyzgkmpw]$/i]],
  ['`', ['\u0300', /^[aeinouwy]$/i]],
  ['^', ['\u0302', /^[aceghijosuwyz]$/i]],
  ['"', ['\u0308', /^[aeiouywx]$/i]],
  ['~', ['\u0303', /^[aeinouvy]$/i]],
  ['=', ['\u0304', /^[aeiouyg]$/i]],
  ['.', ['\u0307', /^[acegzinomrs]$/i]],
  ['c', ['\u0327', /^[cdegklnrst]$/i]],
  ['v', ['\u030c', /^[acdeghijklnorstuz]$/i]],
  ['u', ['\u0306', /^[aegiou]$/i]],
  ['H', ['\u030b', /^[ou]$/i]],
  ['k', ['\u0328', /^[aeiou]$/i]],
  ['r', ['\u030a', /^[auwy]$/i]],
  ['d', ['\u0323', /^[a-z]$/i]],
  ['b', ['\u0331', /^[a-z]$/i]],
]);

/** Marks over one sign of a formula: `\hat{x}`. */
export const HATS = tableOf(`
  hat \u0302 widehat \u0302 tilde \u0303 widetilde \u0303 bar \u0304 overline \u0304 vec \u20d7 dot \u0307
  ddot \u0308 acute \u0301 grave \u0300 check \u030c breve \u0306 mathring \u030a`);

const LAID_OUT = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SCRIPT = [...'𝒜ℬ𝒞𝒟ℰℱ𝒢ℋℐ𝒥𝒦ℒℳ𝒩𝒪𝒫𝒬ℛ𝒮𝒯𝒰𝒱𝒲𝒳𝒴𝒵'];
const DOUBLE = [...'𝔸𝔹ℂ𝔻𝔼𝔽𝔾ℍ𝕀𝕁𝕂𝕃𝕄ℕ𝕆ℙℚℝ𝕊𝕋𝕌𝕍𝕎𝕏𝕐ℤ'];
const FRAKTUR = [...'𝔄𝔅ℭ𝔇𝔈𝔉𝔊ℌℑ𝔍𝔎𝔏𝔐𝔑𝔒𝔓𝔔ℜ𝔖𝔗𝔘𝔙𝔚𝔛𝔜ℨ'];
const ALPHABETS: ReadonlyMap<string, readonly string[]> = new Map([
  ['mathcal', SCRIPT],
  ['mathscr', SCRIPT],
  ['mathbb', DOUBLE],
  ['mathfrak', FRAKTUR],
]);

/** `ℝ` for `mathbb` and `R`. Words of more than three letters stay plain, to be readable. */
export function inAlphabet(name: string, body: string): string | undefined {
  const alphabet = ALPHABETS.get(name);
  if (alphabet === undefined) return undefined;
  if (name === 'mathbb' && body === '1') return '𝟙';
  if (body.length > 3) return body;
  return [...body].map((letter) => alphabet[LAID_OUT.indexOf(letter)] ?? letter).join('');
}

function pairs(plain: string, raised: string): ReadonlyMap<string, string> {
  const to = [...raised];
  return new Map([...plain].map((sign, at) => [sign, to[at] ?? sign]));
}
const RAISED = pairs(
  '0123456789+-=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδφχθ',
  '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᵠᵡᶿ',
);
const LOWERED = pairs('0123456789+-=()aehijklmnoprstuvxβγρφχ', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ');

/** A superscript or subscript: in Unicode where every character has one, else `x^(..)`, or `x^y` where that is unambiguous. */
export function toScript(mark: '^' | '_', body: string): string {
  const tight = body.replace(/\s+/g, '');
  if (tight === '') return '';
  if (mark === '^' && /^(?:[′*†‡]+|∘|°|⊤)$/.test(tight)) return tight.replace('∘', '°').replace('⊤', 'ᵀ');
  const signs = [...tight];
  const map = mark === '^' ? RAISED : LOWERED;
  if (signs.every((sign) => map.has(sign))) return signs.map((sign) => map.get(sign)).join('');
  return signs.length === 1 || /^[\p{L}\p{N}]+$/u.test(tight) ? mark + tight : `${mark}(${body.trim()})`;
}
