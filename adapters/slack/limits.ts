/** Slack's limits, each with the vendor's page, and the length of a text as Slack counts it. */
import { cutWords } from '../../src/chat/text.ts';

/** Lengths are in characters as `weigh` counts them. Pages without a host are under https://docs.slack.dev/reference. */
export const LIMITS = {
  /** Blocks in a message (/block-kit/blocks). */
  blocks: 50,
  /** Blocks in a modal or a home tab (/views). */
  viewBlocks: 100,
  /** Text of a section; also kept for each piece of rich text, for which Slack names no limit (/block-kit/blocks/section-block). */
  section: 3000,
  /** /block-kit/blocks/header-block */
  header: 150,
  /** Elements of an actions block (/block-kit/blocks/actions-block). */
  actions: 25,
  /** /block-kit/block-elements/button-element */
  buttonText: 75,
  buttonValue: 2000,
  url: 3000,
  /** /block-kit/block-elements/plain-text-input-element */
  input: 3000,
  /** /block-kit/composition-objects/option-object */
  optionText: 75,
  optionValue: 75,
  options: 100,
  /** Options of an overflow menu (/block-kit/block-elements/overflow-menu-element). */
  overflow: 5,
  /** Top-level text of a message: longer is cut by Slack (/methods/chat.postMessage). */
  text: 4000,
  /** All the text of one message: above some 13,000 Slack answers `msg_blocks_too_long`, which no page names. */
  message: 12_000,
  viewTitle: 24,
  /** Error texts in a modal: Slack shows a line or two. */
  viewError: 250,
} as const;

/** Time limit of a request to Slack: beyond 10 s the core could stop waiting while it is under way. Milliseconds. */
export const REQUEST_MS = 10_000;
/** One message a second in a channel (https://docs.slack.dev/apis/web-api/rate-limits). */
export const MESSAGE_GAP_MS = 1000;
/** Messages a second in a workspace. Slack allows "a few hundred a minute" (same page). */
export const PER_SECOND = 5;
/** Largest body of an incoming request. Slack's own are far smaller. Bytes. */
export const BODY_BYTES = 1_000_000;

const [AMPERSAND, LESS, GREATER] = [0x26, 0x3c, 0x3e];

/** UTF-16 units, where `&`, `<` and `>` count as the entities that Slack makes of them. */
export function weigh(text: string): number {
  let weight = 0;
  for (let at = 0; at < text.length; at++) weight += weightOf(text.charCodeAt(at));
  return weight;
}

/** Of one UTF-16 unit. */
function weightOf(unit: number): number {
  if (unit === AMPERSAND) return 5;
  return unit === LESS || unit === GREATER ? 4 : 1;
}

/** How many UTF-16 units of a text, from its start on, weigh at most `limit`; never half a character. */
export function unitsWithin(text: string, limit: number): number {
  let units = 0;
  for (let left = limit; units < text.length; units++) {
    left -= weightOf(text.charCodeAt(units));
    if (left < 0) break;
  }
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.test(text.slice(units - 1, units + 1)) && units > 0
    ? units - 1
    : units;
}

/** The first `length` UTF-16 units of a text, or one less where the last would be half a character. */
export function startOf(text: string, length: number): string {
  const splits = /[\uD800-\uDBFF]/.test(text[length - 1] ?? '') && length < text.length;
  return text.slice(0, splits ? length - 1 : length);
}

/** The text cut to a weight, between words, with an ellipsis; unchanged when it fits. A very long word is cut between graphemes. */
export function cut(text: string, limit: number): string {
  if (text.length * 5 <= limit || weigh(text) <= limit) return text;
  return `${cutWords(text, unitsWithin(text, limit - 1)).trimEnd()}…`;
}
