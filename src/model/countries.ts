/** Lists the countries of the world by their English names, with their time zones. */

/** Places with more zones than this, such as Antarctica, are left out: too many to choose from. */
const MOST_ZONES = 8;
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];

/** Each name of a country (`Myanmar` and `Burma` are two) with the IANA names of its zones, as `Intl` knows them. */
export function countries(): [name: string, zones: readonly string[]][] {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  return codes.flatMap((code) => {
    const name = names.of(code);
    if (name === undefined) return [];
    const zones = zonesOf(code);
    if (zones.length === 0 || zones.length > MOST_ZONES) return [];
    return spellings(name).map((spelling): [string, readonly string[]] => [spelling, zones]);
  });
}

function zonesOf(code: string): readonly string[] {
  const locale: Intl.Locale & { getTimeZones?: () => string[] | undefined } = new Intl.Locale(`und-${code}`);
  return locale.getTimeZones?.() ?? [];
}

/** `Bosnia & Herzegovina` also with `and`, `Myanmar (Burma)` as each of its names. */
function spellings(name: string): string[] {
  const [, outer, inner] = /^(.*) \((.*)\)$/.exec(name) ?? [];
  const own = outer === undefined || inner === undefined ? [name] : [outer, inner];
  return own.flatMap((one) => (one.includes(' & ') ? [one, one.replace(' & ', ' and ')] : [one]));
}
