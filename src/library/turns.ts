/** Lets one piece of work run at a time in the process, and a few wait for it. */

/** @param most pieces of work that wait */
export function createTurns(most: number) {
  let turn: Promise<unknown> = Promise.resolve();
  let open = 0;
  /** The result of the work; undefined where too many wait, and it is not begun. Rejects as the work does. */
  return async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    if (open > most) return undefined;
    open += 1;
    const own = turn.then(work);
    turn = own.catch(() => {});
    try {
      return await own;
    } finally {
      open -= 1;
    }
  };
}
