/** Spells Greek letters by their English names: `α` is alpha, `β2` is beta2. */
import { tableOf } from './word-list.ts';

/** The small letters with their names. */
export const greekNames = tableOf(`
  α alpha β beta γ gamma δ delta ε epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu
  ν nu ξ xi ο omicron π pi ρ rho σ sigma τ tau υ upsilon φ phi χ chi ψ psi ω omega`);
const letter = /^([α-ω])(\d{0,3})$/u;

/** A folded word that is one Greek letter, with an index or without, in English letters; any other as it is. */
export function spellGreek(word: string): string {
  const [, sign = '', index = ''] = letter.exec(word) ?? [];
  const name = greekNames.get(sign);
  return name === undefined ? word : name + index;
}
