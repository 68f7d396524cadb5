/** Cuts text between words and characters, and reads links, for what a platform shows. */

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** How far past the cut text is read, to see whether the cut splits a character. UTF-16 units. */
const BEHIND = 64;

/** At most `max` UTF-16 units, ending between two characters as people see them. */
export function cutCharacters(text: string, max: number): string {
  if (text.length <= max) return text;
  const near = text.slice(0, max + BEHIND);
  return near.slice(0, GRAPHEMES.segment(near).containing(max)?.index ?? max);
}

/** The same, but no word is cut in two, unless it alone is longer than a third of the room. */
export function cutWords(text: string, max: number): string {
  const near = cutCharacters(text, max);
  if (near.length === text.length || /\s/.test(text[near.length] ?? '')) return near;
  const least = Math.floor(near.length / 1.5);
  const space = near.slice(least).search(/\s\S*$/);
  return space < 0 ? near : near.slice(0, least + space);
}

/** The normalized address for a link; undefined for anything but http and https. */
export function hrefOf(url: string | undefined): string | undefined {
  const parsed = URL.parse(url ?? '');
  return parsed !== null && /^https?:$/.test(parsed.protocol) ? parsed.href : undefined;
}
