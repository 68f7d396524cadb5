/**
 * Takes out of feeds what their parser, feedsmith, takes for a list: an object with a `length`, which it fills up to that length. A
 * hundred bytes would be a list of a thousand million values, and end the process.
 */

/** Wherever it stands, as in a comment: what the parser takes for the value of an attribute may look like the beginning of one. */
const TAG = /<\/?(?:[^\s<>]*:)?length(?=[\s/>])/gi;

/** XML whose elements called `length` have another name. Linear. */
export function withoutLengthElements(xml: string): string {
  return xml.replace(TAG, '$&-');
}

/** The value without the keys called `length`, at any depth. */
export function withoutLengthKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLengthKeys);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'length');
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutLengthKeys(one)]));
}
