/** A process that dies at any write: what it was told to do before is done or not done, and it never does anything after. */
import type { Random } from './random.ts';

export interface Mortal {
  /** Resolves when it has died. */
  readonly died: Promise<void>;
  isDead(): boolean;
  /** The same object; each of these methods may be the last thing that happens, before or after its work. */
  wrap<T extends object>(target: T, writes: ReadonlySet<string>): T;
  /** Calls of the dead never return. */
  deaths: number;
}

/** @param chance of dying at one write, from 0 to 1 */
export function createMortal(random: Random, chance: number): Mortal {
  let dead = false;
  let tellDied: () => void = () => {};
  const died = new Promise<void>((resolve) => {
    tellDied = resolve;
  });
  const never = () => new Promise<never>(() => {});
  const die = () => {
    dead = true;
    tellDied();
    return never();
  };
  return {
    died,
    deaths: 0,
    isDead: () => dead,
    wrap<T extends object>(target: T, writes: ReadonlySet<string>): T {
      return new Proxy(target, {
        get(object, name) {
          const value = Reflect.get(object, name);
          if (typeof value !== 'function') return value;
          return (...args: unknown[]) => {
            if (dead) return never();
            if (!writes.has(String(name))) return value.apply(object, args);
            const fate = random();
            if (fate < chance / 2) return die();
            return Promise.resolve(value.apply(object, args)).then(
              (result) => (dead || fate < chance ? (dead ? never() : die()) : result),
              (error) => (dead ? never() : Promise.reject(error)),
            );
          };
        },
      });
    },
  };
}
