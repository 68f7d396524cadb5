/** Makes text from outside safe for Slack, escaped for markup and inert elsewhere, and reads what people typed. */
import { partsOf } from '../../src/chat/json.ts';
import { hrefOf } from '../../src/chat/text.ts';
import { cut, startOf } from './limits.ts';

/** Zero-width character that keeps `<!channel>` from being read as a mention wherever text is read as markup. */
const JOINER = '\u2060';

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** For fields that Slack reads as markup, such as a message's `text`. https://docs.slack.dev/messaging/formatting-message-text */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>]/g, (char) => ESCAPES[char] ?? char);
}

/** Undoes Slack's escaping of what people wrote: `upvotes:&gt;20` is `upvotes:>20`. */
export function unescapeMarkup(text: string): string {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/**
 * For plain text and rich text, which Slack shows as they are: looks the same, and stays harmless where some
 * client or export reads it as markup after all. Control characters go, since Slack refuses some of them.
 */
export function inert(text: string): string {
  return withoutControls(text).replace(/<(?=[!@#]|https?:|mailto:|tel:)/gi, `<${JOINER}`);
}

/** Control characters, which Slack rejects, and those that change the direction of the text after them. */
export function withoutControls(text: string): string {
  return text.replace(CONTROLS, '');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;

/** A plain text object; undefined when nothing in it is visible, which Slack rejects. */
export function plainText(
  text: string,
  limit: number,
): { type: 'plain_text'; text: string; emoji: false } | undefined {
  const shown = cut(inert(startOf(text.trimStart(), limit * 2)).trim(), limit);
  return isVisible(shown) ? { type: 'plain_text', text: shown, emoji: false } : undefined;
}

/** Whether anything is visible: Slack rejects text without. */
export function isVisible(text: string): boolean {
  return /[^\s\p{Cf}\p{Zs}\p{Zl}\p{Zp}]/u.test(text);
}

/** The address if it can be a link: http or https, and within Slack's limit. */
export function linkable(url: string | undefined, limit: number): string | undefined {
  const href = hrefOf(url);
  return href !== undefined && href.length <= limit ? href : undefined;
}

/**
 * What a person wrote to Paperboy, without Slack's markup: mentions of the bot are removed, `<https://a|b>` is `https://a`,
 * entities are the characters they stand for, and a command's own name does not count.
 */
export function readWords(text: string): string {
  // What people type has no `<` of its own: Slack writes it `&lt;`. So a tag ends before the next one begins.
  const bare = text.replace(/<([^<>]*)>/g, (mark, inner: string) => readMark(inner) ?? mark);
  return unescapeMarkup(bare)
    .trim()
    .replace(/^\/papers(?=\s|$)\s*/i, '');
}

/** Keys of blocks and attachments that hold text, or the address that a text leads to. */
const READ_KEYS = new Set(['text', 'url', 'title', 'title_link', 'from_url']);
const CONTROLS_SHOWN: ReadonlySet<unknown> = new Set(['actions', 'button', 'overflow', 'static_select']);

/** The visible text of a message as Slack sends it: text, blocks and attachments, without the labels of buttons. */
export function textOf(message: { text?: unknown; blocks?: unknown; attachments?: unknown }): string {
  const { text, blocks, attachments } = message;
  const texts = [text];
  for (const part of partsOf([blocks, attachments], ({ type }) => CONTROLS_SHOWN.has(type)))
    for (const [key, value] of Object.entries(part)) if (READ_KEYS.has(key)) texts.push(value);
  return texts
    .filter((one) => typeof one === 'string')
    .map(readWords)
    .join('\n');
}

/** What stands between `<` and `>` as it was typed; undefined for what is no tag of Slack's. */
function readMark(inner: string): string | undefined {
  const [, meant = '', shown = ''] = /^([^|]*)\|?(.*)$/s.exec(inner) ?? [];
  if (/^@[UW][A-Z0-9]+$/.test(meant)) return ' ';
  if (/^https?:\S+$/.test(meant)) return meant;
  if (/^#[CG][A-Z0-9]+$/.test(meant)) return shown;
  return undefined;
}
