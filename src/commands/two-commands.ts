/** Recognizes two commands in one line: `subscribe lora; limit 5`. One is carried out at a time, so each is offered. */
import { offering, type Parsed } from './command.ts';
import { typedForMe } from './for-me-words.ts';
import { MOST_SENTENCE } from './phrases/match.ts';

const BETWEEN = /\s*;\s*|,?\s+(?:and(?:\s+(?:then|also))?|then)\s+/gi;
/** Their words are any, so that another command may be among them. */
const TAKE_ANY: ReadonlySet<string> = new Set(['search', 'subscribe', 'unsubscribe']);

/**
 * Undefined where it is one command, or a query.
 * @param read what the line means as a whole
 * @param parse reads a part of it
 */
export function twoCommands(
  typed: string,
  read: Parsed,
  parse: (part: string) => Parsed,
): Parsed | undefined {
  if (!TAKE_ANY.has(read.name) || typed.length > MOST_SENTENCE || /["\n]/.test(typed)) return undefined;
  for (const { 0: between, index } of typed.matchAll(BETWEEN)) {
    const [first, second] = [typed.slice(0, index), typed.slice(index + between.length)];
    // "subscribe space and time" is one topic.
    if (!/\S\s+\S/.test(second) || !isCommand(parse(first)) || !isCommand(parse(second))) continue;
    const whole = read.name === 'search' ? [`search ${typed}`] : [];
    // What closes with `for me` is for the person as a whole.
    const both = read.forMe ? [first, second].map(typedForMe) : [first, second];
    return offering('One at a time, please.', ...both, ...whole);
  }
  return undefined;
}

function isCommand({ name }: Parsed): boolean {
  return name !== 'search' && name !== 'misused' && name !== 'help';
}
