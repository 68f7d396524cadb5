/** Writes actions into the 100 characters of a `custom_id` or an option, and reads them back. */
import type { ExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { addLong, parseAction, type StoredAction } from '../../src/chat/stored-actions.ts';
import { type Action, ButtonAction } from '../../src/model/message.ts';
import { CUSTOM_ID, OPTION_VALUE } from './limits.ts';

/** An action of a server's message, with which it is deleted. */
export interface GuildAction extends StoredAction {
  guild?: string;
}
export type StoredActions = ExpiringShelf<GuildAction>;

/** What a pressed button, or a chosen option, asks for. */
export type Pressed =
  | { kind: 'act'; act: ButtonAction }
  | { kind: 'actions'; actions: Action[] }
  | { kind: 'form'; key: string }
  | { kind: 'expired' };

/** Makes the ids of one message. */
export interface IdWriter {
  /** The id of a button; no two in a message are the same, even for the same action. */
  button(act: ButtonAction): string;
  /** The id of a list to choose from. */
  list(): string;
  /** The value of an option that acts. */
  option(act: ButtonAction): string;
  /** The value of an option that opens a card's actions. */
  card(id: string, actions: readonly Action[]): string;
  /** The id of a button that opens the settings, with what was typed before under `key`. */
  form(key: string): string;
  /** Actions too long for an id: to be stored before the message is sent. */
  readonly long: Map<string, GuildAction>;
}

/** The actions that every paper has: a letter each in an option's value. */
const PAPER_ACTS = { a: 'abstract', c: 'cite', s: 'save', h: 'share-paper' } as const;
const LABELS = { a: 'Abstract', c: 'BibTeX', s: 'Save', h: 'Share' } as const;
type Letter = keyof typeof PAPER_ACTS;

/** @param code is part of every id of the message, so that the message can be found again */
export function createIdWriter(code = '', guild?: string): IdWriter {
  const long: IdWriter['long'] = new Map();
  let count = 0;
  const head = () => `${(count++).toString(36)}.${code}.`;
  // The server is part of what the key is made from: deleting one server's actions leaves another's in place.
  const store = (action: StoredAction) =>
    `#${addLong(long, guild === undefined ? action : { ...action, guild })}`;
  const payload = (act: ButtonAction, room: number) => {
    const json = JSON.stringify(act);
    return json.length <= room ? json : store({ act });
  };
  return {
    long,
    button(act) {
      const before = head();
      return `${before}${payload(act, CUSTOM_ID - before.length)}`;
    },
    list: () => `${head()}list`,
    option: (act) => payload(act, OPTION_VALUE),
    card(id, actions) {
      const letters = actions.map(({ act, label }) => letterOf(act, label, id));
      const short = `${letters.join('')}:${id}`;
      const plain =
        letters.every((letter) => letter !== undefined) && new Set(letters).size === letters.length;
      return plain && letters.length > 0 && short.length <= OPTION_VALUE
        ? short
        : store({ actions: [...actions] });
    },
    form: (key) => `${head()}form:${key}`,
  };
}

/** Reads what Discord gave back. @param value the chosen option, where there is one */
export async function readPressed(stored: StoredActions, customId: string, value?: string): Promise<Pressed> {
  const payload = value ?? /^[0-9a-z]+\.[\w-]*\.(.*)$/s.exec(customId)?.[1] ?? '';
  if (payload.startsWith('form:')) return { kind: 'form', key: payload.slice(5) };
  const [, letters, id] = /^([acsh]{1,4}):(.+)$/s.exec(payload) ?? [];
  if (letters !== undefined && id !== undefined)
    return { kind: 'actions', actions: paperActions(letters, id) };
  const long = payload.startsWith('#') ? await stored.get(payload.slice(1)) : undefined;
  if (long?.actions) return { kind: 'actions', actions: long.actions };
  const act = long === undefined ? parseAction(payload) : ButtonAction.safeParse(long.act).data;
  return act === undefined ? { kind: 'expired' } : { kind: 'act', act };
}

/** Must be done before the message is sent. */
export function storeActions({ long }: IdWriter, stored: Pick<StoredActions, 'set'>): Promise<void> {
  return stored.set(long);
}

function letterOf(act: ButtonAction, label: string, id: string): Letter | undefined {
  return (Object.keys(PAPER_ACTS) as Letter[]).find(
    (letter) => PAPER_ACTS[letter] === act.do && LABELS[letter] === label && 'id' in act && act.id === id,
  );
}

function paperActions(letters: string, id: string): Action[] {
  return [...letters].map((letter) => ({
    label: LABELS[letter as Letter],
    act: { do: PAPER_ACTS[letter as Letter], id: id.slice(0, 200) },
  }));
}
