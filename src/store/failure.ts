/** Errors of the store as a whole, whichever driver threw them. */
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Access } from './driver.ts';

/**
 * Wraps anything thrown by the store.
 * @param name of the store: its path, or its address without user and password
 * @param advice what happened and what to do about it, when that is known
 * @param options `isUncertain`: whether it may have been written all the same; `detail`: for the message, and not for chat
 */
export function wrapStoreError(
  name: string,
  access: Access,
  error: unknown,
  advice: string | undefined,
  { isUncertain = false, detail }: { isUncertain?: boolean; detail?: string | undefined } = {},
): PaperboyError {
  const why = `${advice ?? messageOf(error)}${detail === undefined ? '' : ` (${detail})`}`;
  return new PaperboyError('store', `The store ${name} could not be ${access}: ${why}.`, {
    cause: error,
    advice,
    isUncertain,
  });
}

/** Whether an error is the whole store's (locked, full, damaged, out of reach), not that of the one row asked for. */
export function isStoreDown(error: unknown): boolean {
  return error instanceof PaperboyError && error.code === 'store' && error.advice !== undefined;
}
