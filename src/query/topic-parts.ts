/** Joins parts of a list of topics that only exclude or filter (`diffusion, -video`) with the topic they narrow. */

import { parseQuery } from './parse.ts';
import { isPassedOver } from './text-leaf.ts';
import type { Query } from './tree.ts';

/** The text between two separators. */
export interface TopicPart {
  text: string;
  /** Whether it begins a line. */
  isLine: boolean;
}

/** What a part asks for: a subject, only a category, only a limit (`year:2026`), or only exclusions. */
type Role = 'subject' | 'category' | 'limit' | 'exclusion';

/** Words that exclude the rest of their part: `diffusion, without video`. */
const excluding =
  /^(?:(?:but|and)\s+)?(?:not|no|nor|without|except|excluding|exclude|minus)(?:\s+(?:for|about|on|of|any|the))*\s+(?=\S)/i;
/** What cannot be excluded as one group. */
const mixed = /(?:^|\s)(?:[-!\u2212]\S|not\s|OR\s*$)|[()]/i;

/** The parts of a topic so far. */
interface TopicDraft {
  texts: string[];
  role: Role;
  /** Whether a part appended to it would narrow only its last alternative. */
  isOpen: boolean;
}

/**
 * Joins the parts to topics. A part that only excludes or limits narrows the topic before it, and so does a category after
 * a comma; an exclusion that comes first narrows the topic after it. A limit or category that comes first is a topic.
 */
export function joinParts(parts: readonly TopicPart[]): string[] {
  if (parts.length < 2) return parts.map(({ text }) => text);
  const topics: TopicDraft[] = [];
  for (const part of parts) {
    const last = topics.at(-1);
    const next = readPart(last === undefined || part.isLine ? part.text : asExclusion(part.text));
    if (last !== undefined && last.role === 'exclusion' && next.role !== 'exclusion') {
      last.texts.push(...closed(next).texts);
      last.role = next.role;
    } else if (last !== undefined && narrows(next.role, part, last.role))
      closed(last).texts.push(...closed(next).texts);
    else topics.push(next);
  }
  return topics.map(({ texts }) => texts.join(' '));
}

function narrows(role: Role, { isLine }: TopicPart, before: Role): boolean {
  if (role === 'category') return !isLine && before === 'subject';
  return role !== 'subject';
}

/** Puts alternatives in parentheses, so that they can be narrowed together. */
function closed(topic: TopicDraft): TopicDraft {
  if (topic.isOpen) topic.texts = [`(${topic.texts.join(' ')})`];
  topic.isOpen = false;
  return topic;
}

/** `without video` as `-video`. Anything else as it is. */
function asExclusion(text: string): string {
  const rest = text.replace(excluding, '');
  if (rest === text || mixed.test(rest)) return text;
  return /\s/.test(rest) && !/^"[^"]*"$/.test(rest) ? `-(${rest})` : `-${rest}`;
}

/** What cannot be parsed is a subject, so that it is reported by itself. */
function readPart(text: string): TopicDraft {
  const parsed = parseQuery(text);
  if (!parsed.ok) return { texts: [text], role: 'subject', isOpen: false };
  const roles = rolesIn(parsed.query);
  const role = (['subject', 'category', 'limit'] as const).find((one) => roles.has(one));
  return {
    texts: [text],
    role: role ?? 'exclusion',
    isOpen: parsed.query.kind === 'or' && !/^\([^()]*\)$/.test(text),
  };
}

function rolesIn(query: Query): Set<Role> {
  switch (query.kind) {
    case 'and':
    case 'or': {
      const named = query.of.filter((one) => one.kind !== 'word' || !isPassedOver(one));
      return new Set(named.flatMap((one) => [...rolesIn(one)]));
    }
    case 'not':
      return new Set(['exclusion']);
    case 'count':
    case 'date':
    case 'has':
      return new Set(['limit']);
    case 'cat':
      return new Set(['category']);
    default:
      return new Set(['subject']);
  }
}
