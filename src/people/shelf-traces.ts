/** Says what each shelf of the core holds of people and workspaces. */
import { type ShelfTraces, type Subject, wholeWhere } from '../model/traces.ts';

const whereNamed = wholeWhere((key, _, { isPerson, isChannel }) =>
  key.split(' ').some((word) => isPerson(word) || isChannel(word)),
);

/** A reset without the signals of a person; all of it goes with its channel, or with the last signal. */
function withoutSignals(_: string, value: unknown, { isPerson, isChannel }: Subject): unknown {
  const { channel, signals } = (value ?? {}) as { channel?: unknown; signals?: unknown };
  if (isChannel(String(channel))) return undefined;
  if (!Array.isArray(signals)) return value;
  const rest = signals.filter((one: { person?: unknown } | null) => !isPerson(String(one?.person)));
  if (rest.length === signals.length) return value;
  return rest.length === 0 ? undefined : { ...(value as object), signals: rest };
}

/** The marks that go: a person's own, or all of a channel that goes. */
function countSignals(value: unknown, subject: Subject): number {
  const { signals } = (value ?? {}) as { signals?: unknown };
  const rest = (withoutSignals('', value, subject) ?? {}) as { signals?: unknown };
  const lengthOf = (list: unknown) => (Array.isArray(list) ? list.length : 0);
  return lengthOf(signals) - lengthOf(rest.signals);
}

/** Of a reset in a channel that others use, the person's signals alone: what others marked is theirs. */
function ownSignals(value: unknown, { isPerson, isChannel }: Subject): unknown {
  const { channel, signals } = value as { channel?: unknown; signals?: unknown };
  if (isChannel(String(channel)) || !Array.isArray(signals)) return value;
  return { ...(value as object), signals: signals.filter((one) => isPerson(String(one?.person))) };
}

export const CORE_TRACES: readonly ShelfTraces[] = [
  {
    shelf: 'greetings',
    kind: 'greetings',
    without: whereNamed,
  },
  {
    shelf: 'zotero',
    kind: 'libraries that are read from elsewhere',
    without: whereNamed,
  },
  {
    shelf: 'taste_resets',
    kind: 'marks, saves and shares that a taste reset deleted, kept for its Undo',
    without: withoutSignals,
    count: countSignals,
    own: ownSignals,
  },
  { shelf: 'papers', holdsNobody: 'papers' },
  { shelf: 'digests', holdsNobody: 'which papers a day had' },
  { shelf: 'source_states', holdsNobody: 'how sources are' },
  { shelf: 'source_memory', holdsNobody: 'how far sources were read' },
  { shelf: 'filled_days', holdsNobody: 'which days were filled' },
  { shelf: 'replica_settings', holdsNobody: 'settings of processes' },
  { shelf: 'doctor', holdsNobody: 'when the store was checked' },
  { shelf: 'retention', holdsNobody: 'when what is too old was deleted last' },
  { shelf: 'backup', holdsNobody: 'when a backup was made' },
];
