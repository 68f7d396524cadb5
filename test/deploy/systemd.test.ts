import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { because } from '../skip.ts';
import { PORTS, textOf, unknownSettings } from './files.ts';

const unit = textOf('deploy/paperboy.service');
const valuesOf = (name: string) =>
  [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

describe('the systemd unit', () => {
  test('starts the program with the Node of the lockfile, and names only settings that exist', () => {
    expect(valuesOf('ExecStart')).toEqual(['/opt/paperboy/node_modules/.bin/node bin/paperboy.js start']);
    const env = Object.fromEntries(
      valuesOf('Environment').flatMap((rest) => rest.split(' ').map((pair) => pair.split('=', 2))),
    );
    expect(unknownSettings(env)).toEqual([]);
    expect(env).toMatchObject({ HEALTH_PORT: String(PORTS.health), DATA_DIR: '/var/lib/paperboy' });
  });
});

const ran = spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' });
const version = Number(/systemd (\d+)/.exec(ran.stdout ?? '')?.[1] ?? 0);
// `--offline`, with which a unit is judged without a running systemd, came with 250.
const noSystemd = version >= 250 ? undefined : 'systemd-analyze 250 or newer is not installed';

describe.skipIf(noSystemd)(because('systemd-analyze', noSystemd), () => {
  test('finds nothing wrong with the unit', () => {
    const folder = mkdtempSync(join(tmpdir(), 'paperboy-unit-'));
    const program = join(folder, 'node_modules/.bin/node');
    mkdirSync(dirname(program), { recursive: true });
    writeFileSync(program, '#!/bin/sh\n');
    chmodSync(program, 0o755);
    const file = join(folder, 'paperboy.service');
    writeFileSync(file, unit.replaceAll('/opt/paperboy', folder));
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], {
      encoding: 'utf8',
    });
    expect(`${stdout}${stderr}`.trim()).toBe('');
    expect(status).toBe(0);
  });

  test('rates what the unit may do as little: at most 2.0 of 10', () => {
    const folder = mkdtempSync(join(tmpdir(), 'paperboy-unit-'));
    const file = join(folder, 'paperboy.service');
    writeFileSync(file, unit);
    const { status, stdout, stderr } = spawnSync(
      'systemd-analyze',
      ['security', '--offline=true', '--threshold=20', '--no-pager', file],
      { encoding: 'utf8' },
    );
    expect(status, `${stdout}${stderr}`).toBe(0);
  });
});
