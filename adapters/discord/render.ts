/**
 * Renders a message as Discord's components, within every budget: 40 components, 4,000 characters and the byte limit for
 * all of it. Text gives way before papers do: excerpts shorten as far as they must, then facts, then buttons move into a
 * list; only what cannot be said in a line each is counted as "and N more".
 */
import {
  type APIComponentInContainer,
  type APIContainerComponent,
  type APISelectMenuOption,
  ButtonStyle,
  ComponentType,
} from 'discord.js';
import type { Action, Card, Message } from '../../src/model/message.ts';
import { renderBlock } from './blocks.ts';
import { type CardRoom, renderCard, small } from './cards.ts';
import type { MessageKey } from './idempotency-key.ts';
import * as limits from './limits.ts';
import { label, renderText } from './markup.ts';
import { fits } from './measure.ts';
import type { IdWriter } from './stored-actions.ts';

/** A blue that reads on Discord's dark and light ground. */
export const ACCENT = 0x5b8def;
/** Cards with a row of buttons each; from there on each has one button, and a list holds the rest. */
const MOST_WITH_ROWS = 3;
/** Buttons under a message; what is beyond goes into a list. */
const MOST_BUTTONS = 9;
/** No message holds more papers than this, however short. */
const MOST_CARDS = 60;

interface Step extends Omit<CardRoom, 'excerpt'> {
  layout: 'rows' | 'sections' | 'plain';
  /** For all text that is no card. */
  text: number;
  /** The step is taken if excerpts can have so much at least; they get as much as fits, up to the other. */
  excerpt: readonly [least: number, most: number];
}

/** A step with the room that its excerpts got. */
type Room = Omit<Step, 'excerpt'> & CardRoom;

/** Below this an excerpt says nothing. */
const SHORTEST_EXCERPT = 40;

/** From generous to terse; the first that fits is taken. */
const STEPS: readonly Step[] = [
  { layout: 'rows', title: 600, link: 400, facts: 300, reason: 300, text: 3_600, excerpt: [400, 3_900] },
  { layout: 'sections', title: 600, link: 400, facts: 300, reason: 240, text: 3_600, excerpt: [240, 3_900] },
  { layout: 'sections', title: 400, link: 400, facts: 200, reason: 160, text: 1_600, excerpt: [150, 1_200] },
  { layout: 'sections', title: 320, link: 400, facts: 150, reason: 120, text: 1_000, excerpt: [110, 400] },
  { layout: 'sections', title: 260, link: 400, facts: 110, reason: 100, text: 800, excerpt: [80, 300] },
  { layout: 'sections', title: 220, link: 400, facts: 80, reason: 90, text: 700, excerpt: [60, 200] },
  { layout: 'sections', title: 200, link: 300, facts: 60, reason: 70, text: 600, excerpt: [40, 150] },
  { layout: 'sections', title: 160, link: 300, facts: 50, reason: 60, text: 500, excerpt: [0, 120] },
  { layout: 'sections', title: 130, link: 250, facts: 0, reason: 50, text: 400, excerpt: [0, 0] },
  { layout: 'sections', title: 100, link: 160, facts: 0, reason: 40, text: 400, excerpt: [0, 0] },
  { layout: 'plain', title: 200, link: 300, facts: 100, reason: 60, text: 500, excerpt: [0, 0] },
  { layout: 'plain', title: 110, link: 160, facts: 0, reason: 0, text: 400, excerpt: [0, 0] },
  { layout: 'plain', title: 90, link: 80, facts: 0, reason: 0, text: 240, excerpt: [0, 0] },
];
const TERSEST = STEPS.length - 1;

interface Made {
  components: [APIContainerComponent];
  ids: IdWriter;
}

/** @param newIds makes a writer of ids for each try */
export function toComponents(message: Message, newIds: () => IdWriter, key?: MessageKey): Made {
  const count = message.blocks.reduce(
    (sum, block) => sum + (block.kind === 'cards' ? block.cards.length : 0),
    0,
  );
  const attempt = (at: number, shown: number, excerpt: number): Made | undefined => {
    const step = STEPS[at] as Step;
    if (step.layout === 'rows' && shown > MOST_WITH_ROWS) return undefined;
    const ids = newIds();
    const room = { ...step, excerpt: excerpt < SHORTEST_EXCERPT ? 0 : excerpt };
    const components: [APIContainerComponent] = [
      {
        type: ComponentType.Container,
        ...(key ? { id: key.number } : {}),
        accent_color: ACCENT,
        components: build(message, room, shown, count - shown, ids),
      },
    ];
    return fits(components) ? { components, ids } : undefined;
  };
  const shown = mostThat(0, Math.min(count, MOST_CARDS), (cards) => attempt(TERSEST, cards, 0));
  for (const [at, { excerpt }] of STEPS.entries()) {
    const [least, most] = excerpt;
    if (attempt(at, shown.number, least) === undefined) continue;
    return mostThat(least, most, (length) => attempt(at, shown.number, length)).made;
  }
  return shown.made;
}

