/** Says what each of the workspace's shelves holds of people and of the workspace. */
import { formatSpaceId, type PersonId } from '../../src/model/channel-id.ts';
import {
  personSubject,
  type ShelfTraces,
  type Subject,
  subjectOf as usual,
  wholeWhere,
} from '../../src/model/traces.ts';
import { keyOf, ownerOf, ownKeyOf, placeOf, SPACE } from './channel-names.ts';
import type { Entry } from './entry.ts';
import { SEQ } from './sequence.ts';

const WORKSPACE = formatSpaceId(SPACE.platform, SPACE.space);
const channelOf = (key: string) => placeOf({ key, name: '' }).id;
/** Ids of entries hold the channel and the person that they answer, between spaces. */
const isNamedIn = (id: string, subject: Subject) => id.split(' ').some(subject.isPerson);

export const WEB_TRACES: readonly ShelfTraces[] = [
  {
    shelf: 'web_channels',
    kind: 'names of channels',
    without: wholeWhere((key, _, subject) => subject.isChannel(channelOf(key))),
  },
  {
    shelf: 'web_messages',
    kind: 'messages',
    without: wholeWhere((key, value, subject) => {
      const { channel = '', author, onlyFor } = (value ?? {}) as Partial<Entry>;
      return (
        subject.isChannel(channelOf(channel)) ||
        [author?.id, onlyFor].some((id) => id !== undefined && subject.isPerson(id)) ||
        isNamedIn(key, subject)
      );
    }),
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
