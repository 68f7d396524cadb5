/** Makes text from outside safe to print in a terminal, where some characters are commands. */
import { escaped } from '../config/log.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const COMMANDS = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** The text without control characters and marks that turn the direction of text; line breaks and tabs stay. */
export function printable(text: string): string {
  return text.replace(COMMANDS, '');
}

/** Indented JSON with those characters as `\u` escapes, so that it parses to the same value. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(COMMANDS, escaped);
}
