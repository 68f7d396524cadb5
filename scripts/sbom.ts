/**
 * Prints a bill of materials (CycloneDX, JSON) of everything that runs in production, from the lockfile: `npm run -s sbom > sbom.json`.
 * npm writes it, and calls the program by the name of its folder; here it has its own.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OPTIONS = [
  '--sbom-format',
  'cyclonedx',
  '--sbom-type',
  'application',
  '--omit',
  'dev',
  '--package-lock-only',
];

export interface Bom {
  bomFormat: string;
  metadata: { component: { name: string } };
  components: { name: string; version: string; purl: string }[];
}

export function makeBom(): Bom {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const bom = JSON.parse(execFileSync('npm', ['sbom', ...OPTIONS], { cwd, encoding: 'utf8' })) as Bom;
  const { name } = JSON.parse(readFileSync(`${cwd}/package.json`, 'utf8')) as { name: string };
  bom.metadata.component.name = name;
  return bom;
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(makeBom(), undefined, 2)}\n`);
