import { afterAll, beforeAll, expect, test } from 'vitest';
import { newFolder, paperboy } from '../cli/run.ts';
import { type Answer, type FakePaper, huggingFace, type Loopback, send, startServer } from './server.ts';

let server: Loopback;
let well: Answer;
const papers: FakePaper[] = ['2026-01-05', '2026-01-06', '2026-01-08'].flatMap((day, at) =>
  [1, 2].map((number) => ({
    id: `2601.0000${at * 2 + number}`,
    title: `Paper ${number} of ${day} about heather`,
    day,
  })),
);

beforeAll(async () => {
  well = huggingFace({ papers, now: Date.now });
  server = await startServer((hit, response) => well(hit, response));
});
afterAll(() => server.close());

const backfill = (dataDir: string, ...args: string[]) =>
  paperboy(['backfill', ...args], {
    dataDir,
    env: { HF_API_URL: `${server.url}/api`, CONTACT: 'papers@example.org' },
  });
const daysAsked = () => server.hits.map(({ url }) => url.searchParams.get('date'));

test('days of the past are fetched newest first, kept, and not fetched again', async () => {
  const dataDir = newFolder();
  const first = await backfill(dataDir, '--from', '2026-01-06', '--to', '2026-01-08');
  expect([first.code, first.err]).toEqual([0, '']);
  expect(first.out).toMatch(/^hugging-face: 3 days, 4 papers, 4 of them new, in \d+ s\.$/m);
  expect(daysAsked()).toEqual(['2026-01-08', '2026-01-07', '2026-01-06']);
  expect(server.hits[0]?.headers['user-agent']).toMatch(/^Paperboy\/[\d.]+ \(papers@example\.org\)$/);

  server.hits.length = 0;
  const longer = await backfill(dataDir, '--from', '2026-01-05', '--to', '2026-01-08');
  expect(longer.out).toContain('1 day, 2 papers');
  expect(daysAsked()).toEqual(['2026-01-05']);

  const again = await backfill(dataDir, '--from', '2026-01-05', '--to', '2026-01-08');
  expect(again.out).toContain('every day from 2026-01-05 to 2026-01-08 is already in the archive');
  const found = await paperboy(['search', 'heather', '--json'], { dataDir });
  expect(JSON.parse(found.out).total).toBe(6);
});

test('a day that fails is named, and the same command again fetches only that', async () => {
  const dataDir = newFolder();
  const usual = well;
  well = (hit, response) =>
    hit.url.searchParams.get('date') === '2026-01-06'
      ? send(response, 'gone', {}, 410)
      : usual(hit, response);
  const first = await backfill(dataDir, '--from', '2026-01-05', '--to', '2026-01-07');
  expect(first.code).toBe(1);
  expect(first.err).toMatch(/hugging-face, 2026-01-06: .*HTTP 410/);
  expect(first.err).toContain('1 day could not be fetched');
  well = usual;
  server.hits.length = 0;
  expect((await backfill(dataDir, '--from', '2026-01-05', '--to', '2026-01-07')).code).toBe(0);
  expect(daysAsked()).toEqual(['2026-01-06']);
});

test.each([
  [[], 'needs --from'],
  [['--from', 'yesterday'], 'needs a past day'],
  [['--from', '2026-01-08', '--to', '2026-01-05'], 'is after'],
])('%j is misuse', async (args, reason) => {
  const ran = await backfill(newFolder(), ...args);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain(reason);
});
