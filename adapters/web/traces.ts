/** Says what each of the workspace's shelves holds of people and of the workspace. */
import { formatSpaceId, type PersonId } from '../../src/model/channel-id.ts';
import type { Line } from '../../src/model/message.ts';
import {
  personSubject,
  type ShelfTraces,
  type Subject,
  subjectOf as usual,
  wholeWhere,
} from '../../src/model/traces.ts';
import { keyOf, ownerOf, ownKeyOf, placeOf, SPACE } from './channel-names.ts';
import { Entry } from './entry.ts';
import { SEQ } from './sequence.ts';

/** Who has changed something, where that person was forgotten. */
const UNNAMED = 'Someone';
const WORKSPACE = formatSpaceId(SPACE.platform, SPACE.space);
const channelOf = (key: string) => placeOf({ key, name: '' }).id;
/** Ids of entries hold the channel and the person that they answer, between spaces. */
const isNamedIn = (id: string, subject: Subject) => id.split(' ').some(subject.isPerson);

/** An announcement as if it had named nobody: it begins with the name, as a part of its own. */
function withoutName({ about: _, message, ...entry }: Entry, name: string): Entry {
  if (message === undefined || name === '') return { ...entry, ...(message && { message }) };
  const { summary, blocks } = message;
  const isName = (part: Line[number] | undefined) => part?.style === 'strong' && part.text === name;
  return {
    ...entry,
    message: {
      ...message,
      summary: summary.startsWith(name) ? UNNAMED + summary.slice(name.length) : summary,
      blocks: blocks.map((block) => {
        if (block.kind !== 'text' || !isName(block.line[0])) return block;
        return { ...block, line: [{ ...block.line[0], text: UNNAMED }, ...block.line.slice(1)] };
      }),
    },
  };
}

export const WEB_TRACES: readonly ShelfTraces[] = [
  {
    shelf: 'web_channels',
    kind: 'names of channels',
    without: wholeWhere((key, _, subject) => subject.isChannel(channelOf(key))),
  },
  {
    shelf: 'web_messages',
    kind: 'messages',
    isReadable: (value) => Entry.safeParse(value).success,
    without(key, value, subject) {
      const { channel = '', author, onlyFor, about } = (value ?? {}) as Partial<Entry>;
      if (
        subject.isChannel(channelOf(channel)) ||
        [author?.id, onlyFor].some((id) => id !== undefined && subject.isPerson(id)) ||
        isNamedIn(key, subject)
      )
        return undefined;
      return about !== undefined && subject.isPerson(about.id)
        ? withoutName(value as Entry, about.name)
        : value;
    },
    person: (_, value) => ((value ?? {}) as Partial<Entry>).author,
  },
  {
    shelf: 'web_numbers',
    kind: 'numbers of messages',
    isInternal: true,
    /** A number without ids makes each process read all messages again, and so forget those that are gone. */
    without(key, value, { id }) {
      const isOurs = id === WORKSPACE || [ownKeyOf(id as PersonId), keyOf(id)].some(Boolean);
      const { seq } = (value ?? {}) as { seq?: number };
      return isOurs && key === SEQ && typeof seq === 'number' ? { seq: seq + 1, ids: [] } : value;
    },
  },
  {
    shelf: 'web_people',
    kind: 'names of people',
    isReadable: (value) => typeof value === 'string',
    without: wholeWhere((key, _, subject) => subject.isPerson(key)),
    person: (id, name) => (typeof name === 'string' ? { id, name } : undefined),
  },
];

/** People are `web:` and what their browser has; their own conversation has a key that is made from it. */
export function subjectOf(id: string): Subject | undefined {
  const own = ownKeyOf(id);
  if (own !== undefined) return personSubject(id, (channel) => keyOf(channel) === own);
  const workspace = id === WORKSPACE ? usual(id) : undefined;
  return workspace && { ...workspace, isPerson: (one) => ownKeyOf(one) !== undefined };
}

/** Whether a channel is someone's own conversation. */
export function isDirect(channel: string): boolean {
  return ownerOf(keyOf(channel) ?? '') !== undefined;
}
