/** Renders actions as buttons, and as lists to choose from where buttons are too many. */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  type APIComponentInMessageActionRow,
  type APISelectMenuOption,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import { type Action, type Card, plain } from '../../src/model/message.ts';
import { BUTTON_LABEL, BUTTONS_PER_ROW, SELECT_OPTIONS } from './limits.ts';
import { label } from './markup.ts';
import type { IdWriter } from './stored-actions.ts';

/** Buttons under a message; what is beyond goes into a list. */
const MOST_BUTTONS = 9;
/** Characters of an option: labels of all options count toward a message's bytes. */
const OPTION_TEXT = 40;

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** The buttons of a message; those beyond nine are in a list. */
export function toRows(actions: readonly Action[], ids: IdWriter): Row[] {
  const beyond = actions
    .slice(MOST_BUTTONS, MOST_BUTTONS + SELECT_OPTIONS)
    .map((action) => toOption(ids.option(action.act), action.label));
  return [...rowsOf(actions.slice(0, MOST_BUTTONS), ids), ...toList('More', beyond, ids)];
}

/** A list of papers, each with the actions for which it has no button. */
export function toCardList(
  cards: readonly Card[],
  actionsOf: (card: Card) => readonly Action[],
  ids: IdWriter,
): Row[] {
  const options = cards
    .filter((card) => actionsOf(card).length > 0)
    .slice(0, SELECT_OPTIONS)
    .map((card) => toOption(ids.card(card.id, actionsOf(card)), plain(card.title)));
  return toList('More about a paper', options, ids);
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
