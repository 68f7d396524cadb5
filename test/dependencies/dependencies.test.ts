import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { direct, facts, page, withTable } from '../../scripts/dependencies.ts';
import { makeBom } from '../../scripts/sbom.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
interface Locked {
  version: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
const locked = Object.entries(packages).filter(([path]) => path !== '');
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('the table of dependencies', () => {
  test('says what package.json, the lockfile and the facts say', () => {
    expect(page(), 'run `npm exec -- node scripts/dependencies.ts`').toBe(withTable(page(), facts()));
  });

  test('has every package with its reason, its release and its size, all of the version that is used', () => {
    const { packages: known } = facts();
    const names = direct().map(({ name }) => name);
    expect(Object.keys(known).toSorted()).toEqual(names.toSorted());
    for (const { name, version } of direct())
      expect(known[name], 'run `npm exec -- node scripts/dependencies.ts --measure`').toMatchObject({
        version,
        why: expect.stringMatching(/^\S.{3,}/),
        released: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
  });

  test('sees another version, and a package that is gone', () => {
    const { asked, packages: known } = facts();
    const { zod: _, ...others } = known;
    expect(withTable(page(), { asked, packages: others })).not.toBe(page());
  });

  test('has exact versions, and licenses that ask for nothing but their text', () => {
    for (const { asked, version, license } of direct()) {
      expect(asked).toBe(version);
      expect(license).toMatch(
        /^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|0BSD|MPL-2\.0|MIT-0|MIT OR Apache-2\.0)$/,
      );
    }
  });
});

test('no package runs an install script, and each that has one is named', () => {
  const scripted = locked
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => nameOf(path));
  const { allowScripts } = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> };
  expect(scripted.filter((name) => !Object.hasOwn(allowScripts, name))).toEqual([]);
  expect(Object.keys(allowScripts).filter((name) => !scripted.includes(name))).toEqual([]);
  // The first stops those that older versions of npm would run.
  expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  expect(read('.npmrc')).toMatch(/^strict-allow-scripts=true$/m);
});

test('the bill of materials has every package of production, none for development alone, and names no other', () => {
  const { bomFormat, metadata, components, dependencies } = makeBom();
  expect([bomFormat, metadata.component.name]).toEqual(['CycloneDX', 'paperboy']);
  const listed = new Set(components.map(({ name, version }) => `${name}@${version}`));
  const used = locked
    .filter(([, { dev }]) => !dev)
    .map(([path, { version }]) => `${nameOf(path)}@${version}`);
  expect([...listed].toSorted()).toEqual([...new Set(used)].toSorted());
  // Production shares it with development.
  expect(components.map(({ name }) => name)).toContain('pg-types');
  const refs = new Set([metadata.component['bom-ref'], ...components.map((one) => one['bom-ref'])]);
  expect(
    dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn]).filter((ref) => !refs.has(ref)),
  ).toEqual([]);
});
