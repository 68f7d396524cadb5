import { describe, expect, test } from 'vitest';
import { newFolder, paperboy, workspace } from './run.ts';

describe('asking from a terminal', () => {
  test('answers on a store where nothing was ever started, from the bundled digest', async () => {
    const { code, out, err } = await paperboy(['ask', '/papers status']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('bundled digest: read');
    expect(out).toContain('28 papers stored');
  });

  test('takes words as they come, with /papers or without, and words that begin with a minus', async () => {
    const dataDir = newFolder();
    const asked = (...args: string[]) => paperboy(['ask', ...args], { dataDir });
    const { out } = await asked('/papers hyperparameter -continual');
    expect(out).toContain('papers for hyperparameter -continual');
    expect((await asked('/papers', 'hyperparameter', '-continual')).out).toBe(out);
    expect((await asked('hyperparameter', '-continual')).out).toBe(out);
    expect((await asked('--', 'hyperparameter', '-continual')).out).toBe(out);
    expect((await asked('/papers')).out).toBe((await asked('help')).out);
  });

  test('a search for words that ask Paperboy something is printed as it can be typed', async () => {
    const { out } = await paperboy(['ask', 'list channels']);
    expect(out).toContain('Search channels: search channels');
  });

  test('subscribes, schedules and saves as the workspace does, in the channel and for the person that are named', async () => {
    const dataDir = newFolder();
    const asked = async (...args: string[]) => (await paperboy(['ask', ...args], { dataDir })).out;
    await asked('subscribe', 'lora', '--channel', '#ML-Papers', '--as', 'Ada');
    await asked('--channel=web:local:ml-papers', 'schedule daily 7:15');
    const topics = await asked('topics', '--channel', 'ml-papers');
    expect(topics).toMatch(/`lora`.*Ada/);
    expect(topics).toContain('07:15');
    expect(await asked('topics')).not.toContain('`lora`');
    const found = JSON.parse(await asked('--json', 'hyperparameter'));
    const { id } = found.blocks.find(({ kind }: { kind: string }) => kind === 'cards').cards[0];
    await asked('save', id, '--as', 'Ada');
    expect(await asked('saved', '--as', 'Ada')).toContain('1 paper');
    expect(await asked('saved', '--as', 'Bob')).toContain('empty');
    const exported = JSON.parse((await paperboy(['export'], { dataDir })).out);
    expect(exported.channels.map((channel: { id: string }) => channel.id)).toEqual([
      'web:local:general',
      'web:local:ml-papers',
    ]);
  });

  test('shares its store with a workspace that runs', async () => {
    const dataDir = newFolder();
    const running = await workspace(dataDir);
    const { code } = await paperboy(['ask', 'subscribe "continual learning"'], { dataDir });
    expect(code).toBe(0);
    const answer = await fetch(new URL('/api/channels/general/ask', running.address), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"text":"topics"}',
    });
    expect(await answer.text()).toContain('\\"continual learning\\"');
    await fetch(new URL('/api/channels', running.address), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"name":"agents"}',
    });
    expect((await paperboy(['ask', '--channel', 'agents', 'topics'], { dataDir })).out).toContain('#agents');
    await running.stop();
  });

  test('tells how a source stands that cannot be reached, without its password', async () => {
    const SOURCES = 'bundled,feed:http://me:p4ssw0rd@127.0.0.1:9/rss?token=k3yk3yk3y';
    const { code, out, err } = await paperboy(['ask', 'status'], { env: { SOURCES } });
    expect(code).toBe(0);
    expect(out).toContain('127.0.0.1 is not a public internet address');
    expect(out + err).not.toMatch(/p4ssw0rd|k3yk3yk3y/);
  });

  test('leaves the first post of a later start as it would be', async () => {
    const dataDir = newFolder();
    await paperboy(['ask', 'status'], { dataDir });
    const running = await workspace(dataDir);
    const { messages } = await running.read<{ messages: unknown[] }>('/api/channels/general/messages');
    expect(messages).toHaveLength(1);
    await running.stop();
  });

  test.each(['(foo', 'subscribe (foo', 'limit 0', 'unsubscribe #9', 'save 2501.99999', 'quiet', 'subscribe'])(
    'ends with 1 when "%s" is refused, and says so in JSON',
    async (text) => {
      const dataDir = newFolder();
      expect((await paperboy(['ask', text], { dataDir })).code).toBe(1);
      const { code, out } = await paperboy(['ask', '--json', text], { dataDir });
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ audience: 'person', refused: true });
    },
  );

  test.each(['nothinglikethisword', 'status', 'topics', 'preview', 'subscribe nothinglikethisword', 'help'])(
    'ends with 0 when "%s" is answered, however little it finds',
    async (text) => {
      const { code, out } = await paperboy(['ask', '--json', text]);
      expect(code).toBe(0);
      expect(JSON.parse(out)).not.toHaveProperty('refused');
    },
  );

  test.each([
    [[], 'needs a command'],
    [['--json'], 'needs a command'],
    [['--channel', 'nowhere', 'status'], 'There is no channel nowhere'],
    [['--channel', 'slack:T1:C1', 'status'], 'There is no channel slack:T1:C1'],
    [['status', '--channel'], '--channel needs a value'],
    [['--as', '', 'status'], '--as needs a name'],
    [['--jsn', 'status'], 'There is no option --jsn'],
  ])('%j is misuse', async (args, said) => {
    const { code, out, err } = await paperboy(['ask', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });

  test('wraps for a person who watches, and prints no control character of a paper', async () => {
    const dataDir = newFolder();
    const title = 'A title \u001b[31mwith\u0007 \u202eodd\u009b signs';
    const paper = JSON.stringify({ id: '2501.00001', title, abstract: 'zebra '.repeat(60) });
    await paperboy(['import', '-'], { dataDir, input: paper });
    const { out } = await paperboy(['ask', 'zebra'], { dataDir, columns: 60 });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: color codes begin with the escape character
    const plain = out.replace(/\x1b\[\d+m/g, '');
    expect(Math.max(...plain.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
    expect(plain).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
    const json = await paperboy(['ask', '--json', 'zebra'], { dataDir });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may be left
    expect(json.out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
  });
});
