/** The long proofs: `npm run prove -- year [seed]` and the others; figures go to standard output as JSON. */
import { simulateYear } from './year.ts';

const PROOFS: Record<string, (seed: number) => Promise<unknown>> = {
  async year(seed) {
    const report = await simulateYear({ seed, channels: 200, days: 365, deathRate: 0.01, faultRate: 0.05 });
    const { lost, doubled, disordered } = report;
    if (lost.length + doubled.length + disordered.length > 0) process.exitCode = 1;
    return {
      ...report,
      lost: lost.slice(0, 20),
      doubled: doubled.slice(0, 20),
      disordered: disordered.slice(0, 20),
    };
  },
};

const [name = '', seed = '1'] = process.argv.slice(2);
const proof = Object.hasOwn(PROOFS, name) ? PROOFS[name] : undefined;
if (proof === undefined) {
  process.stderr.write(`There is no proof "${name}". There are: ${Object.keys(PROOFS).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const began = performance.now();
  const report = await proof(Number(seed));
  const seconds = Math.round(performance.now() - began) / 1000;
  process.stdout.write(`${JSON.stringify({ proof: name, seed: Number(seed), seconds, report }, null, 2)}\n`);
}