/** The greatest number that something can be made for, found by halving. For the least one it always can. */
function mostThat(
  least: number,
  most: number,
  make: (number: number) => Made | undefined,
): { number: number; made: Made } {
  let [low, high] = [least, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (make(middle)) low = middle;
    else high = middle - 1;
  }
  const made = make(low);
  if (made === undefined) throw new Error('a message has a form at every degree of detail');
  return { number: low, made };
}

function build(
  message: Message,
  step: Room,
  shown: number,
  left: number,
  ids: IdWriter,
): APIComponentInContainer[] {
  const parts: APIComponentInContainer[] = [];
  const listed: Card[] = [];
  let text = '';
  let textLeft = step.text;
  let cardsLeft = shown;
  const flush = () => {
    if (text.trim() !== '') parts.push({ type: ComponentType.TextDisplay, content: text });
    text = '';
  };
  const say = (words: string) => {
    if (words.trim() === '') return;
    text += text === '' ? words : `\n${words}`;
  };
  for (const block of message.blocks) {
    if (block.kind !== 'cards') {
      const words = renderBlock(block, textLeft);
      textLeft -= words.length;
      say(words);
      continue;
    }
    for (const card of block.cards.slice(0, cardsLeft)) {
      const words = renderCard(card, step);
      if (step.layout === 'plain') say(words);
      else {
        flush();
        parts.push(...cardParts(card, words, step, ids));
      }
      if (step.layout !== 'rows') listed.push(card);
    }
    cardsLeft = Math.max(0, cardsLeft - block.cards.length);
  }
  if (left > 0) say(small(`and ${left} more`));
  flush();
  parts.push(...controls(message.actions, listed, step, ids));
  if (parts.length === 0)
    parts.push({ type: ComponentType.TextDisplay, content: renderText(message.summary, 500) || '…' });
  return parts;
}

function cardParts(card: Card, content: string, step: Room, ids: IdWriter): APIComponentInContainer[] {
  const display = { type: ComponentType.TextDisplay, content } as const;
  const [first] = card.actions;
  if (first === undefined) return [display];
  if (step.layout === 'rows') return [display, ...rowsOf(card.actions, ids)];
  return [{ type: ComponentType.Section, components: [display], accessory: button(first, ids) }];
}

/** The buttons of the message, and a list of the papers whose other actions have no button. */
function controls(
  actions: readonly Action[],
  listed: readonly Card[],
  step: Room,
  ids: IdWriter,
): APIComponentInContainer[] {
  const parts: APIComponentInContainer[] = [];
  const options = new Map<string, APISelectMenuOption>();
  for (const card of listed) {
    const others = step.layout === 'plain' ? card.actions : card.actions.slice(1);
    if (others.length === 0 || options.size >= limits.SELECT_OPTIONS) continue;
    const value = ids.card(card.id, others);
    options.set(value, { value, label: label(card.title.map(({ text }) => text).join(''), 40) });
  }
  if (options.size > 0) parts.push(listOf('More about a paper', [...options.values()], ids));
  parts.push(...rowsOf(actions.slice(0, MOST_BUTTONS), ids));
  const beyond = new Map<string, APISelectMenuOption>();
  for (const { label: words, act } of actions.slice(MOST_BUTTONS, MOST_BUTTONS + limits.SELECT_OPTIONS)) {
    const value = ids.option(act);
    beyond.set(value, { value, label: label(words, 40) });
  }
  if (beyond.size > 0) parts.push(listOf('More', [...beyond.values()], ids));
  return parts;
}

function listOf(placeholder: string, options: APISelectMenuOption[], ids: IdWriter): APIComponentInContainer {
  return {
    type: ComponentType.ActionRow,
    components: [{ type: ComponentType.StringSelect, custom_id: ids.list(), placeholder, options }],
  };
}

export function rowsOf(actions: readonly Action[], ids: IdWriter) {
  const rows = [];
  for (let at = 0; at < actions.length; at += limits.BUTTONS_PER_ROW) {
    const buttons = actions.slice(at, at + limits.BUTTONS_PER_ROW).map((action) => button(action, ids));
    rows.push({ type: ComponentType.ActionRow as const, components: buttons });
  }
  return rows;
}

function button(action: Action, ids: IdWriter) {
  return {
    type: ComponentType.Button as const,
    style: ButtonStyle.Secondary as const,
    label: label(action.label, limits.BUTTON_LABEL),
    custom_id: ids.button(action.act),
  };
}
