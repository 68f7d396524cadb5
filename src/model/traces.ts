/** Defines whose data is looked for, and how each shelf says what of it is that person's or that workspace's. */
import { type ChannelId, isInSpace, type PersonId, parseChannelId, type SpaceId } from './channel-id.ts';

/** A person, or a workspace with all its channels and people. */
export interface Subject {
  /** As it is named: `web:local`, or a person's id. */
  readonly id: PersonId | SpaceId;
  readonly kind: 'person' | 'space';
  /** Names by which a person is known besides those that are stored with their id. */
  readonly names?: readonly string[];
  isPerson(id: string): boolean;
  /** Whether all that is stored of a channel goes too, as of a person's own conversation. */
  isChannel(id: string): boolean;
}

/** What a shelf holds of people. Every shelf has an entry. */
export type ShelfTraces =
  | { readonly shelf: string; readonly holdsNobody: string }
  | {
      readonly shelf: string;
      /** What one value is, as people call several of them: `messages`. */
      readonly kind: string;
      /** Of no meaning to people: it is neither counted nor exported. */
      readonly isInternal?: true;
      /**
       * The value without the subject: undefined where all of it goes, and the very value where none of it is the subject's.
       * `value` may be damaged.
       */
      without(key: string, value: unknown, subject: Subject): unknown;
      /** The part of a value that is the subject's own, where the rest says something of others; absent: all of it. */
      own?(value: unknown, subject: Subject): unknown;
      /** How many of its `kind` a value holds of the subject, where it holds several; absent: a value is one. */
      count?(value: unknown, subject: Subject): number;
      /** Whether a stored value is one of this shelf's; absent: any is, or it is not told. */
      isReadable?(value: unknown): boolean;
      /** Whom a value names, where it names anyone. `value` may be damaged. */
      person?(key: string, value: unknown): { id: string; name: string } | undefined;
    };

/** For values that go as a whole where they are the subject's. @param isTheirs gets `value` as it is stored, maybe damaged */
export const wholeWhere =
  (isTheirs: (key: string, value: unknown, subject: Subject) => boolean) =>
  (key: string, value: unknown, subject: Subject): unknown =>
    isTheirs(key, value, subject) ? undefined : value;

/** What the platforms store of people and workspaces. */
export interface PlatformTraces {
  readonly shelves: readonly ShelfTraces[];
  /** Whether a channel is a conversation with one person, as its id tells. */
  isDirect(channel: ChannelId): boolean;
  /** The person or workspace that an id names. */
  subjectOf(id: string): Subject | undefined;
}

/** The subject that an id names where its platform says nothing else: `platform:space`, or `platform:space:` and a user or channel. */
export function subjectOf(id: string): Subject | undefined {
  if (/^[^:]+:[^:]+$/.test(id)) {
    const isOf = (one: string) => isInSpace(one, id);
    return { id, kind: 'space', isPerson: isOf, isChannel: (one) => one === id || isOf(one) };
  }
  return parseChannelId(id) === undefined ? undefined : personSubject(id, (one) => one === id);
}

/** @param own whether a channel is the person's own conversation, as far as its id tells */
export function personSubject(id: PersonId, own: (channel: ChannelId) => boolean = () => false): Subject {
  return { id, kind: 'person', isPerson: (one) => one === id, isChannel: own };
}

/** The same subject, with a channel that is its own too. */
export function withChannel(subject: Subject, own: ChannelId | undefined): Subject {
  if (own === undefined) return subject;
  return { ...subject, isChannel: (id) => id === own || subject.isChannel(id) };
}

/** Who stands where a person was forgotten. */
export const NOBODY = { id: '', name: 'someone' };

/** The same JSON with everyone who is the subject, as `{id, name}`, replaced; the very value where nobody is. */
export function withoutNames(value: unknown, subject: Subject): unknown {
  if (Array.isArray(value)) {
    const items = value.map((one) => withoutNames(one, subject));
    return items.some((one, at) => one !== value[at]) ? items : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  const { id, name } = value as { id?: unknown; name?: unknown };
  if (typeof id === 'string' && typeof name === 'string' && subject.isPerson(id))
    return { ...value, ...NOBODY };
  const entries = Object.entries(value).map(([key, one]) => [key, withoutNames(one, subject)] as const);
  const isSame = entries.every(([key, one]) => one === (value as Record<string, unknown>)[key]);
  return isSame ? value : Object.fromEntries(entries);
}

/** Everyone whom JSON names, as `{id, name}`. */
export function namedInJson(value: unknown): { id: string; name: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const { id, name } = value as { id?: unknown; name?: unknown };
  const own = typeof id === 'string' && typeof name === 'string' ? [{ id, name }] : [];
  return [...own, ...Object.values(value).flatMap(namedInJson)];
}

/** Whether two values of a shelf are the same JSON. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
