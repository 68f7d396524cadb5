/** Renders actions as buttons and lists, whose ids carry at most 100 characters, and reads back what was pressed. */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APISelectMenuOption,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { ExpiringShelf } from '../../src/chat/expiring-shelf.ts';
import { addLong, parseAction, type StoredAction } from '../../src/chat/stored-actions.ts';
import { type Action, ButtonAction, type Card, plain } from '../../src/model/message.ts';
import { BUTTON_LABEL, BUTTONS_PER_ROW, CUSTOM_ID, OPTION_VALUE, SELECT_OPTIONS } from './limits.ts';
import { label } from './markup.ts';

/** An action of a server's message, with which it is deleted. */
export interface GuildAction extends StoredAction {
  guild?: string;
}
export type StoredActions = ExpiringShelf<GuildAction>;

/** What a pressed button, or a chosen option, asks for. */
export type Pressed =
  | { kind: 'act'; act: ButtonAction }
  | { kind: 'actions'; actions: Action[] }
  | { kind: 'form' | 'save-form'; key: string }
  | { kind: 'expired' };

/** Makes the ids of one message. */
export type IdWriter = ReturnType<typeof createIdWriter>;

/** Buttons under a message; what is beyond goes into a list. */
const MOST_BUTTONS = 9;
/** Characters of an option: labels of all options count toward a message's bytes. */
const OPTION_TEXT = 40;
/** The actions that every paper has: a letter each in an option's value. */
const PAPER_ACTS = { a: 'abstract', c: 'cite', s: 'save', h: 'share-paper' } as const;
const LABELS = { a: 'Abstract', c: 'BibTeX', s: 'Save', h: 'Share' } as const;
type Letter = keyof typeof PAPER_ACTS;

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** The buttons of a message; those beyond nine are in a list. */
export function toRows(actions: readonly Action[], ids: IdWriter): Row[] {
  const beyond = actions
    .slice(MOST_BUTTONS, MOST_BUTTONS + SELECT_OPTIONS)
    .map((action) => toOption(ids.option(action.act), action.label));
  return [...rowsOf(actions.slice(0, MOST_BUTTONS), ids), ...toList('More', beyond, ids)];
}

/** What the answer to `abstract` offers too. */
const BEHIND_ABSTRACT: ReadonlySet<string> = new Set([
  'abstract',
  'mark',
  'related',
  'cite',
  'save',
  'share-paper',
]);

/** The buttons of a card in one row, where those beyond it are in the answer to `abstract` too; else in as many as are needed. */
export function toCardRows(actions: readonly Action[], ids: IdWriter): Row[] {
  const row = actions.slice(0, BUTTONS_PER_ROW);
  const beyond = actions.slice(BUTTONS_PER_ROW);
  const isBehind =
    row.some(({ act }) => act.do === 'abstract') && beyond.every(({ act }) => BEHIND_ABSTRACT.has(act.do));
  return rowsOf(isBehind ? row : actions, ids);
}

/** A list that marks papers as relevant or not, where there is no room for buttons beside them; none for more papers than it holds. */
export function toMarkList(cards: readonly Card[], ids: IdWriter): Row[] {
  const options = cards.flatMap(({ title, actions }) =>
    actions
      .filter(({ act }) => act.do === 'mark')
      .map(({ label: mark, act }) => toOption(ids.option(act), `${signOf(mark)} ${plain(title)}`)),
  );
  return options.length > SELECT_OPTIONS ? [] : toList('👍 👎 Mark a paper', options, ids);
}

/** `👍`, or `👍 ✓` once it was pressed. */
const signOf = (label: string) => label.replace(/^(\S+).*?( ✓)?$/u, '$1$2');

/** A list that opens each paper with its actions, as there is no room for all of them beside it. */
export function toCardList(cards: readonly Card[], ids: IdWriter): Row[] {
  const options = cards
    .filter(({ actions }) => actions.length > 0)
    .slice(0, SELECT_OPTIONS)
    .map((card) => toOption(opening(card, ids), plain(card.title)));
  return toList('Open a paper', options, ids);
}

/** Shows the abstract, or a choice of all actions where a paper has others than are below its abstract. */
function opening({ id, actions }: Card, ids: IdWriter): string {
  const abstract = actions.find(({ act }) => act.do === 'abstract')?.act;
  const isBehind = actions.every(({ act }) => BEHIND_ABSTRACT.has(act.do));
  return abstract && isBehind ? ids.option(abstract) : ids.card(id, actions);
}

export function rowsOf(actions: readonly Action[], ids: IdWriter): Row[] {
  return inRows(actions.map((action) => toButton(action, ids)));
}

/** Buttons in as many rows as are needed. */
export function inRows(buttons: readonly APIComponentInMessageActionRow[]): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < buttons.length; at += BUTTONS_PER_ROW)
    rows.push({ type: ComponentType.ActionRow, components: buttons.slice(at, at + BUTTONS_PER_ROW) });
  return rows;
}

export function toButton(action: Action, ids: IdWriter): APIButtonComponentWithCustomId {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: label(action.label, BUTTON_LABEL),
    custom_id: ids.button(action.act),
  };
}

function toOption(value: string, text: string): APISelectMenuOption {
  return { value, label: label(text, OPTION_TEXT) };
}

/** Discord refuses two options of one value: the last of them stays, at the place of the first. */
function toList(placeholder: string, options: readonly APISelectMenuOption[], ids: IdWriter): Row[] {
  const distinct = [...new Map(options.map((option) => [option.value, option])).values()];
  if (distinct.length === 0) return [];
  const list = { type: ComponentType.StringSelect as const, custom_id: ids.list(), placeholder };
  return [{ type: ComponentType.ActionRow, components: [{ ...list, options: distinct }] }];
}

/** @param code is part of every id of the message, so that the message can be found again */
export function createIdWriter(code = '', guild?: string) {
  const long = new Map<string, GuildAction>();
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
    /** Actions too long for an id: to be stored before the message is sent. */
    long,
    /** The id of a button; no two in a message are the same, even for the same action. */
    button(act: ButtonAction): string {
      const before = head();
      return `${before}${payload(act, CUSTOM_ID - before.length)}`;
    },
    /** The id of a list to choose from. */
    list: () => `${head()}list`,
    /** The value of an option that acts. */
    option: (act: ButtonAction) => payload(act, OPTION_VALUE),
    /** The value of an option that opens a card's actions. */
    card(id: string, actions: readonly Action[]): string {
      const letters = new Set(actions.map((action) => letterOf(action, id)));
      const short = `${[...letters].join('')}:${id}`;
      const isShort = letters.size > 0 && letters.size === actions.length && !letters.has(undefined);
      return isShort && short.length <= OPTION_VALUE ? short : store({ actions: [...actions] });
    },
    /** The id of a button that opens the settings, with what was typed before under `key`. */
    form: (key: string) => `${head()}form:${key}`,
    /** The id of a button that saves what was typed before under `key`. */
    saveForm: (key: string) => `${head()}save-form:${key}`,
  };
}

/** Reads what Discord gave back. @param value the chosen option, where there is one */
export async function readPressed(stored: StoredActions, customId: string, value?: string): Promise<Pressed> {
  const payload = value ?? /^[0-9a-z]+\.[\w-]*\.(.*)$/s.exec(customId)?.[1] ?? '';
  const [, kind, key] = /^(form|save-form):(.*)$/s.exec(payload) ?? [];
  if (kind !== undefined && key !== undefined) return { kind: kind as 'form', key };
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

function letterOf({ act, label }: Action, id: string): Letter | undefined {
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
