/** Notes what a person said of a paper by saving or sharing it. Taste is secondary: where it cannot be noted, the rest holds. */
import { messageOf } from '../model/errors.ts';
import type { SignalKind } from '../taste/signals.ts';
import type { Caller, Context } from './context.ts';

type By = Pick<Caller, 'person' | 'place'>;
type Needs = Pick<Context, 'signals' | 'clock' | 'log'>;

/** Adds a signal of the caller. Never throws. */
export function noteSignal(paper: string, kind: SignalKind, by: By, context: Needs): Promise<void> {
  const said = { person: by.person.id, channel: by.place.id, paper, kind, at: context.clock() };
  return attempt(() => context.signals.add(said), context);
}

/** Takes a signal of the caller back, in whichever channel it was given. Never throws. */
export function dropSignal(
  paper: string,
  kind: SignalKind,
  { person }: Pick<By, 'person'>,
  context: Needs,
): Promise<void> {
  return attempt(() => context.signals.removeAnywhere({ person: person.id, paper, kind }), context);
}

/** Takes all signals of a kind back that the caller gave, in whichever channel. Never throws. */
export function dropSignals(kind: SignalKind, { person }: Pick<By, 'person'>, context: Needs): Promise<void> {
  return attempt(() => context.signals.removeAll({ person: person.id, kind }), context);
}

async function attempt(write: () => Promise<unknown>, { log }: Needs): Promise<void> {
  try {
    await write();
  } catch (error) {
    log.warn('a signal of taste could not be written', { reason: messageOf(error) });
  }
}
