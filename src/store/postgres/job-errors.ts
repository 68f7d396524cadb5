/** Tells what is wrong with the job queue in the words of the store's errors. */
import { codeOf, messageOf, PaperboyError } from '../../model/errors.ts';
import type { Log } from '../../model/ports.ts';
import type { Access } from '../driver.ts';
import { wrapStoreError } from '../failure.ts';
import { postgresError } from './failure.ts';

/** The same error is not logged again for so long. Milliseconds. */
const QUIET_MS = 60_000;
/** Codes of Postgres for a schema, table, column or function that is not there. */
const GONE = new Set(['3F000', '42P01', '42703', '42883']);
const LACKS_RIGHT = '42501';
/** A code of Postgres, as none of the system is: it has a digit. */
const SQL_STATE = /^(?=.*\d)[0-9A-Z]{5}$/;
/** Classes of codes for what passes by itself: connections, conflicts, resources, and what an operator or the system does. */
const PASSING = /^(?:08|40|53|55|57|58)/;

const ANEW =
  'a part of the schema is missing; where posts need it, Paperboy tries to create it anew by itself';

/** Whether a part of the queue's schema is not there, as after it was dropped. */
export function isGone(error: unknown): boolean {
  const cause = causeOf(error);
  return GONE.has(codeOf(cause) ?? '') || /^Queue .* does not exist/.test(messageOf(cause));
}

/** Whether an error comes again and again until somebody repairs the queue's schema, or the user's rights on it. */
export function isLasting(error: unknown): boolean {
  const code = codeOf(causeOf(error)) ?? '';
  return isGone(error) || (SQL_STATE.test(code) && !PASSING.test(code));
}

/** How a person has the schema created anew. */
const byHand = (schema: string) =>
  `stop Paperboy, run \`DROP SCHEMA "${schema}" CASCADE\`, and start it again, which creates the schema anew (posts that wait are in other tables)`;

/** Returns a function that says what a lasting error means while jobs are worked on. */
export function jobWarnings(schema: string): (error: unknown) => string {
  return (error) =>
    `Posts are sent, but the job queue can't be maintained, because ${causeIn(schema, error)} (${messageOf(error)}): if a process dies, no other one takes over the posts that it was sending. To repair it, ${byHand(schema)}.`;
}

function causeIn(schema: string, error: unknown): string {
  if (isGone(error)) return `a part of the schema ${schema} is missing`;
  return codeOf(causeOf(error)) === LACKS_RIGHT
    ? `its user lacks a right on the schema ${schema}`
    : `the schema ${schema} isn't as Paperboy made it`;
}

/** Returns a function that wraps what pg-boss threw. */
export function jobErrors(store: string, schema: string): (access: Access, error: unknown) => PaperboyError {
  const name = `${store} (its job queue, in the schema ${schema})`;
  const advice = `a part of the schema is missing; ${byHand(schema)}`;
  const rights = `its user lacks a right; grant it CREATE on the database, and all rights on the schema ${schema} and what is in it`;
  return (access, error) => {
    const cause = causeOf(error);
    if (isGone(cause)) return wrapStoreError(name, access, cause, access === 'opened' ? advice : ANEW);
    if (codeOf(cause) === LACKS_RIGHT) return wrapStoreError(name, access, cause, rights);
    return postgresError(name, access, cause);
  };
}

/** What Postgres threw, where the store has wrapped it. */
function causeOf(error: unknown): object {
  const cause = error instanceof PaperboyError ? (error.cause ?? error) : error;
  return Object(cause);
}

/**
 * Returns a function that logs an error of the queue; the same one, which every worker has again and again while the server is
 * away, once a minute.
 */
export function createTeller(
  log: Log,
  wrap: (access: Access, error: unknown) => Error,
): (error: Error) => void {
  /** Reason to when it was logged. */
  const told = new Map<string, number>();
  return (error) => {
    const now = performance.now();
    for (const [reason, at] of told) if (now - at >= QUIET_MS) told.delete(reason);
    // pg-boss adds the worker's name, also to no message.
    const message = messageOf(error).replace(/ \(Queue: .*\)$/, '');
    const reason = wrap('read', Object.create(error, { message: { value: message } })).message;
    if (told.has(reason)) return;
    told.set(reason, now);
    log.warn('the job queue had an error', { reason });
  };
}
