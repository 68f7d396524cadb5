/** Defines Paperboy's errors: a fixed code, a message that names what to fix, and the cause. */

export type ErrorCode =
  | 'bad-settings' // the person who runs Paperboy can fix it in the settings
  | 'bad-usage' // the person who runs Paperboy can fix it on the command line
  | 'bad-digest' // input that is not a digest
  | 'bad-channels' // input that is not an export of channels
  | 'store' // the store could not be opened, read or written
  | 'address-taken' // the port is in use
  | 'source' // a digest could not be fetched
  | 'model' // a language model gave no answer that can be used
  | 'refused' // the platform rejects the content of this post, so retrying cannot succeed
  | 'no-access' // nothing can be posted to this channel until a person fixes it
  | 'later' // rejected for now and certainly not shown; the same attempt may succeed after `retry.afterMs`
  | 'uncertain'; // unknown whether it was delivered (connection lost, no response, 5xx)

/** Whether the same attempt can succeed: never, or after this many milliseconds. */
export type Retry = 'never' | { afterMs: number };

export class PaperboyError extends Error {
  readonly code: ErrorCode;
  readonly retry: Retry;
  /** What happened and what to do about it, without paths and addresses. */
  readonly advice?: string;
  /** Whether it may have been done all the same: the connection was lost before the answer came. */
  readonly isUncertain: boolean;
  /** Whether only Paperboy's own pace puts the attempt off, which is nothing to worry about. */
  readonly isOwnPace: boolean;
  /** What happened, without quoting the input, for chat and the log: a file may contain private text. */
  readonly gist?: string;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      cause?: unknown;
      retry?: Retry;
      advice?: string | undefined;
      gist?: string | undefined;
      isUncertain?: boolean;
      isOwnPace?: boolean;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PaperboyError';
    this.code = code;
    this.retry = options.retry ?? 'never';
    this.isUncertain = options.isUncertain ?? code === 'uncertain';
    this.isOwnPace = options.isOwnPace ?? false;
    if (options.advice !== undefined) this.advice = options.advice;
    if (options.gist !== undefined) this.gist = options.gist;
  }
}

/** The error for a command line that cannot be carried out. */
export function badUsage(message: string): PaperboyError {
  return new PaperboyError('bad-usage', message);
}

/** The error for a source that cannot be read; with `afterMs`, the same attempt may succeed after that wait. */
export function sourceError(message: string, afterMs?: number, cause?: unknown): PaperboyError {
  return new PaperboyError('source', message, {
    cause,
    retry: afterMs === undefined ? 'never' : { afterMs },
  });
}

/** No wait is longer, whatever a platform asks for: past it a post is tried again, or left to the next one. Milliseconds. */
export const LONGEST_WAIT_MS = 6 * 3_600_000;

/**
 * A failure after which the same attempt may succeed in so many milliseconds, `LONGEST_WAIT_MS` at most.
 * @param isOwnPace whether it is Paperboy's own pace that puts the attempt off
 */
export function later(message: string, afterMs: number, isOwnPace = false): PaperboyError {
  const retry = { afterMs: afterMs > 0 ? Math.min(afterMs, LONGEST_WAIT_MS) : 0 };
  return new PaperboyError('later', message, { retry, isOwnPace });
}

/** A field of anything thrown, nothing at all included; undefined where it has no such field. */
export function fieldOf(thrown: unknown, name: string): unknown {
  return (thrown as Record<string, unknown> | null | undefined)?.[name];
}

/** The code of anything thrown, as of the system, the store or a platform; undefined where it has none in letters. */
export function codeOf(thrown: unknown): string | undefined {
  const code = fieldOf(thrown, 'code');
  return typeof code === 'string' ? code : undefined;
}

/** The message of anything thrown, for a log line or a wrapping error. Never empty. */
export function messageOf(thrown: unknown): string {
  try {
    return wordsOf(thrown) || NO_REASON;
  } catch {
    return NO_REASON;
  }
}

const NO_REASON = 'no reason was given';
/** What an object became that somebody took for a message. */
const NO_MESSAGE = /^(?:\[object \w+\])?$/;

function wordsOf(thrown: unknown): string {
  if (thrown === undefined || thrown === null) return NO_REASON;
  if (typeof thrown !== 'object') return String(thrown);
  const { message, errors, code } = thrown as { message?: unknown; errors?: unknown; code?: unknown };
  if (typeof message === 'string' && !NO_MESSAGE.test(message)) return message;
  // Of several at once, such as one for each address of a host.
  if (Array.isArray(errors) && errors.length > 0) return [...new Set(errors.map(messageOf))].join('; ');
  if (typeof code === 'string') return code;
  if (thrown instanceof Error) return thrown.name;
  return message === undefined ? (JSON.stringify(thrown) ?? NO_REASON).slice(0, 200) : NO_REASON;
}

/** What an error says in chat, without paths of this machine; undefined where it has nothing to say there. */
export function publicReason(thrown: unknown): string | undefined {
  if (!(thrown instanceof PaperboyError)) return undefined;
  return thrown.advice === undefined
    ? thrown.message
    : `Paperboy's store can't be used right now: ${thrown.advice}.`;
}

/** Why something failed, for chat: `publicReason`, or for a program error where the operator can look. */
export function reasonForPeople(thrown: unknown): string {
  return publicReason(thrown) ?? 'Paperboy had an unexpected error. Its log has the details.';
}

/** What happened, for chat: the `gist` where the error has one, else the message. */
export function gistOf(thrown: unknown): string {
  return (thrown instanceof PaperboyError ? thrown.gist : undefined) ?? messageOf(thrown);
}

/** What system error codes mean for a file or folder, as the end of a sentence. */
const FILE_REASONS: Record<string, string> = {
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  // By Node's permission model.
  ERR_ACCESS_DENIED: 'permission is denied',
  ENOTDIR: 'part of its path is not a folder',
  ELOOP: 'its symbolic links form a loop',
  EMFILE: 'too many files are open',
};

/** Why a file could not be read, without its path or content. */
export function fileReason(thrown: unknown): string {
  const code = codeOf(thrown);
  if (thrown instanceof PaperboyError || code === undefined) return gistOf(thrown);
  return FILE_REASONS[code] ?? `the system reported ${code}`;
}
