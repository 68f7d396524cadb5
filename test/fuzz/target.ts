/** Defines a target of fuzzing: one input from outside, how it is made up, the code that reads it, and what must hold then. */
import type fc from 'fast-check';
import { PaperboyError } from '../../src/model/errors.ts';

/** What became of an input: it was read, or refused with an error that a person can understand. */
export type Outcome<Output> = { value: Output; refused?: undefined } | { refused: PaperboyError };

export interface Target<Input = unknown, Output = unknown, World = unknown> {
  /** What is read, such as `text pages`. */
  name: string;
  /** Cases in `npm test`: as many as take some tenths of a second. */
  cases: number;
  /** Why it cannot run on this machine; absent where it can. */
  lacks?: string | undefined;
  /** CPU time that one case may take; `MOST_MS` where nothing is said. Milliseconds. */
  mostMs?: number;
  generate: fc.Arbitrary<Input>;
  /** Makes what the cases share. A case must not depend on those before it. */
  open?(): Promise<World> | World;
  /** Hands the input to the public entry that reads it. May throw a `PaperboyError`, and nothing else. */
  run(input: Input, world: World): Promise<Output> | Output;
  /** Throws where something does not hold. */
  holds(outcome: Outcome<Output>, input: Input, world: World): Promise<void> | void;
  close?(world: World): Promise<void> | void;
  /** Inputs that hold a given text, by where it stands in them: reading one takes time that is linear in its length. */
  texts?: Record<string, (text: string) => Input>;
}

/** Far more than any case takes, and less than anything quadratic. Milliseconds. */
export const MOST_MS = 2_000;

/** A target as the registry has it. */
export function target<Input, Output, World = undefined>(given: Target<Input, Output, World>): Target {
  return given as unknown as Target;
}

/** Runs one case. @throws whatever does not hold, and every error that is not one of Paperboy's own */
export async function attempt(
  { run, holds, mostMs = MOST_MS }: Target,
  input: unknown,
  world: unknown,
): Promise<void> {
  const begun = cpuMs();
  const outcome = await outcomeOf(() => run(input, world));
  const took = cpuMs() - begun;
  if (took > mostMs) throw new Error(`it took ${Math.round(took)} ms of CPU time, over ${mostMs}`);
  await holds(outcome, input, world);
}

async function outcomeOf(run: () => unknown): Promise<Outcome<unknown>> {
  try {
    return { value: await run() };
  } catch (error) {
    if (error instanceof PaperboyError) return { refused: error };
    throw error;
  }
}

/** CPU time of this process so far. Milliseconds. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
