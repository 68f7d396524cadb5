/**
 * Reads what a report says of each recipient: delivery status notifications, and what else is written as fields of a name and a value.
 * https://www.rfc-editor.org/rfc/rfc3464 https://www.rfc-editor.org/rfc/rfc5965
 */
import { MOST_RECIPIENTS } from './limits.ts';

/** Values by the names of their fields, in lowercase; the first of each name counts. */
export type Fields = ReadonlyMap<string, string>;

/** What became of a message for one recipient. Addresses are in lowercase. */
export interface Fate {
  /** The address that failed: another than the message was sent to where mail is forwarded, or handed to the members of a list. */
  failed: string[];
  /** The one that the message was sent to, where it is told. */
  sentTo: string[];
  /** Whether it is certain that it failed, and that no server tries again. */
  isOver: boolean;
  /** Whether a server refused it for good, so that the next message would fail as well. */
  isPermanent: boolean;
  /** What the server said, beginning with a code: `550 5.1.1 No such user`. */
  answer: string;
}

const RECIPIENTS = ['original-recipient', 'final-recipient'];
/** Characters of a server's answer that are read. */
const MOST_DIAGNOSTIC = 1_000;
const CODE = /^[45]\d\d\b/;
const STATUS = /\b([245])\.\d{1,3}\.\d{1,3}\b/;

/** The addresses in a text. */
export const ADDRESSES = /[^\s<>@"':;,()[\]]{1,64}@[^\s<>@"':;,()[\]]{1,250}/g;

/** Groups of fields, between empty lines. Lines that are no fields are left out. */
export function readGroups(text: string): Fields[] {
  const groups: Map<string, string>[] = [];
  let group: Map<string, string> | undefined;
  let last: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      group = undefined;
      last = undefined;
    } else if (/^[ \t]/.test(line) && group !== undefined) {
      if (last !== undefined) group.set(last, `${group.get(last)} ${line.trim()}`);
    } else {
      const colon = line.indexOf(':');
      const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
      if (!/^[a-z0-9-]{1,60}$/.test(name)) continue;
      if (group === undefined) {
        // One more than there are recipients: the first tells of the message.
        if (groups.length > MOST_RECIPIENTS) break;
        group = new Map();
        groups.push(group);
      }
      last = group.has(name) ? undefined : name;
      if (last !== undefined) group.set(last, line.slice(colon + 1).trim());
    }
  }
  return groups;
}

/** What became of the message for each recipient: those for whom it failed or waits, and the addresses that it reached. */
export function readFates(text: string): { fates: Fate[]; reached: string[] } {
  const groups = readGroups(text);
  return { fates: groups.flatMap(readFate), reached: groups.flatMap(reachedIn) };
}

/** Handed to a mailbox, to a server that sends no reports, or to the members of a list. https://www.rfc-editor.org/rfc/rfc3464#section-2.3.3 */
function reachedIn(fields: Fields): string[] {
  const isReached = /^(?:delivered|relayed|expanded)\b/i.test(fields.get('action') ?? '');
  return isReached ? RECIPIENTS.flatMap((name) => readAddress(fields.get(name))) : [];
}

function readFate(fields: Fields): Fate[] {
  const action = (fields.get('action') ?? '').toLowerCase();
  const [sentTo, final] = RECIPIENTS.map((name) => readAddress(fields.get(name))) as [string[], string[]];
  const failed = final.length > 0 ? final : sentTo;
  if (failed.length === 0 || !/^(?:failed|delayed)\b/.test(action)) return [];
  const diagnostic = (fields.get('diagnostic-code') ?? '')
    .slice(0, MOST_DIAGNOSTIC)
    .replace(/^[\w-]{1,20}\s*;\s*/, '');
  const status = STATUS.exec(fields.get('status') ?? '') ?? STATUS.exec(diagnostic);
  const kind = status?.[1] ?? CODE.exec(diagnostic)?.[0][0];
  const isOver = action.startsWith('failed') && (kind === '5' || kind === '4');
  const answer = answerOf(status?.[0], diagnostic);
  return [{ failed, sentTo, isOver, isPermanent: isOver && kind === '5', answer }];
}

/** With a code at its beginning, also where the report has none there, and the status that the server told, if it told one. */
function answerOf(status: string | undefined, diagnostic: string): string {
  // Answers of several lines begin each with `550-5.1.1`.
  const said = diagnostic.replace(/(^|\s)[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3}\b ?)?/g, (code, space, at) =>
    at === 0 ? code.replace('-', ' ') : space,
  );
  const [code, rest] = CODE.test(said) ? [said.slice(0, 3), said.slice(3).trim()] : ['', said.trim()];
  const told = status !== undefined && !STATUS.test(rest) ? `${status} ${rest}` : rest;
  return `${code || (status?.startsWith('4') ? '450' : codeOf(status))} ${told}`.trim();
}

/** What a server that told no code of its own would have answered: 552 for what is too large, else 550. */
function codeOf(status = ''): string {
  return /^5\.(?:2\.[23]|3\.4)$/.test(status) ? '552' : /^5\.6\./.test(status) ? '554' : '550';
}

/** `rfc822; me@lab.org`; with `+2B` and so on for what may not stand there. https://www.rfc-editor.org/rfc/rfc3461#section-4 */
export function readAddress(value = ''): string[] {
  const text = value.replace(/^[\w-]{1,20}\s*;/, '').trim();
  const bare = /<([^<>]{3,400})>/.exec(text.slice(0, 500))?.[1] ?? text;
  const address = bare.replace(/\+([0-9A-F]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return address.length <= 320 && /^[^\s@<>]+@[^\s@<>]+$/.test(bare)
    ? [...new Set([bare.toLowerCase(), address.toLowerCase()])]
    : [];
}
