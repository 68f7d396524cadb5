/**
 * Forgets a person or a workspace: deletes all that tables and shelves hold of them, takes a person's name out of what others share,
 * and says by kind how much that was. Also gives a person's data as JSON. Forgetting again changes nothing more, so that one that was
 * cut off is repeated.
 */
import { sql } from 'kysely';
import { REMOVALS_KEPT, REVISION } from '../channels/table.ts';
import { isSame, NOBODY, type PlatformTraces, type Subject } from '../model/traces.ts';
import type { Store } from '../store/store.ts';
import { dropUnused } from './criteria.ts';
import { ownConversations } from './own-conversations.ts';
import { pausers, renamePauses } from './pauses.ts';
import { deleteOwned, everyoneIn, HELD, namedIn, readOwned, rewrite } from './rows.ts';
import { takeFromShelf } from './shelf-rows.ts';
import { CORE_TRACES } from './shelf-traces.ts';

/** How much of one kind is stored, or was deleted. */
export interface Held {
  /** As several of them are called: `papers on reading lists`. */
  kind: string;
  count: number;
}

export interface Forgotten {
  deleted: Held[];
  /** Places in what others share that named the person. */
  named: number;
  /** Places that others changed again and again meanwhile, so that they are as they were; absent: none. */
  left?: number;
}

/** Parts of a value that are secrets, or mean nothing without this store. */
const SECRET = new Set(['token', 'code', 'sealed']);

export type People = ReturnType<typeof openPeople>;

/** @param platforms what is stored besides the core's own */
export function openPeople(
  store: Pick<Store, 'db' | 'transact' | 'shelf'>,
  { shelves: more, isDirect }: Pick<PlatformTraces, 'shelves' | 'isDirect'>,
) {
  const shelves = [...CORE_TRACES, ...more];
  /** The subject with its own conversations, whose ids do not tell whose they are. */
  const whole = async (subject: Subject): Promise<Subject> => {
    if (subject.kind === 'space') return subject;
    const own = await ownConversations(store, subject, isDirect);
    return { ...subject, isChannel: (id) => subject.isChannel(id) || own.has(id) };
  };

  /** Names of a person that nobody else has, as far as anything stored tells. */
  const namesAlone = async (subject: Subject): Promise<Set<string>> => {
    const own = new Set(subject.names);
    if (subject.kind === 'space') return own;
    const others = new Set<string>();
    const note = ({ id, name }: { id: string; name: string }) => {
      if (id !== NOBODY.id) (subject.isPerson(id) ? own : others).add(name);
    };
    for (const held of HELD) for await (const one of everyoneIn(store, held)) note(one);
    for (const one of await pausers(store)) note(one);
    for (const traces of shelves) {
      if (!('kind' in traces) || traces.person === undefined) continue;
      for await (const [key, value] of store.shelf(traces.shelf).entries()) {
        const one = traces.person(key, value);
        if (one !== undefined) note(one);
      }
    }
    return own.difference(others);
  };

  const look = async (given: Subject, isDry: boolean): Promise<Forgotten> => {
    const subject = await whole(given);
    const deleted: Held[] = [];
    const note = (kind: string, count: number) => {
      if (count > 0) deleted.push({ kind, count });
    };
    let named = 0;
    let left = 0;
    // Names first: what is deleted would no longer tell them.
    named += await renamePauses(store, subject, await namesAlone(subject), isDry);
    for (const held of HELD)
      for await (const one of namedIn(store, held, subject)) {
        named++;
        if (!isDry && !(await rewrite(store, held, one, subject))) left++;
      }
    for (const held of HELD) note(held.kind, await deleteOwned(store, held, subject, isDry));
    if (!isDry) note('judgements of topics that are gone', await dropUnused(store));
    for (const traces of shelves) {
      if (!('kind' in traces)) continue;
      const found = await takeFromShelf(store.shelf(traces.shelf), traces, subject, isDry);
      if (traces.isInternal) continue;
      note(traces.kind, found.deleted);
      named += found.changed;
      left += found.left;
    }
    if (!isDry) await tellAll(store);
    return { deleted, named, ...(left > 0 ? { left } : {}) };
  };

  return {
    /** What is stored, and would be deleted. */
    count: (subject: Subject) => look(subject, true),
    forget: (subject: Subject) => look(subject, false),
    /** All that is stored, by kind, as it can be written to JSON; without secrets. */
    async export(given: Subject): Promise<Record<string, unknown[]>> {
      const subject = await whole(given);
      const found: Record<string, unknown[]> = {};
      const add = (kind: string, values: readonly unknown[]) => {
        if (values.length > 0) found[kind] = [...(found[kind] ?? []), ...values];
      };
      for (const held of HELD) {
        add(held.kind, await readOwned(store, held, subject));
        for await (const { row } of namedIn(store, held, subject)) add(held.kind, [row]);
      }
      for (const traces of shelves) {
        if (!('kind' in traces) || traces.isInternal) continue;
        for await (const [key, value] of store.shelf<unknown>(traces.shelf).entries())
          if (!isSame(traces.without(key, value, subject), value))
            add(traces.kind, [{ key, value: traces.own ? traces.own(value, subject) : value }]);
      }
      return JSON.parse(JSON.stringify(found, (key, value) => (SECRET.has(key) ? undefined : value)));
    },
  };
}

/** Other processes read all channels again: what was deleted is not among the removals that they hear of. */
async function tellAll({ transact }: Pick<Store, 'transact'>): Promise<void> {
  await transact(async ({ query, changed }) => {
    await sql`UPDATE revisions SET value = value + ${REMOVALS_KEPT} WHERE name = ${REVISION}`.execute(query);
    await changed(REVISION);
  });
}
