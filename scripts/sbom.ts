/**
 * Prints a bill of materials (CycloneDX, JSON) of everything that runs in production, from the lockfile: `npm run -s sbom > sbom.json`.
 * npm writes it. What is for development alone is left out here, by the lockfile: with `--omit dev`, npm 11.19 also leaves out packages
 * that production shares with it, such as pg-types. And npm calls the program by the name of its folder.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const OPTIONS = ['--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
const root = fileURLToPath(new URL('..', import.meta.url));

export interface Bom {
  bomFormat: string;
  metadata: { component: { name: string; 'bom-ref': string } };
  components: { name: string; version: string; 'bom-ref': string }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** `name@version` of each package that is installed in production, on whichever system. */
export function production(): Set<string> {
  const { packages } = readJson<{ packages: Record<string, { version: string; dev?: boolean }> }>(
    'package-lock.json',
  );
  const used = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  return new Set(used.map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`));
}

export function makeBom(): Bom {
  const text = execFileSync('npm', ['sbom', ...OPTIONS], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  });
  const bom = JSON.parse(text) as Bom;
  const { component } = bom.metadata;
  component.name = readJson<{ name: string }>('package.json').name;
  const used = production();
  const components = bom.components.filter(({ name, version }) => used.has(`${name}@${version}`));
  const refs = new Set([component['bom-ref'], ...components.map((one) => one['bom-ref'])]);
  const dependencies = bom.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map((one) => ({ ...one, dependsOn: one.dependsOn.filter((ref) => refs.has(ref)) }));
  return { ...bom, components, dependencies };
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(`${root}/${path}`, 'utf8')) as T;
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(makeBom(), undefined, 2)}\n`);
