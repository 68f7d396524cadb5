/**
 * Reads bounces that are written for people alone, as qmail, older Exims and some gateways send them. Only what says in so many
 * words that it is final counts as final.
 */
import { ADDRESSES, type Fate } from './delivery-status.ts';
import { MOST_RECIPIENTS } from './limits.ts';

/** From here on, a bounce quotes the message itself. */
const COPY =
  /^(?:-{2,}[ \t]*(?:Below this line is a copy|This is a copy of|Original message|Message header|The following message|Forwarded message|The header of the original)|-{5,}[ \t]*$)/im;
const FINAL =
  /\b(?:permanent (?:fatal )?error|permanently|given up|giving up|could not be delivered|was(?:n't| not) delivered|undeliverable|wasn't able to deliver)\b/i;
const WAITS =
  /\b(?:will (?:be )?(?:retr|keep trying|continue to|try)|has not yet been|delayed|temporar|transient|no action is required|still trying|warning only)/i;
/** `550 5.1.1 ...`, or `#5.1.1` in qmail's words. */
const ANSWER = /(?:^|[\s:;"'(])(5\d\d[ -](?:#?5\.\d{1,3}\.\d{1,3}\b)?.{0,400})/;
const QMAIL_STATUS = /\(#(5\.\d{1,3}\.\d{1,3})\)/;
const DEFERRED = /(?:^|[\s:;"'(])4\d\d[ -]#?4\.\d{1,3}\.\d{1,3}\b|\(#4\.\d{1,3}\.\d{1,3}\)/;
/** Before the address that a list or a forwarded mailbox has, as Exim writes it below the one that failed. */
const ORIGIN =
  /\b(?:generated|expanded|forwarded|redirected) from:?[ \t]{1,9}$|\boriginally (?:addressed )?to:?[ \t]{1,9}$/i;
/** A longer explanation is no bounce. Characters. */
const MOST_TEXT = 16_000;
/** Characters before an address that are looked at. */
const MOST_LEAD = 40;

/**
 * What the words of a bounce say of the recipients that they name; none where they do not say that it is final.
 * @param failed addresses that a header names as those that failed
 */
export function readPlainBounce(text: string, failed: readonly string[]): Fate[] {
  const copy = COPY.exec(text)?.index ?? text.length;
  const words = text.slice(0, Math.min(copy, MOST_TEXT));
  const named = [...words.matchAll(ADDRESSES)].slice(0, MOST_RECIPIENTS);
  const isOrigin = ({ index }: RegExpExecArray) =>
    ORIGIN.test(words.slice(Math.max(0, index - MOST_LEAD), index).replace(/[<"']$/, ''));
  const sentTo = named.filter(isOrigin).map(inLowercase);
  const final = failed.length > 0 ? failed : named.filter((one) => !isOrigin(one)).map(inLowercase);
  if (!FINAL.test(words) || WAITS.test(words) || DEFERRED.test(words)) return [];
  const answer = ANSWER.exec(words)?.[1] ?? QMAIL_STATUS.exec(words)?.[1];
  if (answer === undefined) return [];
  const said = /^5\d\d/.test(answer)
    ? answer.replace(/^(5\d\d)-/, '$1 ')
    : `550 ${answer} ${lineWith(answer, words)}`;
  const fate = { sentTo, isOver: true, isPermanent: true, answer: said.trim() };
  // Words name who wrote them too; a header names each that failed.
  return failed.length > 0
    ? failed.map((one) => ({ ...fate, failed: [one] }))
    : [{ ...fate, failed: [...new Set(final)] }];
}

function inLowercase([address]: RegExpExecArray): string {
  return address.toLowerCase().replace(/\.$/, '');
}

function lineWith(part: string, words: string): string {
  return (
    words
      .split('\n')
      .find((line) => line.includes(part))
      ?.trim() ?? ''
  );
}
