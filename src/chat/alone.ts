/** Does work of one name at a time where this process is the only one. */
import { createKeyedMutex } from '../keyed-mutex.ts';
import type { Alone, UnlessElsewhere } from '../model/ports.ts';

export function createAlone(): Alone {
  return createKeyedMutex();
}

/** For work that need not be done twice. */
export function createUnlessElsewhere(): UnlessElsewhere {
  const underWay = new Set<string>();
  return async (name, work) => {
    if (underWay.has(name)) return false;
    underWay.add(name);
    try {
      await work();
      return true;
    } finally {
      underWay.delete(name);
    }
  };
}
