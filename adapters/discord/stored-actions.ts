/**
 * Encodes acts in the 100 characters of a `custom_id`, and reads them back: longer ones wait in a shelf under a
 * short key.
 */
import { createHash } from 'node:crypto';
import { type Action, ButtonAction } from '../../src/model/message.ts';
import type { Clock, Shelf } from '../../src/model/ports.ts';
import { CUSTOM_ID, OPTION_VALUE } from './limits.ts';

/** What a key stands for: one act, or the actions of a card to choose from. */
export interface Kept {
  at: number;
  /** The server it was made for, with which it is deleted. */
  guild?: string;
  act?: ButtonAction;
  actions?: Action[];
}

/** What a pressed button, or a chosen option, asks for. */
export type Meant =
  | { kind: 'act'; act: ButtonAction }
  | { kind: 'actions'; actions: Action[] }
  | { kind: 'form'; key: string }
  | { kind: 'expired' };

/** Makes the ids of one message, and remembers what has to be kept before it is sent. */
export interface Sealer {
  /** The id of a button; no two in a message are the same, even for the same act. */
  button(act: ButtonAction): string;
  /** The id of a list to choose from. */
  list(): string;
  /** The value of an option that acts. */
  option(act: ButtonAction): string;
  /** The value of an option that opens a card's actions. */
  card(id: string, actions: readonly Action[]): string;
  /** The id of a button that opens the settings, with what was typed before under `key`. */
  form(key: string): string;
  readonly kept: Map<string, Omit<Kept, 'at'>>;
}

export interface Acts {
  sealer(footprint?: string, guild?: string): Sealer;
  /** Keeps what is too long to travel; to be called before the message is sent. */
  keep(sealer: Sealer): Promise<void>;
  /** Reads what Discord gave back; the second value is the chosen option, where there is one. */
  read(customId: string, value?: string): Promise<Meant>;
  /** Forgets what is older than `KEEP_MS`. */
  sweep(): Promise<void>;
  /** Forgets what was kept for a server. */
  forget(guild: string): Promise<void>;
}

/** Buttons of posts work for this long when their act is a long one. Milliseconds. */
const KEEP_MS = 90 * 24 * 3_600_000;

/** The acts that every paper has: a letter each in an option's value. */
const PAPER_ACTS = { a: 'abstract', c: 'cite', s: 'save', h: 'share-paper' } as const;
const LABELS = { a: 'Abstract', c: 'BibTeX', s: 'Save', h: 'Share' } as const;
type Letter = keyof typeof PAPER_ACTS;

export function createActs(shelf: Shelf<Kept>, clock: Clock): Acts {
  return {
    sealer: createSealer,
    async keep({ kept }) {
      const at = clock();
      await shelf.setMany([...kept].map(([key, value]) => ({ key, value: { ...value, at } })));
    },
    async read(customId, value) {
      const payload = value ?? /^[0-9a-z]+\.[\w-]*\.(.*)$/s.exec(customId)?.[1] ?? '';
      if (payload.startsWith('form:')) return { kind: 'form', key: payload.slice(5) };
      if (payload.startsWith('{')) return readAct(payload);
      const card = /^([acsh]{1,4}):(.+)$/s.exec(payload);
      if (card) return { kind: 'actions', actions: paperActions(card[1] ?? '', card[2] ?? '') };
      const kept = payload.startsWith('#') ? await shelf.get(payload.slice(1)) : undefined;
      if (kept === undefined || clock() - kept.at > KEEP_MS) return { kind: 'expired' };
      if (kept.actions) return { kind: 'actions', actions: kept.actions };
      const act = ButtonAction.safeParse(kept.act);
      return act.success ? { kind: 'act', act: act.data } : { kind: 'expired' };
    },
    async sweep() {
      const old: string[] = [];
      for await (const [key, { at }] of shelf.entries()) if (clock() - at > KEEP_MS) old.push(key);
      for (const key of old) await shelf.delete(key);
    },
    async forget(guild) {
      const own: string[] = [];
      for await (const [key, kept] of shelf.entries()) if (kept.guild === guild) own.push(key);
      for (const key of own) await shelf.delete(key);
    },
  };
}

function createSealer(footprint = '', guild?: string): Sealer {
  const kept: Sealer['kept'] = new Map();
  let count = 0;
  const head = () => `${(count++).toString(36)}.${footprint}.`;
  // The server is part of the key: what one leaves behind is not another's.
  const keep = (what: Omit<Kept, 'at' | 'guild'>) => {
    const value = guild === undefined ? what : { ...what, guild };
    const key = createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);
    kept.set(key, value);
    return `#${key}`;
  };
  const payload = (act: ButtonAction, room: number) => {
    const json = JSON.stringify(act);
    return json.length <= room ? json : keep({ act });
  };
  return {
    kept,
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
        : keep({ actions: [...actions] });
    },
    form: (key) => `${head()}form:${key}`,
  };
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

function readAct(json: string): Meant {
  try {
    const act = ButtonAction.safeParse(JSON.parse(json));
    return act.success ? { kind: 'act', act: act.data } : { kind: 'expired' };
  } catch {
    return { kind: 'expired' };
  }
}

/** What the chosen option was called: Discord gives the whole message back with what was chosen. */
export function labelOf(
  message: { components?: unknown } | undefined,
  value: string | undefined,
): string | undefined {
  const parts: unknown[] = [message?.components];
  while (parts.length > 0) {
    const part = parts.pop();
    if (Array.isArray(part)) parts.push(...part);
    else if (typeof part === 'object' && part !== null) {
      const { value: own, label, components, options } = part as Record<string, unknown>;
      if (own !== undefined && own === value && typeof label === 'string') return label;
      parts.push(components, options);
    }
  }
  return undefined;
}
