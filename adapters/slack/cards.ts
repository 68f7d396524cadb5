/** Renders papers: as cards of two blocks, three with a picture, or as lines of one list. */
import type { ImageElement, KnownBlock, RichTextElement, SectionBlock } from '@slack/types';
import { cardLinks, dotted, factsOf, linkLine, reasonLine, shortFacts } from '../../src/chat/card-facts.ts';
import { type Action, type Card, type Layout, type Line, plain } from '../../src/model/message.ts';
import type { Buttons } from './buttons.ts';
import { LIMITS, weigh } from './limits.ts';
import { clipLine, toList, toParagraphs, toRichText, toRuns } from './markup.ts';
import { linkable, plainText } from './text.ts';

/** How much of each card is shown. */
export interface Detail {
  /** Characters of an excerpt. */
  excerpt: number;
  pictures: boolean;
}

/** Characters of each part of a card. */
const TITLE = 600;
const FACTS = 450;
const REASON = 400;
const LINKS = 300;
/** Characters of a title that stands on a line with others. */
const TITLE_IN_LINE = 250;
/** With an excerpt of up to this length a card's text fits in one block; a longer excerpt has its own blocks. */
const MOST_BESIDE = 1_200;
/** What a screen reader says of a picture, which shows what the text says. */
const PICTURE = 'Picture of the paper';

/**
 * The title, the facts, the excerpt, why the paper is here and where it can be read; below, the marks as buttons with a menu of
 * the other actions. Where nothing can be marked, the facts stand below with the menu beside them. A picture stands beside the
 * excerpt. Only rich and plain text: what stands in a paper can format nothing.
 */
export function toCard(card: Card, { excerpt: most, pictures }: Detail, buttons: Buttons): KnownBlock[] {
  const title = toRuns(titleOf(card), TITLE);
  const links = toRuns(
    dotted(
      cardLinks(card)
        .filter(({ url }) => linkable(url, LIMITS.url))
        .map(linkLine),
    ),
    LINKS,
  );
  const reason = toRuns(reasonLine(card), REASON);
  const facts = factsOf(card).join(' · ');
  const excerpt = clipLine(card.excerpt, most);
  const marks = card.actions.filter(isMark);
  const menu = buttons.toMenu(card.actions.filter((action) => !isMark(action)));
  const factsBelow = menu.length > 0 && marks.length === 0;
  const below = factsBelow
    ? toMenuBlocks(facts, menu)
    : toActions([...marks.flatMap(buttons.toButton), ...menu]);
  const inText = factsBelow ? [] : toRuns([{ text: facts }], FACTS);
  const picture = pictures ? pictureOf(card) : undefined;
  const beside = picture && besidePicture(excerpt, picture);
  if (beside) return [...toRichText(lines([title, inText, links, reason])), beside, ...below];
  if (weigh(plain(excerpt)) > MOST_BESIDE) {
    const ending = toRichText(lines([reason, links]));
    return [...toRichText(lines([title, inText])), ...toParagraphs(excerpt), ...ending, ...below];
  }
  return [...toRichText(lines([title, inText, toRuns(excerpt), reason, links])), ...below];
}

/** A paper a line, in as few blocks as possible: the title, and in the compact layout what is most worth knowing. */
export function toLines(cards: readonly Card[], layout: Exclude<Layout, 'cards'>): KnownBlock[] {
  return toList(
    cards.map((card): Line => {
      const title = clipLine(titleOf(card, undefined), TITLE_IN_LINE);
      return layout === 'titles' ? title : dotted([title, ...shortFacts(card)]);
    }),
  );
}

const isMark = ({ act }: Action) => act.do === 'mark';

type Menu = ReturnType<Buttons['toMenu']>;

function toActions(elements: Menu): KnownBlock[] {
  return elements.length > 0 ? [{ type: 'actions', elements: elements.slice(0, LIMITS.actions) }] : [];
}

/** The facts with the menu at their end; the menu alone where there are none. */
function toMenuBlocks(facts: string, menu: Menu): KnownBlock[] {
  const text = plainText(facts, FACTS);
  const [accessory, ...more] = menu;
  if (text && accessory && more.length === 0) return [{ type: 'section', text, accessory }];
  return [...(text ? [{ type: 'section' as const, text }] : []), ...toActions(menu)];
}

/** Text beside a picture is plain, so one with marked words keeps its marks, and has no picture. */
function besidePicture(excerpt: Line, accessory: ImageElement): SectionBlock | undefined {
  if (excerpt.some(({ style, url }) => style !== undefined || url !== undefined)) return undefined;
  const text = plainText(plain(excerpt), LIMITS.section);
  return text && { type: 'section', text, accessory };
}

function pictureOf({ thumbnail }: Card): ImageElement | undefined {
  const image_url = linkable(thumbnail, LIMITS.url);
  return image_url?.startsWith('https://') ? { type: 'image', image_url, alt_text: PICTURE } : undefined;
}

/** Paragraphs, each in a line of its own. */
function lines(paragraphs: readonly RichTextElement[][]): RichTextElement[] {
  return paragraphs
    .filter(({ length }) => length > 0)
    .flatMap((part, at) => (at === 0 ? part : [{ type: 'text' as const, text: '\n' }, ...part]));
}

function titleOf(card: Card, style: 'strong' | undefined = 'strong'): Line {
  const withdrawn: Line = card.withdrawn ? [{ text: 'Withdrawn: ' }] : [];
  return [...withdrawn, { text: plain(card.title), url: card.url, ...(style ? { style } : {}) }];
}
