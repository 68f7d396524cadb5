/** Shortens a text to its first words. */

/** Cuts a text to whole words on one line, with an ellipsis where it is cut. @param most characters */
export function excerptOf(text: string, most: number): string {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  if (characters.length <= most) return characters.join('');
  return `${characters
    .slice(0, most)
    .join('')
    .replace(/\s+\S*$/, '')}…`;
}
