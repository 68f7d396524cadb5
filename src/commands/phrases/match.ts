/** Recognizes what people type for a command beside its name, from what each command's own file says of it. */
import type { Command, Meaning, Phrase } from '../command.ts';

/** Longer lines are searches, or commands with many words of their own. UTF-16 units. */
export const MOST_SENTENCE = 200;
/** Words for papers in front of what they are asked for by, as in `only papers with code`. */
export const PAPERS = '(?:(?:the|all|only|just|show me|find|papers?|articles?|those|ones?|digests?) )*';
/** Words of politeness, and emoji, that are taken off one after the other. */
const MOST_TAKEN = 5;

/** What phones and hurried people leave out. */
const SHORT_FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bwhats\b/gi, "what's"],
  [/^(?:wat|wut)\b/i, 'what'],
  [/\bthx u\b/i, 'thank you'],
  [/\b(can|could|do|did|does|will|would|are|thank|have|where|when|how|why) u\b(?!-)/gi, '$1 you'],
  [/\burself\b/gi, 'yourself'],
  [/\bim\b/gi, "i'm"],
  [/\bdont\b/gi, "don't"],
  [/\bgimme\b/gi, 'give me'],
  [/\blemme\b/gi, 'let me'],
];
const BEFORE =
  /^(?:(?:hey|hi|hello|ok|okay|yo|dear|good (?:morning|afternoon|evening))(?:[ ,!]+@?paperboy)?|help me(?= find| search| look)|@?paperboy|please|pls|plz|kindly|bitte|just|(?:can|could|would|will) (?:you|u)|(?:can|could|may|let) (?:i|we|me)(?: (?:get|have|see))?|(?:i|we)(?:'d| would)? (?:want|like|need|wish)(?: you)? to|(?:i|we) wanna|let's)[ ,:!]+(?=\S)/i;
const AFTER =
  /(?:[ ,]+(?:please|pls|plz|thanks|thank you|thx|ty|for me|for us|bitte|danke|instead|from now on|anymore|any more|again please)|[ ,]+(?::[a-z_]{2,30}:|[:;]-?[()dp])|(?:[ ,.!?\u2026\p{Extended_Pictographic}\p{Emoji_Modifier}]|\u200d|\ufe0f)+)$/iu;
/** A request in front of what is asked for: `show me my topics` is `topics`. */
const REQUEST =
  /^(?:(?:show|give|get|send|tell|list|display|open(?! source\b)|view|see|check|go to|what(?:'s| is| are)|where(?:'s| is| are))(?: me| us)?(?: all)?(?: of)?(?: my| our| the| this channel's)? |(?:my|our|the) )(?=\S)/i;

/** An order in front of what is to be: `set limit 7` is `limit 7`. */
const ORDER =
  /^(?:(?:set|switch|change|make|use|put|settings?|configure|config)(?: (?:it|this|that|the|my|our|to|into|posts?|back))*|let it be) (?=\S)/i;

/** A pattern for a whole line: one of these alternatives, in any case. Each must be unambiguous about where its groups end. */
export function says(...alternatives: readonly string[]): RegExp {
  return new RegExp(`^(?:${alternatives.join('|')})$`, 'iu');
}

/** Of the groups of alternatives, that of the one which fits. `''` where it has none. */
export function firstOf(groups: readonly string[]): string {
  return groups.find((group) => group !== '') ?? '';
}

/**
 * A line without the words of politeness around it, with single spaces and straight quotes; undefined for a long one, or
 * several.
 * `Could you pause, please?` is `pause`.
 */
export function plainly(typed: string): string | undefined {
  if (typed.length > MOST_SENTENCE || typed.includes('\n')) return undefined;
  const line = typed
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
  const full = SHORT_FORMS.reduce((text, [short, long]) => text.replace(short, long), line);
  return without(without(full, BEFORE), AFTER);
}

function without(line: string, words: RegExp): string {
  let left = line;
  for (let taken = 0; taken < MOST_TAKEN; taken++) {
    const less = left.replace(words, '');
    if (less === '' || less === left) return left;
    left = less;
  }
  return left;
}

/** What is asked for, without the request in front of it; undefined where there is none. */
export function withoutRequest(line: string): string | undefined {
  const asked = line.replace(REQUEST, '');
  return asked === line ? undefined : asked;
}

/** What is ordered, without the order in front of it; undefined where there is none. */
export function withoutOrder(line: string): string | undefined {
  const ordered = line.replace(ORDER, '');
  return ordered === line ? undefined : ordered;
}

/** What a line means that one of these commands has among its phrases. */
export function meantByPhrase(line: string, commands: readonly Command[]): Meaning | undefined {
  for (const phrase of commands.flatMap((command) => command.phrases ?? [])) {
    const meant = meaningOf(line, phrase);
    if (meant !== undefined) return meant;
  }
  return undefined;
}

function meaningOf(line: string, { says, means }: Phrase): Meaning | undefined {
  const found = says.exec(line);
  if (found === null) return undefined;
  return typeof means === 'function' ? means(...found.slice(1).map((group) => group ?? '')) : means;
}
