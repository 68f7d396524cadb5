/** Reads email addresses as people type them. What is read holds no line break and nothing else that could end a header. */
import { domainToASCII } from 'node:url';

export interface Mailbox {
  /** In lowercase, its domain in ASCII. */
  address: string;
  /** What follows the `@`. */
  domain: string;
  /** As in `Paperboy <papers@example.org>`. */
  name?: string;
}

/** With a longer one, the id of a channel would be longer than the store allows. Characters. */
const MOST_ADDRESS = 90;
const MOST_NAME = 60;
/** What may stand before the `@` without quotes; a backtick would be code in chat. https://www.rfc-editor.org/rfc/rfc5322#section-3.2.3 */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_{|}~-]+)*$/;
const MOST_LOCAL = 64;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** `me@lab.org`, `<me@lab.org>`, `mailto:me@lab.org` and `Me <me@lab.org>`, or what is wrong with it. */
export function readMailbox(typed: string): { mailbox: Mailbox } | { problem: string } {
  const named = /^([^<>]{0,200})<([^<>]{1,300})>$/s.exec(typed.trim());
  const written = (named?.[2] ?? typed).trim().replace(/^mailto:/i, '');
  const at = written.lastIndexOf('@');
  const [local, domain] = [written.slice(0, Math.max(0, at)).toLowerCase(), domainOf(written.slice(at + 1))];
  if (at < 1 || domain === '') return { problem: "That isn't an email address." };
  // Some letters become others in lowercase, as the sign for kelvin does.
  const isAscii = /^[!-~]*@/.test(written);
  if (!isAscii || !LOCAL.test(local) || local.length > MOST_LOCAL)
    return { problem: "That isn't an email address I can write to." };
  const address = `${local}@${domain}`;
  if (address.length > MOST_ADDRESS)
    return { problem: `An address can have up to ${MOST_ADDRESS} characters.` };
  const name = plainName(named?.[1] ?? '');
  return { mailbox: { address, domain, ...(name === '' ? {} : { name }) } };
}

/** What stands before the `@`. */
export function localOf({ address, domain }: Mailbox): string {
  return address.slice(0, -domain.length - 1);
}

/** In ASCII and lowercase; empty where it is no domain. An address of the internet, such as `127.0.0.1`, is none. */
function domainOf(text: string): string {
  // Letters and digits of any script: what else a name in ASCII could stand for is punctuation that was typed behind it.
  if (/[^\p{L}\p{M}\p{N}.。．｡-]/u.test(text)) return '';
  const domain = domainToASCII(text).toLowerCase();
  return DOMAIN.test(domain) && !/^[\d.]+$/.test(domain) ? domain : '';
}

function plainName(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}"<>]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MOST_NAME);
}
