/**
 * Takes out of feeds what their parser, feedsmith, takes for a list: an object with a `length`, which it fills up to that length. A
 * hundred bytes would be a list of a thousand million values, and end the process.
 */

const NAME = /<\/?(?:[^\s<>/:=]*:)?length(?=[\s/>])/i;
/** What may hold tags that are none, and the tags. */
const PARTS = /<!\[CDATA\[|<!--|<\/?(?:[^\s<>/:=]*:)?length(?=[\s/>])/gi;

/** XML whose elements called `length` have another name. Linear. */
export function withoutLengthElements(xml: string): string {
  if (!NAME.test(xml)) return xml;
  const parts = new RegExp(PARTS);
  let made = '';
  let from = 0;
  for (let found = parts.exec(xml); found !== null; found = parts.exec(xml)) {
    const [part] = found;
    if (part.startsWith('<!')) {
      const end = xml.indexOf(part === '<!--' ? '-->' : ']]>', parts.lastIndex);
      if (end === -1) break;
      parts.lastIndex = end;
      continue;
    }
    made += `${xml.slice(from, parts.lastIndex)}-`;
    from = parts.lastIndex;
  }
  return made + xml.slice(from);
}

/** The value without the keys called `length`, at any depth. */
export function withoutLengthKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLengthKeys);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'length');
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutLengthKeys(one)]));
}
