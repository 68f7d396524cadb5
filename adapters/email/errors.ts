/** Turns what a mail server answered into a PaperboyError that says what a person can do. */
import { about, noAnswer } from '../../src/chat/no-answer.ts';
import { later, PaperboyError } from '../../src/model/errors.ts';
import { Unsent } from './api.ts';
import { MEND_MS, MOST_ANSWER, TRY_AGAIN_MS } from './limits.ts';

/**
 * What a permanent refusal says of the message and not of the address: too large, or its form. The day's post is given up, the
 * next one is sent. https://www.rfc-editor.org/rfc/rfc3463
 */
const ABOUT_MESSAGE = /^55[24]\b.{0,8}\b5\.(?:2\.3|3\.4|6\.\d+)\b|^552\b(?!.{0,8}\b5\.2\.2\b)/;
/** What is wrong with the password or with TLS, such as a certificate that is not trusted. */
const UNUSABLE = /^(?:EAUTH|ETLS|.*(?:CERT|SIGNED|SIGNATURE|SSL|TLS).*)$/;
/** Wait for a server that is not there. Milliseconds. */
const UNREACHED_MS = 60_000;
/** Commands whose refusal is about our own settings, whoever the message is for. */
const OURS = /^(?:CONN|EHLO|LHLO|HELO|STARTTLS|AUTH.*|MAIL FROM|API)$/;

/**
 * @param where the channel's id in Paperboy, for the message
 * @returns `no-access`, `later` and `refused` are certain not to have arrived; `uncertain` is for a message that was handed
 *   over and not answered. Neither a password nor the server's address is in it.
 */
export function readFailure(thrown: unknown, where: string): PaperboyError {
  if (thrown instanceof PaperboyError) return thrown;
  if (!(thrown instanceof Unsent)) return noAnswer(thrown, 'The mail server', where);
  if (thrown.status !== undefined) return readAnswer(thrown, where);
  const why = thrown.reason === undefined ? '' : ` (${thrown.reason})`;
  if (!thrown.isCertain)
    return new PaperboyError('uncertain', about(where, `The mail server didn't answer in time${why}.`));
  if (UNUSABLE.test(thrown.reason ?? ''))
    return later(
      about(where, `The mail server can't be used${why}. Check SMTP_URL. It will be tried again.`),
      MEND_MS,
    );
  return later(about(where, `The mail server can't be reached${why}. It will be tried again.`), UNREACHED_MS);
}

function readAnswer({ status = 0, answer = '', command = '' }: Unsent, where: string): PaperboyError {
  const said = `"${shown(answer)}"`;
  if (status < 500)
    return later(about(where, `The mail server asked us to try later: ${said}.`), TRY_AGAIN_MS);
  if (OURS.test(command))
    return later(
      about(
        where,
        `The mail server refused us: ${said}. Check SMTP_URL and MAIL_FROM. It will be tried again.`,
      ),
      MEND_MS,
    );
  if (ABOUT_MESSAGE.test(answer))
    return new PaperboyError('refused', about(where, `The mail server refused this message: ${said}.`));
  return new PaperboyError('no-access', about(where, `The mail server refused this address: ${said}.`));
}

/**
 * The failure of a message that a server took and that came back for good: as if the server had refused it at once.
 * @param answer what is said of it, beginning with a code such as `550 5.1.1`
 * @param where the channel's id in Paperboy, for the message
 */
export function readReturn(answer: string, where: string): PaperboyError {
  const said = `"${shown(answer)}"`;
  if (ABOUT_MESSAGE.test(answer))
    return new PaperboyError('refused', about(where, `This message was refused after it was sent: ${said}.`));
  return new PaperboyError('no-access', about(where, `Mail to this address came back: ${said}.`));
}

/** On one line, and cut. */
export function shown(answer: string): string {
  const line = answer.replace(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > MOST_ANSWER ? `${line.slice(0, MOST_ANSWER).trimEnd()}…` : line;
}
