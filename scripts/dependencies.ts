/**
 * Writes the table of dependencies into docs/dependencies.md, from package.json, the lockfile, and scripts/dependencies.json, which
 * has what neither tells: why each is there, what it takes on disk, and when the version was released.
 *
 *     npm exec -- node scripts/dependencies.ts             # writes the table
 *     npm exec -- node scripts/dependencies.ts --measure   # after an update: measures node_modules, and asks the registry
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const readJson = <T>(path: string): T => JSON.parse(readFileSync(at(path), 'utf8')) as T;
const FACTS = 'scripts/dependencies.json';
const PAGE = 'docs/dependencies.md';
const TABLE =
  /(?<=<!-- dependencies: `scripts\/dependencies\.ts` writes this -->\n)[\s\S]*?(?=\n<!-- end of dependencies -->)/;

export interface Fact {
  why: string;
  /** That was measured, with the day of its release as the registry has it. */
  version: string;
  released?: string;
  /** Of its own files when installed, without what it depends on. */
  kilobytes?: number;
}
export interface Facts {
  /** The last day on which the registry was asked about a version. */
  asked: string;
  packages: Record<string, Fact>;
}
interface Manifest {
  dependencies: Record<string, string>;
  optionalDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
interface Lock {
  packages: Record<string, { version: string; license?: string }>;
}

export const facts = () => readJson<Facts>(FACTS);
export const page = () => readFileSync(at(PAGE), 'utf8');

/** Every direct dependency with its version, in the order of package.json: those of the program, then those for development. */
export function direct() {
  const { dependencies, optionalDependencies, devDependencies } = readJson<Manifest>('package.json');
  const { packages } = readJson<Lock>('package-lock.json');
  const list = (group: Record<string, string>, use: 'program' | 'development') =>
    Object.entries(group).map(([name, asked]) => {
      const { version = '', license = 'unknown' } = packages[`node_modules/${name}`] ?? {};
      return { name, asked, version, license, use };
    });
  return [
    ...list({ ...dependencies, ...optionalDependencies }, 'program'),
    ...list(devDependencies, 'development'),
  ];
}

/** The page with its table replaced. */
export function withTable(text: string, { asked, packages }: Facts): string {
  if (!TABLE.test(text)) throw new Error(`${PAGE} has no place for the table`);
  const rows = direct().map(({ name, version, license, use }) => {
    const { why = '', released = 'unknown', kilobytes } = packages[name] ?? {};
    const size = kilobytes === undefined ? 'not on this system' : `${kilobytes.toLocaleString('en')} kB`;
    return `| \`${name}\` | ${version} | ${use} | ${why} | ${size} | ${license} | ${released} |`;
  });
  const head = [
    '| package | version | for the | why | installed | license | released |',
    '|---|---|---|---|---|---|---|',
  ];
  const note = `Each version was measured, and its day of release asked of the registry, when it came in; the last on ${asked}. A mirror may name a later day than its origin.`;
  return text.replace(TABLE, () => [note, '', ...head, ...rows].join('\n'));
}

/** Bytes of all files in a folder, without the packages in it. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? sum : sum + sizeOf(path);
    return entry.isFile() ? sum + statSync(path).size : sum;
  }, 0);
}

/** Asks the registry by npm, one package after the other, only for versions that were not measured yet. */
function measure(): void {
  const { asked: before, packages: known } = facts();
  let asked = before;
  const packages = direct().map(({ name, version }): [string, Fact] => {
    const fact = known[name];
    if (fact?.version === version) return [name, fact];
    asked = new Date().toISOString().slice(0, 10);
    const folder = at(`node_modules/${name}`);
    const size = existsSync(folder) ? { kilobytes: Math.round(sizeOf(folder) / 1_000) } : {};
    const told = execFileSync('npm', ['view', name, 'time', '--json'], { encoding: 'utf8' });
    const times = JSON.parse(told) as Record<string, string>;
    const released = times[version] === undefined ? {} : { released: times[version].slice(0, 10) };
    return [name, { why: fact?.why ?? '', version, ...released, ...size }];
  });
  writeFileSync(
    at(FACTS),
    `${JSON.stringify({ asked, packages: Object.fromEntries(packages) }, undefined, 2)}\n`,
  );
}

if (import.meta.main) {
  if (process.argv.includes('--measure')) measure();
  writeFileSync(at(PAGE), withTable(page(), facts()));
}
