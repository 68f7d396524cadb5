/** Detects the format of a text by how it begins. */
import { rootOf } from './feed/detect-feed.ts';
import { isJsonLines } from './json-lines.ts';

/** The format a person may specify; `json` includes JSON Lines. */
export type Format = 'text' | 'html' | 'json';
export type Form = 'text page' | 'HTML page' | 'feed' | 'JSON' | 'JSON Lines';

/** The form of the text, by the specified format or by its first character. */
export function detect(text: string, format?: Format): Form {
  const sign = format ?? formatBySign(/\S/.exec(text)?.[0] ?? '');
  if (sign === 'html') return rootOf(text) === undefined ? 'HTML page' : 'feed';
  if (sign === 'text') return 'text page';
  return isJsonLines(text) ? 'JSON Lines' : 'JSON';
}

function formatBySign(sign: string): Format {
  if (sign === '<') return 'html';
  return sign === '{' || sign === '[' ? 'json' : 'text';
}
