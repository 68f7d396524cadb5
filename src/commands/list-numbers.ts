/** Reads places on a list: `#1`, `1, 3 and 5`, `#2-4`, `2 to 4`. */

/** Places that one command names. */
export const MOST_NUMBERS = 20;
const ONE = '#?\\d{1,3}';
const RANGE = `${ONE}(?: ?(?:-|\\u2013|\\.\\.\\.?|to|through|bis) ?${ONE})?`;
/** Each text in one way alone: with two ways for a comma, the time would double with each number. */
const BETWEEN = '[\\s,;]+(?:(?:and|und|&) )?';

/** A pattern for all that `readNumbers` reads, and for nothing else but longer lists. */
export const NUMBERS = `${RANGE}(?:${BETWEEN}${RANGE}){0,19}`;
const WHOLE = new RegExp(`^${NUMBERS}$`, 'i');
const EACH = new RegExp(RANGE, 'gi');

/** Each place once, in order, as `#3`, or the sentence that says why not; undefined for other words. */
export function readNumbers(typed: string): string[] | { problem: string } | undefined {
  const text = typed.trim();
  if (!WHOLE.test(text)) return undefined;
  const numbers = new Set<number>();
  for (const [written] of text.matchAll(EACH)) {
    const [first = 0, last = first] = (written.match(/\d+/g) ?? []).map(Number);
    if (last < first || last - first >= MOST_NUMBERS)
      return { problem: `\`${written}\` isn't a range of up to ${MOST_NUMBERS}, such as \`#2-4\`.` };
    for (let number = first; number <= last; number++) numbers.add(number);
  }
  if (numbers.size > MOST_NUMBERS) return { problem: `That is more than ${MOST_NUMBERS} at a time.` };
  return [...numbers].map((number) => `#${number}`);
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];
const COUNTS = ['one', 'two', 'three', 'four', 'five'];
/** `the first paper`, `the first two`, `the third one`. */
export const ORDINAL = `the (?:${ORDINALS.join('|')})(?: (?:${COUNTS.join('|')}|[2-9]))?(?: papers?)?`;

/** The places that `ORDINAL` names, as they are typed: `#1`, or `#1-3`. */
export function placesOf(ordinal: string): string | undefined {
  const [, name = '', count = '1'] = ordinal
    .toLowerCase()
    .replace(/ papers?$/, '')
    .split(' ');
  const first = ORDINALS.indexOf(name) + 1;
  const many = Number(count) || COUNTS.indexOf(count) + 1;
  if (first === 0 || many === 0 || (many > 1 && first > 1)) return undefined;
  return many === 1 ? `#${first}` : `#1-${many}`;
}
