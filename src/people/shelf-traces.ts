/** Says what each shelf of the core holds of people and workspaces. */
import { type ShelfTraces, wholeWhere } from '../model/traces.ts';

const whereNamed = wholeWhere((key, _, { isPerson, isChannel }) =>
  key.split(' ').some((word) => isPerson(word) || isChannel(word)),
);

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
