/** The long proofs: `npm run prove -- year [seed]` and the others; figures go to standard output as JSON. */

import type { ReplicasOptions } from './replicas.ts';

/** What is not as it should be, a sentence each; and whatever else was counted. */
interface Proven {
  problems: string[];
}

const SOAK = {
  replicas: 3,
  leaseMs: 10_000,
  faults: 0.01,
  perSecond: 10,
  strikes: ['kill'],
} as const;

const PROOFS: Record<string, (seed: number) => Promise<Proven>> = {
  async year(seed) {
    const { simulateYear } = await import('./year.ts');
    const { lost, doubled, disordered, ...counts } = await simulateYear({
      seed,
      channels: 200,
      days: 365,
      deathRate: 0.01,
      faultRate: 0.05,
    });
    const found = { lost: lost.length, doubled: doubled.length, disordered: disordered.length };
    return { ...counts, ...found, problems: [...lost, ...doubled, ...disordered] };
  },
  ambiguous: async () => (await import('./ambiguous.ts')).proveAmbiguous(1_000),
  kill: async (seed) =>
    (await import('./kill.ts')).proveKill({ seed, channels: 1_000, days: 10, kills: 200, workers: 1 }),
  'kill-two': async (seed) =>
    (await import('./kill.ts')).proveKill({ seed, channels: 1_000, days: 10, kills: 200, workers: 2 }),
  'two-apps': async () => (await import('./two-apps.ts')).proveTwoApps({ rounds: 1_000 }),
  replicas: async (seed) =>
    proveOnServer({
      ...{ seed, deliveries: 100_000, replicas: 4, leaseMs: 10_000, every: { ms: 4_000 }, faults: 0.01 },
      strikes: ['kill', 'stop'],
    }),
  /** Half an hour at 10 posts a second, with a kill every minute. */
  soak: async (seed) =>
    proveOnServer({ ...SOAK, seed, deliveries: 18_000, every: { ms: 60_000 }, flat: ['memory', 'handles'] }),
  /** A minute of it; too short to tell what memory grows to. */
  'soak-minute': async (seed) =>
    proveOnServer({ ...SOAK, seed, deliveries: 600, every: { ms: 15_000 }, flat: ['handles'] }),
  down: async (seed) => (await import('./down.ts')).proveDown({ seed, cases: 500 }),
  async zones(seed) {
    const { HALF_HOURS, proveZones } = await import('./zones.ts');
    const span = { from: Date.UTC(2025, 0), to: Date.UTC(2036, 0) };
    const zones = Intl.supportedValuesOf('timeZone');
    return proveZones({ seed, zones, ...span, times: HALF_HOURS, samples: 4, walk: true });
  },
};

async function proveOnServer(options: Omit<ReplicasOptions, 'url'>): Promise<Proven> {
  const { MOST_CONNECTIONS } = await import('../../src/store/postgres/pool.ts');
  const { createSchema } = await import('../store/server.ts');
  const { url, drop } = await createSchema(MOST_CONNECTIONS);
  const { proveReplicas } = await import('./replicas.ts');
  return proveReplicas({ ...options, url }).finally(drop);
}

const [name = '', seed = '1'] = process.argv.slice(2);
const proof = Object.hasOwn(PROOFS, name) ? PROOFS[name] : undefined;
if (proof === undefined) {
  process.stderr.write(`There is no proof "${name}". There are: ${Object.keys(PROOFS).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const began = performance.now();
  const { problems, ...report } = await proof(Number(seed));
  const seconds = Math.round(performance.now() - began) / 1000;
  const shown = { proof: name, seed: Number(seed), seconds, ...report, problems: problems.slice(0, 20) };
  process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  if (problems.length > 0) process.exitCode = 1;
}
