/**
 * Renders a message as Discord's components, within every budget: 40 components, 4,000 characters and the byte limit for
 * all of it. Text is cut before papers are: excerpts shorten as far as needed, then facts, then buttons move into a
 * list; only what cannot be said in a line each is counted as "and N more".
 */
import {
  type APIComponentInContainer,
  type APIContainerComponent,
  type APISectionComponent,
  type APITextDisplayComponent,
  type APIThumbnailComponent,
  ComponentType,
} from 'discord.js';
import { greatest } from '../../src/chat/greatest.ts';
import { hrefOf } from '../../src/chat/text.ts';
import type { Card, Message } from '../../src/model/message.ts';
import { renderBlock, small } from './blocks.ts';
import { type IdWriter, toButton, toCardList, toCardRows, toMarkList, toRows } from './buttons.ts';
import { type CardRoom, renderCard, renderPaperLine } from './cards.ts';
import type { MessageKey } from './find.ts';
import { fits, MEDIA_URL } from './limits.ts';
import { renderText } from './markup.ts';

/** A blue that reads on Discord's dark and light ground. */
export const ACCENT = 0x5b8def;
/** Cards with a row of buttons each; from there on each has one button or a picture, and lists mark and open each. */
const MOST_WITH_ROWS = 3;
/** No message holds more papers than this, however short. */
const MOST_CARDS = 60;
/** Excerpts get as much as fits, up to this. */
const LONGEST_EXCERPT = 3_900;
/** Below this an excerpt says nothing. */
const SHORTEST_EXCERPT = 40;

/** A degree of detail: how much of everything is shown, in characters. It is taken if excerpts can have theirs at least. */
interface Detail extends CardRoom {
  /** `rows`: each card with a row of buttons; `sections`: with one, or a picture; `plain`: one line each. */
  layout: 'rows' | 'sections' | 'plain';
  /** Whether there is a list to mark the papers with. */
  marks?: true;
  /** For all text outside cards. */
  text: number;
}

/** From generous to terse; the first that fits is taken. A whole abstract goes before a long text beside it. */
const DETAILS: readonly Detail[] = [
  ...[3_600, 1_600, 800].map((text) => rows(text, LONGEST_EXCERPT)),
  rows(3_600, 400),
  ...Array.from({ length: 9 }, (_, at): Detail => ({ ...sections(0.8 ** at), marks: true })),
  ...Array.from({ length: 9 }, (_, at) => sections(0.8 ** at)),
  { layout: 'plain', title: 200, link: 300, facts: 100, links: 100, reason: 0, text: 500, excerpt: 0 },
  { layout: 'plain', title: 110, link: 160, facts: 20, links: 0, reason: 0, text: 400, excerpt: 0 },
  { layout: 'plain', title: 90, link: 80, facts: 0, links: 0, reason: 0, text: 240, excerpt: 0 },
];
const TERSEST = DETAILS.length - 1;

function rows(text: number, excerpt: number): Detail {
  return { layout: 'rows', title: 600, link: 400, facts: 300, links: 400, reason: 300, text, excerpt };
}

/** Excerpts, links and other text shrink faster than titles, facts and reasons. @param share from 1 downwards */
function sections(share: number): Detail {
  return {
    layout: 'sections',
    title: Math.round(600 * share),
    link: Math.min(400, Math.round(1_000 * share)),
    facts: share < 0.2 ? 0 : Math.round(300 * share),
    links: Math.round(300 * share ** 3),
    reason: Math.round(240 * share),
    text: Math.max(400, Math.round(3_600 * share ** 2)),
    excerpt: Math.round(240 * share ** 2),
  };
}

interface Made {
  components: [APIContainerComponent];
  ids: IdWriter;
}

/** @param newIds makes a writer of ids for each try */
export function toComponents(message: Message, newIds: () => IdWriter, key?: MessageKey): Made {
  const count = message.blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : [])).length;
  const attempt = (at: number, shown: number, excerpt: number): Made | undefined => {
    const detail = DETAILS[at] as Detail;
    if (detail.layout === 'rows' && shown > MOST_WITH_ROWS) return undefined;
    const ids = newIds();
    const room = { ...detail, excerpt: excerpt < SHORTEST_EXCERPT ? 0 : excerpt };
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
  const shown = greatest(0, Math.min(count, MOST_CARDS), (cards) => attempt(TERSEST, cards, 0) !== undefined);
  for (const [at, { layout, excerpt }] of DETAILS.entries()) {
    if (attempt(at, shown, excerpt) === undefined) continue;
    const longest = layout === 'plain' ? 0 : LONGEST_EXCERPT;
    const length = greatest(excerpt, longest, (one) => attempt(at, shown, one) !== undefined);
    return attempt(at, shown, length) as Made;
  }
  throw new Error('the message has no version that fits');
}

function build(
  message: Message,
  detail: Detail,
  shown: number,
  left: number,
  ids: IdWriter,
): APIComponentInContainer[] {
  const parts: APIComponentInContainer[] = [];
  const listed: Card[] = [];
  let text = '';
  let textLeft = detail.text;
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
      const layout = block.layout ?? (detail.layout === 'plain' ? 'compact' : undefined);
      if (layout !== undefined) say(renderPaperLine(card, detail, layout));
      else {
        flush();
        parts.push(...cardParts(card, renderCard(card, detail), detail, ids));
      }
      if (layout !== undefined || detail.layout !== 'rows') listed.push(card);
    }
    cardsLeft = Math.max(0, cardsLeft - block.cards.length);
  }
  if (left > 0) say(small(`and ${left} more`));
  flush();
  if (detail.marks) parts.push(...toMarkList(listed, ids));
  parts.push(...toCardList(listed, ids));
  parts.push(...toRows(message.actions, ids));
  if (parts.length === 0)
    parts.push({ type: ComponentType.TextDisplay, content: renderText(message.summary, 500) || '…' });
  return parts;
}

function cardParts(
  card: Card,
  content: string,
  { layout }: Detail,
  ids: IdWriter,
): APIComponentInContainer[] {
  const display = { type: ComponentType.TextDisplay, content } as const;
  const picture = pictureOf(card);
  const [first] = card.actions;
  if (layout === 'rows') {
    const shown = picture ? toSection(display, picture) : display;
    return [shown, ...toCardRows(card.actions, ids)];
  }
  const accessory = picture ?? (first && toButton(first, ids));
  return [accessory ? toSection(display, accessory) : display];
}

function toSection(
  display: APITextDisplayComponent,
  accessory: APISectionComponent['accessory'],
): APISectionComponent {
  return { type: ComponentType.Section, components: [display], accessory };
}

/** Discord's own servers load it, so a reader's address stays hidden from the picture's host. */
function pictureOf({ thumbnail }: Card): APIThumbnailComponent | undefined {
  const url = hrefOf(thumbnail);
  if (url === undefined || !url.startsWith('https://') || url.length > MEDIA_URL) return undefined;
  return { type: ComponentType.Thumbnail, media: { url } };
}
