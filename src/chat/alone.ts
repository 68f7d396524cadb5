/** Does work of one name at a time where this process is the only one. */
import { createKeyedMutex } from '../keyed-mutex.ts';
import type { Alone } from '../model/ports.ts';

export function createAlone(): Alone {
  return createKeyedMutex();
}
