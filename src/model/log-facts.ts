/** Holds the facts that every log line written during some work carries, such as the key of the delivery that is sent. */
import { AsyncLocalStorage } from 'node:async_hooks';

export type Facts = Readonly<Record<string, unknown>>;

const current = new AsyncLocalStorage<Facts>();

/** Does the work; each line that it logs, through whatever it calls, carries these facts and those around it. */
export function withLogFacts<T>(facts: Facts, work: () => T): T {
  return current.run({ ...current.getStore(), ...facts }, work);
}

/** The facts of the work that runs now; none outside of any. */
export function logFacts(): Facts {
  return current.getStore() ?? {};
}
