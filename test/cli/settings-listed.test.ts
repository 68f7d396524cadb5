/** .env.example and the docs list what the registries and the code read, no more and no less. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ADAPTERS } from '../../src/cli/adapters.ts';
import { readAllSettings, SECRETS } from '../../src/cli/settings.ts';
import { siteProblems } from '../../src/cli/site.ts';
import { SOURCES } from '../../src/sources/registry.ts';
import { root } from './run.ts';

const example = readFileSync(join(root, '.env.example'), 'utf8');
const listed = [...example.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map((match) => match[1] ?? '');

/** Each way to set an adapter up reads other settings. */
const SETUPS: Record<string, string>[] = [
  {},
  { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
  { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 's' },
  {
    SLACK_SIGNING_SECRET: 's',
    SLACK_CLIENT_ID: '1',
    SLACK_CLIENT_SECRET: 's',
    SLACK_STATE_SECRET: 's',
    ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  },
  { SMTP_URL: 'smtp://127.0.0.1', MAIL_FROM: 'papers@example.org' },
  { DISCORD_BOT_TOKEN: 't', DISCORD_PUBLIC_KEY: 'a'.repeat(64), DISCORD_APPLICATION_ID: '1' },
];
/** The machine's and Node's own. */
const NOT_OURS = ['NODE_ENV', 'NODE_USE_ENV_PROXY'];

/** Names that are asked of the environment while settings are read from it. */
function settingsRead(): Set<string> {
  const names = new Set<string>();
  for (const setup of SETUPS) {
    const env = new Proxy(setup, {
      get(target, name) {
        if (typeof name === 'string') names.add(name);
        return Reflect.get(target, name);
      },
    });
    readAllSettings(env, '/');
    for (const { readSettings } of ADAPTERS) readSettings(env);
    siteProblems(env);
  }
  for (const name of NOT_OURS) names.delete(name);
  return names;
}

describe('.env.example', () => {
  test('lists exactly the settings that are read', () => {
    expect(listed.toSorted()).toEqual([...settingsRead()].sort());
  });

  test('lists every secret', () => {
    expect([...SECRETS].filter((name) => !listed.includes(name))).toEqual([]);
  });

  test.each(SOURCES)('describes the source $scheme', ({ describe: { example: entry, gives } }) => {
    const text = example.replace(/^#/gm, ' ').replace(/\s+/g, ' ');
    expect(text).toContain(` ${entry} ${gives} `);
  });
});

test('docs/sources.md lists every source', () => {
  const page = readFileSync(join(root, 'docs/sources.md'), 'utf8');
  expect(SOURCES.filter(({ describe: { example: entry } }) => !page.includes(`| \`${entry}\` |`))).toEqual(
    [],
  );
});
