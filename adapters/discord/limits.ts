/**
 * What Discord takes, as named constants, each with the page that says so, and how much of it components take. Lengths are
 * UTF-16 units unless stated otherwise.
 */
import { type APIMessageTopLevelComponent, ComponentType } from 'discord.js';
import { partsOf } from '../../src/chat/json.ts';

/** Components in one message, nested ones included. https://discord.com/developers/docs/components/reference */
const COMPONENTS_PER_MESSAGE = 40;
/** Text of one message in all. Discord counts text displays; labels of buttons are counted too, to be on the safe side. */
const TEXT_PER_MESSAGE = 4_000;
/**
 * UTF-8 bytes of a message's text plus 12 for each text display: from about 10,170 on Discord answers 500. Found by
 * trying, in no page; so there is a margin.
 */
const BYTES_PER_MESSAGE = 9_500;
const BYTES_PER_DISPLAY = 12;

export const BUTTONS_PER_ROW = 5;
/** Rows of a message without Components V2. */
export const ROWS_PER_CLASSIC_MESSAGE = 5;
export const BUTTON_LABEL = 80;
export const CUSTOM_ID = 100;
export const SELECT_OPTIONS = 25;
export const OPTION_VALUE = 100;

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
export const EMBED_DESCRIPTION = 4_096;

/** https://discord.com/developers/docs/interactions/application-commands */
export const CHOICES = 25;
export const CHOICE_NAME = 100;

/** https://discord.com/developers/docs/components/reference#text-input */
export const TEXT_INPUT = 4_000;

/** https://discord.com/developers/docs/components/reference#unfurled-media-item */
export const MEDIA_URL = 2_048;

export const THREAD_NAME = 100;
export const TAGS_PER_THREAD = 5;
export const NONCE = 25;

/** A link in a text: longer ones are left out, for they would eat the text's room. */
export const LINK = 400;

/** An interaction wants its first answer within 3 s, and its token lasts 15 minutes. Milliseconds. */
export const FIRST_ANSWER_MS = 3_000;
export const TOKEN_MS = 15 * 60_000;
/** The longest wait for the store before an interaction is worked on: with `DEFER_MS` after it, within the first answer's time. Milliseconds. */
export const CLAIM_MS = 1_000;
/** Work that takes longer than this is announced first. Milliseconds. */
export const DEFER_MS = 1_000;

/**
 * Discord allows 50 requests a second in all, answers to interactions not counted. As a request is on its way within `MISSED_MS` of its
 * turn, no second has more than 48. https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
 */
export const REQUESTS_PER_SECOND = 45;
/** A request that starts later than this after its turn takes another turn. Milliseconds. */
export const MISSED_MS = 50;
/** 10,000 answers of 401, 403 and 429 within 10 minutes ban the address: we stop far below. */
export const INVALID_REQUESTS = 1_000;
export const INVALID_WINDOW_MS = 10 * 60_000;
/** A request without a whole answer by then is cut off. Milliseconds. */
export const REQUEST_MS = 10_000;

export interface Measure {
  components: number;
  /** UTF-16 units of all text that is shown: that of text displays, and of buttons too, to be on the safe side. */
  text: number;
  /** UTF-8 bytes of all text, the options of lists included, and 12 for each text display. */
  bytes: number;
}

/** Keys of components that hold text that is shown. */
const TEXT_KEYS = ['content', 'label', 'placeholder', 'description'];

/** Counted as Discord counts, or more strictly. */
export function measure(components: readonly APIMessageTopLevelComponent[]): Measure {
  const total: Measure = { components: 0, text: 0, bytes: 0 };
  for (const part of partsOf(components)) {
    // Everything with a `type` is a component. Options of a list have none, and are not shown until their list is opened.
    const isComponent = part.type !== undefined;
    if (isComponent) total.components++;
    if (part.type === ComponentType.TextDisplay) total.bytes += BYTES_PER_DISPLAY;
    for (const text of TEXT_KEYS.map((key) => part[key]).filter((value) => typeof value === 'string')) {
      if (isComponent) total.text += text.length;
      total.bytes += Buffer.byteLength(text);
    }
  }
  return total;
}

export function fits(components: readonly APIMessageTopLevelComponent[]): boolean {
  const total = measure(components);
  return (
    total.components <= COMPONENTS_PER_MESSAGE &&
    total.text <= TEXT_PER_MESSAGE &&
    total.bytes <= BYTES_PER_MESSAGE
  );
}
