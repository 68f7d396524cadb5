/** Settings: the environment and a `.env` file, for the core, the sources, every platform and the pages. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pages } from '../../../adapters/pages/definition.ts';
import { ADAPTERS } from '../../../src/cli/adapters.ts';
import { readAllSettings, SECRETS } from '../../../src/cli/settings.ts';
import { readEnv } from '../../../src/config/env.ts';
import { createRedactor } from '../../../src/config/redact.ts';
import { isWithout } from '../checks.ts';
import { line, piece, text } from '../hostile.ts';
import { mutated } from '../mutate.ts';
import { target } from '../target.ts';

const EXAMPLE = readFileSync(new URL('../../../.env.example', import.meta.url));
const NAMES = [
  ...new Set(
    [...EXAMPLE.toString().matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)]
      .map(([, name = '']) => name)
      .concat(...SECRETS),
  ),
];

/** What each secret holds here, and no message may. */
const PLANTED = 'pl4nted-S3cret.w0rd';
const value = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '9:00',
      'UTC',
      'Europe/Berlin',
      '0',
      '3000',
      '65536',
      '-1',
      'true',
      'false',
      'bundled',
      'hf,arxiv:cs.LG',
      'folder:./x',
      'feed:https://a.example/rss',
      './data',
      '~',
      ':memory:',
      'postgres://u:p@h/d',
      'sqlite:///tmp/x.sqlite',
      'https://a.example',
      'http://me:pw@a.example/',
      'smtp://me:pw@mail.example:587',
      'imaps://me:pw@mail.example',
      'xoxb-1-a',
      'debug',
      'me@lab.example',
      'group/1',
      'nobody',
      'public',
      '127.0.0.1',
      '[::1]',
    ),
  },
  { weight: 2, arbitrary: line },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('http://', 'postgres://', 'smtp://', 'feed:', 'arxiv:'), piece, piece)
      .map((parts) => parts.join('')),
  },
);
const env = fc.dictionary(fc.constantFrom(...NAMES), value, { maxKeys: 8 });

interface Settled {
  env: Record<string, string | undefined>;
  problems: string[];
}

function settle(given: Record<string, string>, cwd: string): Settled {
  const { values, problems } = readEnv(given, cwd, SECRETS);
  const all = readAllSettings(values, cwd);
  const own = [...ADAPTERS, pages].flatMap((one) => {
    const read = one.readSettings(values) as { problems?: string[] };
    return read.problems ?? [];
  });
  return { env: values, problems: [...problems, ...all.problems, ...own] };
}

function areSaid({ problems }: Settled, secrets: readonly string[]): void {
  const redact = createRedactor({}, new Set());
  for (const said of problems) {
    assert.ok(said.length > 0, 'a problem without words');
    assert.doesNotMatch(said, /\[object |\bundefined\b|Invalid input/, said);
    isWithout(secrets, redact(said));
  }
}

const folder = () => mkdtempSync(join(tmpdir(), 'paperboy-fuzz-'));

export const settings = [
  target({
    name: 'settings in the environment',
    cases: 120,
    generate: env,
    run: (given) => settle(given, '/nowhere'),
    holds: (outcome) =>
      areSaid(outcome.refused === undefined ? outcome.value : assert.fail(String(outcome.refused)), []),
    texts: Object.fromEntries(
      ['SOURCES', 'TIMEZONE', 'POST_AT', 'STORE_URL', 'SMTP_URL', 'DATA_DIR', 'CONTACT'].map((name) => [
        name,
        (mark: string) => ({ [name]: mark }),
      ]),
    ),
  }),
  target({
    name: 'secrets in settings',
    cases: 80,
    generate: fc.tuple(env, fc.constantFrom(...SECRETS), fc.tuple(piece, piece)),
    run: ([given, name, [before, after]]) =>
      settle({ ...given, [name]: `${before}${PLANTED}${after}` }, '/nowhere'),
    holds: (outcome) =>
      areSaid(outcome.refused === undefined ? outcome.value : assert.fail(String(outcome.refused)), [
        PLANTED,
      ]),
  }),
  target({
    name: '.env files',
    cases: 50,
    generate: fc.oneof<fc.Arbitrary<string | Uint8Array>[]>(
      mutated([EXAMPLE, Buffer.from(EXAMPLE.toString().replace(/^# ?(?=[A-Z_]+=)/gm, ''))]),
      fc
        .array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom('=', ' = ', '="', ":'", '=`'), text), {
          maxLength: 8,
        })
        .map((lines) => lines.map((parts) => parts.join('')).join('\n')),
    ),
    open: folder,
    run(content, cwd: string) {
      writeFileSync(join(cwd, '.env'), content);
      return settle({}, cwd);
    },
    holds(outcome) {
      const settled = outcome.refused === undefined ? outcome.value : assert.fail(String(outcome.refused));
      areSaid(settled, []);
    },
    close: (cwd) => rmSync(cwd, { recursive: true }),
    texts: { 'a value': (mark) => `POST_AT=${mark}`, 'a value in quotes': (mark) => `POST_AT="${mark}` },
  }),
];
