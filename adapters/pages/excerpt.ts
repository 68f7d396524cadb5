/** Shortens a text to its first words. */

/** The text on one line: whole words from its beginning, and an ellipsis where something is left out. @param most characters */
export function excerptOf(text: string, most: number): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  if (characters.length <= most) return characters.join('');
  return `${characters
    .slice(0, most)
    .join('')
    .replace(/\s+\S*$/, '')}…`;
}
