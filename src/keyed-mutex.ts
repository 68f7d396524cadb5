/** Runs work for the same key one after another, for values that are read, changed and written as a whole. */

/** Work for one key runs in the order given; keys do not wait for each other. */
export function createKeyedMutex(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const turns = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
    turns.set(key, turn);
    const settled = () => {
      if (turns.get(key) === turn) turns.delete(key);
    };
    turn.then(settled, settled);
    return turn;
  };
}
