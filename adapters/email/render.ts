/**
 * Renders a message as an email: a subject that says what is in it, HTML for strict mail programs, and plain text that reads as
 * well. Where the HTML would be clipped by Gmail, all summaries are shortened alike, and the email says so; only then are
 * papers left out, and counted.
 */
import { greatest } from '../../src/chat/greatest.ts';
import { cutWords } from '../../src/chat/text.ts';
import { counted } from '../../src/model/counted.ts';
import { type Block, type Card, type Line, type Message, plain } from '../../src/model/message.ts';
import { blockHtml, blockText } from './blocks.ts';
import { cardHtml, cardText } from './cards.ts';
import { frameHtml, ruleHtml } from './frame.ts';
import { MOST_HTML, SUBJECT } from './limits.ts';
import { tidy, toHtml, toText, wrapped } from './markup.ts';
import { styled } from './styles.ts';

export interface Rendered {
  subject: string;
  html: string;
  text: string;
}

/** What stands below every email. */
export interface Footer {
  lines: Line[];
}

/** How much is shown: characters of each summary, and cards. */
interface Room {
  excerpt: number;
  cards: number;
}

const LONGEST_EXCERPT = 4_000;
/** Below this, a summary says nothing. */
const SHORTEST_EXCERPT = 40;
/** More titles than these fit into no subject. */
const MOST_TITLES = 5;
/** Characters of the facts of a card. */
const FACTS = 300;

/** @param footer what stands below */
export function render(message: Message, footer: Footer): Rendered {
  const cards = cardsOf(message);
  const longest = Math.max(0, ...cards.map(({ excerpt }) => plain(excerpt).length));
  const whole = { excerpt: Math.min(longest, LONGEST_EXCERPT), cards: cards.length };
  const fits = (room: Room) => Buffer.byteLength(htmlOf(message, footer, room, whole)) <= MOST_HTML;
  const room = fits(whole) ? whole : shortened(whole, fits);
  return {
    subject: subjectOf(message),
    html: htmlOf(message, footer, room, whole),
    text: textOf(message, footer, room, whole),
  };
}

/** The summaries as long as they can all be; where not even none would fit, fewer papers. */
function shortened(whole: Room, fits: (room: Room) => boolean): Room {
  const none = { ...whole, excerpt: 0 };
  if (!fits(none))
    return { excerpt: 0, cards: greatest(0, whole.cards, (cards) => fits({ excerpt: 0, cards })) };
  const excerpt = greatest(0, whole.excerpt, (length) => fits({ ...whole, excerpt: length }));
  return { ...whole, excerpt: excerpt < SHORTEST_EXCERPT ? 0 : excerpt };
}

/** How many papers there are, with the first titles; for a message without papers, what it says. On one line. */
export function subjectOf(message: Message): string {
  const titles = cardsOf(message).map(({ title }) => tidy(plain(title)).trim());
  if (titles.length === 0) return cutSubject(tidy(message.summary).trim());
  const count = titles.length === 1 ? '' : `${counted(titles.length, 'paper')}: `;
  return cutSubject(`${count}${titles.slice(0, MOST_TITLES).join('; ')}`);
}

function cutSubject(text: string): string {
  return text.length <= SUBJECT ? text || 'Paperboy' : `${cutWords(text, SUBJECT - 1).trimEnd()}…`;
}

function htmlOf(message: Message, footer: Footer, room: Room, whole: Room): string {
  const rows: string[] = [];
  let left = room.cards;
  for (const [at, block] of message.blocks.entries()) {
    if (block.kind !== 'cards') {
      rows.push(row(blockHtml(block, at === 0), spaceAbove(block, at)));
      continue;
    }
    const { layout = 'cards' } = block;
    for (const card of block.cards.slice(0, left)) {
      rows.push(row(cardHtml(card, layout, { ...room, facts: FACTS }), layout === 'cards' ? 18 : 8));
    }
    left = Math.max(0, left - block.cards.length);
  }
  const notes = notesOf(room, whole).map((note) =>
    row(`<p${styled('quiet')}>${toHtml([{ text: note }])}</p>`),
  );
  const below = footer.lines.map((line) => `<p${styled('quiet')}>${toHtml(line)}</p>`).join('');
  return frameHtml(subjectOf(message), [...rows, ...notes, ruleHtml, row(below, 12)].join('\n'));
}

/** Pixels. */
function spaceAbove({ kind }: Block, at: number): number {
  if (at === 0) return 20;
  return kind === 'heading' ? 28 : 14;
}

function row(html: string, top = 14): string {
  return `<tr><td class="edge" style="padding:${top}px 28px 0">${html}</td></tr>`;
}

function textOf(message: Message, footer: Footer, room: Room, whole: Room): string {
  let number = 0;
  const parts = message.blocks.flatMap((block: Block, at): string[] => {
    if (block.kind !== 'cards') return [blockText(block, at === 0)];
    const { layout = 'cards' } = block;
    const shown = block.cards.slice(0, room.cards - number);
    return shown.map((card) => {
      number += 1;
      return cardText(card, layout, { ...room, facts: FACTS }, number);
    });
  });
  const below = ['-- ', ...footer.lines.map(footerText)].join('\n');
  return `${[...parts, ...notesOf(room, whole), below].join('\n\n')}\n`;
}

/** What is to be copied stays on one line. */
function footerText(line: Line): string {
  return line.every(({ style }) => style === 'code') ? toText(line) : wrapped(toText(line));
}

/** What was left out so that the email is not clipped. */
function notesOf(room: Room, whole: Room): string[] {
  const left = whole.cards - room.cards;
  return [
    ...(room.excerpt < whole.excerpt
      ? [
          `${room.excerpt === 0 ? 'Summaries are left out' : 'Summaries are shortened'}, so that all of this fits into one email.`,
        ]
      : []),
    ...(left > 0 ? [`${counted(left, 'more paper')} didn't fit into this email.`] : []),
  ];
}

function cardsOf({ blocks }: Message): Card[] {
  return blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : []));
}
