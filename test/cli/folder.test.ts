/** A folder that is empty at first: what is said of it, and of the page that is dropped in later, is true everywhere. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { newFolder, paperboy, root } from './run.ts';

const DAY_MS = 24 * 3_600_000;
let dataDir: string;

beforeEach(() => {
  dataDir = newFolder();
  mkdirSync(join(dataDir, 'x'));
});

const dropPage = (name = 'page.txt') =>
  copyFileSync(join(root, 'fixtures', 'daily-papers-2025-12-12.txt'), join(dataDir, 'x', name));
const run = async (...args: string[]) => {
  const { out, err } = await paperboy(args, { dataDir, env: { SOURCES: 'folder:./x', TIMEZONE: 'UTC' } });
  // What people read names no path of the machine.
  expect(out + err).not.toContain(dataDir);
  return out + err;
};
const ask = (text: string) => run('ask', text);
/** Half past nine, so many days from now: the daily post of nine is due. */
const at = (days: number) => [
  '--at',
  `${new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)}T09:30:00Z`,
];

describe('an empty folder', () => {
  test('is told as that: there is no digest and no post', async () => {
    await ask('subscribe language models');
    expect(await ask('preview')).toContain('Nothing would be posted now: no digest has arrived yet.');
    await run('run-once', ...at(2));
    const status = await ask('status');
    expect(status).toContain('no digest has arrived yet');
    expect(status).toContain('folder x: read');
    for (const said of [status, await ask('preview'), await run('run-once', '--dry', ...at(3))])
      expect(said).not.toMatch(/newest digest|last post\b(?!:)|Last post/);
  });

  test('that does not exist is named by its own name, with what is wrong', async () => {
    const env = { SOURCES: 'folder:./none', TIMEZONE: 'UTC' };
    const { out } = await paperboy(['ask', 'status'], { dataDir, env });
    expect(out).toContain('folder none cannot be read: it does not exist.');
    expect(out).not.toContain(dataDir);
  });
});

describe('a page dropped in later', () => {
  test.each([0, 1])(
    'is posted, however old, and every answer agrees (%i silent days before)',
    async (days) => {
      await ask('subscribe language models');
      if (days > 0) await run('run-once', ...at(1));
      dropPage();
      const dry = await run('run-once', '--dry', ...at(2));
      const [, general = ''] = /^#general, due .*: (?:\d+ of )?\d+ papers?\n((?: {2}.*\n)+)/m.exec(dry) ?? [];
      const titles = general.trim().split(/\n */);
      expect(titles.length).toBeGreaterThan(3);
      const preview = await ask('preview');
      for (const title of titles) expect(preview).toContain(title);
      const id = /\bid (\S+)/.exec(preview)?.[1] ?? '';
      expect(await ask(`why ${id}`)).toContain('Not posted yet: it is in the next post.');
      await run('run-once', ...at(2));
      expect(await ask(`why ${id}`)).toMatch(/It was posted on /);
      const status = await ask('status');
      expect(status).toMatch(/Last post: .*, \d+ papers?\./);
      expect(status).toContain('newest Fri, Dec 12, 2025');
      const silence =
        'no new digest has arrived since the last post. The newest one is for Fri, Dec 12, 2025.';
      expect(await ask('preview')).toContain(silence);
      expect(await run('run-once', '--dry', ...at(3))).toContain(silence);
    },
  );

  test('that repeats the one before is told as stale, not as a new digest', async () => {
    const page = (day: string, ...more: string[]) =>
      writeFileSync(
        join(dataDir, 'x', `${day}.json`),
        JSON.stringify(
          ['One', 'Two', 'Three', 'Four', 'Five', ...more].map((title) => ({ title: `${title} of them` })),
        ),
      );
    page('2025-12-11');
    await ask('subscribe *');
    expect(await ask('status')).toContain('newest Thu, Dec 11, 2025, 5 papers');
    page('2025-12-12', 'Six');
    const status = await ask('status');
    expect(status).toContain(
      'The digest for Fri, Dec 12, 2025 is stale: 5 of its 6 papers were in the one for Thu, Dec 11, 2025.',
    );
    expect(status).toContain('newest Thu, Dec 11, 2025, 5 papers');
    expect(await ask('status')).toContain('is stale');
    page('2025-12-13', ...Array.from({ length: 30 }, (_, number) => `New ${number}`));
    expect(await ask('status')).not.toContain('is stale');
  });
});
