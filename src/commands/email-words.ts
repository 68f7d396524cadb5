/** Reads what follows `/papers email`, in the forms that people type: the address first or last, and `stop` before or after it. */
import { readSchedule } from './accept.ts';
import type { Parsed, Problem } from './command.ts';
import { withoutLead } from './phrases/subscribe.ts';
import { parseSchedule } from './schedule/parse.ts';

export interface EmailValues {
  address?: string;
  topic?: string;
  /** As after `schedule`. */
  schedule?: string;
  /** The code of a confirmation, or of the end of an email. */
  code?: string;
  does?: 'confirm' | 'stop';
  isOwn?: true;
}

const STOP = /^(?:stop|off|end|cancel|unsubscribe|remove|delete)$/i;
const CONFIRM = /^(?:confirm|verify)$/i;
const LIST = /^(?:list|show|addresses|who)$/i;
const CODE = /^[\d-]{8,}$/;
/** What may stand between `email` and the address and say nothing. */
const LEAD =
  /^(?:(?:to|at|for|add|me|it|us|this|the|our|my|these|all|channel|channel's|posts?|digests?|papers?|updates?)\s+)*$/i;
/** `papers on lora to me@lab.org`: a topic before the address. */
const TOPIC_FIRST = /^(?:me\s+)?(?:the\s+|new\s+)*papers?\s+(?:on|about)\s+(.+?)\s+(?:to|at)\s+$/i;
/** `about lora`; "on policy gradients" is a topic. */
const TOPIC_LEAD = /^(?:(?:please\s+)?(?:subscribe|follow)(?:\s+to)?|about)\s+(?=\S)/i;
const ONE =
  'Type one address at a time, and a topic after it if you want one: `/papers email me@lab.org lora`.';

/** Undefined where no address and none of its own words stand there: that is a search. */
export function readEmail(rest: string): EmailValues | Parsed | Problem | undefined {
  if (rest === '' || LIST.test(rest)) return {};
  const found = addressesIn(rest);
  const [first, second] = found;
  if (second !== undefined) return { problem: ONE };
  const before = rest.slice(0, first?.from);
  const [verb = '', ...others] = before.trim().split(/\s+/);
  const does = doesOf(verb);
  if (first === undefined) {
    // "email stop words" is a search.
    if (does !== undefined && others.length === 0) return { problem: `Add the address to ${does}.` };
    return /@\S+\.\p{L}/u.test(rest) ? { problem: ONE } : undefined;
  }
  const { address } = first;
  const after = rest.slice(first.to).trim();
  if (does !== undefined && LEAD.test(`${others.join(' ')} `.trimStart()))
    return readCode(does, address, after);
  const [verbAfter = '', ...codeAfter] = after.split(/\s+/);
  const doesAfter = doesOf(verbAfter);
  // "stop words" is a topic.
  if (doesAfter !== undefined && (codeAfter.length === 0 || CODE.test(codeAfter.join(''))))
    return readCode(doesAfter, address, codeAfter.join(' '));
  if (CODE.test(after)) return readCode('confirm', address, after);
  const topicFirst = TOPIC_FIRST.exec(before)?.[1];
  if (topicFirst === undefined && !LEAD.test(before)) return { problem: ONE };
  return wishOf(address, `${topicFirst ?? ''} ${after}`.trim());
}

function doesOf(word: string): 'confirm' | 'stop' | undefined {
  if (CONFIRM.test(word)) return 'confirm';
  return STOP.test(word) ? 'stop' : undefined;
}

function readCode(does: 'confirm' | 'stop', address: string, code: string): EmailValues | Problem {
  if (code !== '') return { does, address, code, isOwn: true };
  return does === 'stop' ? { does, address } : { problem: 'Add the code from the email.' };
}

function wishOf(address: string, typed: string): EmailValues | Problem {
  if (/^(?:pause|resume)$/i.test(typed))
    return {
      problem: `What an address gets can't be paused. \`/papers email stop ${address}\` ends it.`,
    };
  const read = topicAndSchedule(address, typed);
  return 'problem' in read ? read : { address, ...read };
}

const TRENDING = /\s+trending\b(?: papers?\b)?/i;
/** Words that begin a schedule. */
const SCHEDULE =
  /(?<=^|\s)(?:daily|weekdays|weekly|monthly|every|each|once|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)(?=\s|$)/gi;
/** A schedule that names a time, though none that can be read: `daily 25:00`. */
const TIMED = /^(?:daily|weekdays|weekly|monthly|every|each)\s.*(?:\d:\d|\d\s*[ap]m\b|\bat\s+\d)/i;

/** Reading a longer one would take long, and no schedule has as many words. Characters. */
const MOST_SCHEDULE = 80;

/** A schedule stands at the end: `lora weekly mon`. "weekly earthquakes" is a topic. */
function topicAndSchedule(address: string, typed: string): Pick<EmailValues, 'topic' | 'schedule'> | Problem {
  for (const { index } of typed.matchAll(SCHEDULE)) {
    const when = typed.slice(index);
    if (when.length > MOST_SCHEDULE) continue;
    const before = `${address} ${typed.slice(0, index)}`;
    if (readSchedule(when) === undefined) {
      const read = TIMED.test(when) ? parseSchedule(when, `/papers email ${before}`) : undefined;
      if (read !== undefined && 'problem' in read) return { problem: read.problem };
      continue;
    }
    const topic = typed.slice(0, index).replace(/[\s,;]+$/, '');
    // "weekly trending" is about no topic.
    if (topic === '' && TRENDING.test(when))
      return { topic: 'trending', schedule: when.replace(TRENDING, ' ').trim() };
    return { schedule: when, ...(topic === '' ? {} : { topic: withoutVerb(topic) }) };
  }
  return typed === '' ? {} : { topic: withoutVerb(typed) };
}

function withoutVerb(topic: string): string {
  return withoutLead(topic.replace(TOPIC_LEAD, ''));
}

/** The words that are addresses, with where they stand. */
function addressesIn(text: string): { address: string; from: number; to: number }[] {
  return [...text.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
    const address = bare(word);
    // "precision@k" is one only where an address belongs.
    const isOne = isAddress(address) && (index === 0 || /@\S+\.\S/.test(address));
    return isOne ? [{ address, from: index, to: index + word.length }] : [];
  });
}

function isAddress(word: string): boolean {
  return /^[^\s@]+@[^\s@]*\p{L}[^\s@]*$/u.test(word);
}

/** `<mailto:me@lab.org|me@lab.org>`, as chat programs write an address, is `me@lab.org`; so it is in quotes, or with a comma after it. */
function bare(typed: string): string {
  const word = typed.replace(/^[<"'`“‘]+(?=\S+@)|[,;:.>"'`”’]+$/g, '');
  return word
    .replace(/^mailto:/i, '')
    .replace(/\|.*$/, '')
    .replace('\uFF20', '@');
}
