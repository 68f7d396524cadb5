/**
 * A number of deliveries in; how each of the five ambiguous faults ended for them, with a platform that can be searched,
 * one whose search fails and one that has none, out. Real ledger and sender, a clock that only moves when told.
 */
import { createReaders, type Fault } from '../delivery/readers.ts';
import { createWorld, deliveryOf, settleAll } from '../delivery/world.ts';

export const AMBIGUOUS = ['drop-before', 'drop-after', 'error-before', 'error-after', 'hang-after'] as const;
const SHOWN: readonly Fault[] = ['drop-after', 'error-after', 'hang-after'];
const FINDS = ['works', 'fails', 'never'] as const;

export interface AmbiguousRow {
  fault: Fault;
  find: (typeof FINDS)[number];
  faults: number;
  posted: number;
  unknown: number;
  /** The most often that one key was seen. */
  most: number;
}

export async function proveAmbiguous(count: number): Promise<{ rows: AmbiguousRow[]; problems: string[] }> {
  const rows: AmbiguousRow[] = [];
  const problems: string[] = [];
  for (const find of FINDS) {
    for (const fault of AMBIGUOUS) {
      const row = await meet(fault, find, count);
      rows.push(row);
      problems.push(...problemsOf(row, count));
    }
  }
  return { rows, problems };
}

async function meet(fault: Fault, find: AmbiguousRow['find'], count: number): Promise<AmbiguousRow> {
  const world = await createWorld();
  const channels = Array.from({ length: count }, (_, at) => `c${at}`);
  await world.ledger.plan(
    channels.map((channel) => deliveryOf(channel, 23, 'p1')),
    world.now,
  );
  const tried = new Set<string>();
  const readers = createReaders(
    ({ key }) => {
      if (tried.has(key)) return 'none';
      tried.add(key);
      return fault;
    },
    { find },
  );
  await settleAll(world, world.sender(readers));
  const row: AmbiguousRow = { fault, find, faults: tried.size, posted: 0, unknown: 0, most: 0 };
  for (const channel of channels) {
    const delivery = await world.ledger.get(`test:t:${channel} 2026-11-23`);
    if (delivery?.state === 'posted') row.posted++;
    // Shown to people as unknown, and no longer tried by itself.
    if (delivery?.state === 'unknown' && delivery.notBefore === undefined && delivery.reason) row.unknown++;
  }
  row.most = Math.max(0, ...readers.counts().values());
  const seen = readers.counts().size;
  const expected = find === 'works' || SHOWN.includes(fault) ? count : 0;
  if (seen !== expected) throw new Error(`${fault}, find ${find}: ${seen} keys seen, not ${expected}.`);
  await world.store.close();
  return row;
}

function problemsOf({ fault, find, faults, posted, unknown, most }: AmbiguousRow, count: number): string[] {
  const name = `${fault}, find ${find}`;
  const resolved = find === 'works' ? posted : unknown;
  return [
    ...(faults === count ? [] : [`${name}: ${faults} faults of ${count}`]),
    ...(most <= 1 ? [] : [`${name}: a key was seen ${most} times`]),
    ...(resolved === count ? [] : [`${name}: ${posted} posted, ${unknown} unknown of ${count}`]),
  ];
}
