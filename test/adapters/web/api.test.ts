import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Shown } from '../../../adapters/web/conversation.ts';
import { samplePost } from '../samples.ts';
import { sampleForm } from '../scripted-service.ts';
import { type Browser, openBrowser, openWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let browser: Browser;

beforeEach(async () => {
  workspace = await openWorkspace();
  browser = openBrowser(workspace.address);
});
afterEach(() => workspace.stop());

const messages = async (of = browser, query = '') => {
  const answer = await of.get(`/api/channels/general/messages${query}`);
  return (await answer.json()) as { messages: Shown[]; more: boolean };
};
const errorOf = async (response: Response) =>
  ((await response.json()) as { error: { message: string } }).error;

it.each(['ask', 'press'])(
  '%s tells the command service where a browser is that drops its cookie, and not what it says of that',
  async (path) => {
    const body = path === 'ask' ? { text: 'lora' } : { act: { do: 'ask', text: 'lora' } };
    const said = ['192.0.2.1', '192.0.2.2'];
    for (const address of said) {
      const headers = { 'x-forwarded-for': address, forwarded: `for=${address}`, 'x-real-ip': address };
      const answer = await openBrowser(workspace.address).post(
        `/api/channels/general/${path}`,
        body,
        headers,
      );
      expect(answer.status).toBe(200);
    }
    const { asked, pressed } = workspace.service;
    const both = [...asked, ...pressed];
    expect(new Set(both.map(({ person }) => person.id)).size).toBe(2);
    expect(both.map(({ client }) => client)).toEqual(['127.0.0.1', '127.0.0.1']);
  },
);

it('messages, new channels and renames are held to a number a minute of each person', async () => {
  const say = (of: Browser, text: string) => of.post('/api/channels/general/messages', { text });
  await browser.get('/api/channels');
  const statuses: number[] = [];
  for (let at = 0; at < 59; at++) statuses.push((await say(browser, `hello ${at}`)).status);
  statuses.push((await browser.post('/api/channels', { name: 'last' })).status);
  expect(new Set(statuses)).toEqual(new Set([200, 201]));
  for (const [path, body] of [
    ['/api/channels/general/messages', { text: 'one more' }],
    ['/api/channels', { name: 'more' }],
    ['/api/channels/last/rename', { name: 'other' }],
    ['/api/you', { name: 'Grace' }],
  ] as const) {
    const refused = await browser.post(path, body);
    expect(refused.status).toBe(429);
    expect((await errorOf(refused)).message).toMatch(/Nothing was changed\. Try again in/);
  }
  expect(JSON.stringify(await messages())).not.toContain('one more');
  expect((await say(openBrowser(workspace.address), 'hello')).status).toBe(200);
});

it('the commands over HTTP are those of the command service', async () => {
  const answer = await browser.get('/api/commands');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(workspace.service.specs)));
});

describe('channels over HTTP', () => {
  it('are listed with the newest entry that this browser may see', async () => {
    await workspace.adapter.messenger.post(samplePost());
    const answer = await browser.get('/api/channels');
    expect(await answer.json()).toEqual({
      channels: [
        { key: 'general', name: 'general', id: 'web:local:general', latest: 1 },
        { key: 'ml-papers', name: 'ml-papers', id: 'web:local:ml-papers', latest: 0 },
      ],
      own: {
        key: expect.stringMatching(/^~/),
        name: 'Direct messages',
        id: expect.anything(),
        latest: 0,
        own: true,
      },
      seq: 1,
      you: { name: 'Guest', named: false },
      mail: true,
    });
  });

  it("have one more for each reader alone, which is nobody else's to read, write in, rename or delete", async () => {
    const { own } = (await (await browser.get('/api/channels')).json()) as { own: { key: string } };
    const other = openBrowser(workspace.address);
    const at = `/api/channels/${own.key}`;
    expect((await browser.post(`${at}/ask`, { text: 'lora' })).status).toBe(200);
    expect(workspace.service.asked.at(-1)?.place).toEqual({
      id: `web:local:${own.key}`,
      name: 'direct message',
      direct: true,
    });
    const { messenger } = workspace.adapter;
    await messenger.post(samplePost({ channel: `web:local:${own.key}` }));
    for (const path of [`${at}/messages`, `${at}/settings`])
      expect((await other.get(path)).status, path).toBe(404);
    for (const path of ['ask', 'messages'])
      expect((await other.post(`${at}/${path}`, { text: 'hello' })).status, path).toBe(404);
    expect((await other.post(`${at}/press`, { act: { do: 'saved', from: 0 } })).status).toBe(404);
    const theirs = (await (await other.get('/api/channels')).json()) as {
      own: { key: string; latest: number };
    };
    expect(theirs.own.key).not.toBe(own.key);
    expect(theirs.own.latest).toBe(0);
    const read = (await (await browser.get(`${at}/messages`)).json()) as { messages: { onlyYou: boolean }[] };
    expect(read.messages.map(({ onlyYou }) => onlyYou)).toEqual([false, false, false]);
    expect((await other.post(`${at}/rename`, { name: 'mine' })).status).toBe(404);
    expect((await browser.post(`${at}/rename`, { name: 'mine' })).status).toBe(409);
    expect((await browser.post(`${at}/delete`, {})).status).toBe(409);
    expect((await browser.post('/api/channels', { name: own.key })).status).toBe(400);
  });

  it("beside them, a person's reading list is a file for reference managers", async () => {
    await browser.get('/api/channels');
    const bib = await browser.get('/api/saved/bibtex');
    expect(bib.headers.get('content-disposition')).toBe('attachment; filename="reading-list.bib"');
    expect(await bib.text()).toMatch(/^bibtex of web:/);
    const file = await browser.get('/api/saved/ris');
    expect(file.headers.get('content-type')).toContain('research-info-systems');
    expect((await browser.get('/api/saved/html')).status).toBe(404);
    workspace.service.savedAs = async () => ({ problem: "Your reading list couldn't be loaded." });
    expect((await browser.get('/api/saved/ris')).status).toBe(503);
  });

  it('are added by a forgiving name, and the command service is told', async () => {
    const answer = await browser.post('/api/channels', { name: '#My Channel' });
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({
      channel: { key: 'my-channel', name: 'my-channel', id: 'web:local:my-channel', latest: 0 },
    });
    expect(workspace.service.joined.at(-1)).toEqual({ id: 'web:local:my-channel', name: '#my-channel' });
  });

  it('are added when that is asked again after it failed halfway', async () => {
    const { join } = workspace.service;
    workspace.service.join = async () => Promise.reject(new Error('the store is away'));
    expect((await browser.post('/api/channels', { name: 'halfway' })).status).toBe(500);
    workspace.service.join = join;
    expect((await browser.post('/api/channels', { name: 'halfway' })).status).toBe(201);
    expect(workspace.service.joined.at(-1)).toEqual({ id: 'web:local:halfway', name: '#halfway' });
    expect((await browser.post('/api/channels', { name: 'halfway' })).status).toBe(409);
  });

  it.each([
    [{ name: 'general' }, 409, 'already exists'],
    [{ name: '!!' }, 400, 'letters a to z'],
    [{}, 400, '"name"'],
    [[], 400, 'Reload the page'],
    ['{', 400, 'not JSON'],
  ])('answer %j with %i and a reason', async (body, status, reason) => {
    const answer = await browser.post('/api/channels', body);
    expect(answer.status).toBe(status);
    expect((await errorOf(answer)).message).toContain(reason);
  });
});

describe('asking over HTTP', () => {
  it('gives the command and its answer, to this browser alone, and again after a reload', async () => {
    const answer = await browser.post('/api/channels/general/ask', {
      text: '/papers hyperparameter',
      nonce: 'n1',
    });
    const { entries } = (await answer.json()) as { entries: Shown[] };
    expect(entries).toMatchObject([
      {
        text: '/papers hyperparameter',
        author: { name: expect.any(String), you: true },
        onlyYou: true,
        nonce: 'n1',
      },
      { message: { summary: 'Found 28 papers for “hyperparameter”' }, onlyYou: true },
    ]);
    expect((await messages()).messages).toEqual(entries);
    expect((await messages(openBrowser(workspace.address))).messages).toEqual([]);
  });

  it('shows everyone an answer that is for everyone, with who asked', async () => {
    await browser.post('/api/channels/general/ask', { text: 'subscribe lora' });
    const other = (await messages(openBrowser(workspace.address))).messages;
    expect(other).toMatchObject([
      { text: '/papers subscribe lora', author: { you: false }, onlyYou: false },
      { message: { summary: 'This channel now follows lora.' } },
    ]);
  });

  it('asks the command service nothing but what follows /papers, the place and the person', async () => {
    await browser.post('/api/channels/ml-papers/ask', { text: '  /PAPERS   date 2025-12-12 ' });
    await browser.post('/api/channels/ml-papers/ask', { text: '/papers' });
    await browser.post('/api/channels/ml-papers/ask', { text: '/papershop' });
    expect(workspace.service.asked.map(({ text }) => text)).toEqual(['date 2025-12-12', '', '/papershop']);
    expect(workspace.service.asked[0]).toMatchObject({
      place: { id: 'web:local:ml-papers', name: '#ml-papers' },
      person: { id: expect.stringMatching(/^web:[0-9a-f]{16}$/) },
    });
    expect(JSON.stringify(workspace.service.asked)).not.toContain(browser.cookie().split('=')[1]);
  });

  it('does a repeated request once and gives the same answer', async () => {
    await browser.get('/api/channels');
    const send = () => browser.post('/api/channels/general/ask', { text: 'subscribe lora', nonce: 'same' });
    const answers = await Promise.all([send(), send()]);
    const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
    expect(first).toEqual(second);
    expect(workspace.service.asked).toHaveLength(1);
  });

  it('does a repeated request again when it failed, and says in words that it failed', async () => {
    workspace.service.script = () => {
      throw new Error('no such table: secret');
    };
    const failed = await browser.post('/api/channels/general/ask', { text: 'x', nonce: 'same' });
    expect(failed.status).toBe(500);
    expect((await errorOf(failed)).message).not.toContain('secret');
    expect(workspace.log.at(-1)).toMatchObject({ level: 'error', facts: { cause: 'no such table: secret' } });
    expect((await messages()).messages).toEqual([]);
    workspace.service.script = () => undefined;
    expect((await browser.post('/api/channels/general/ask', { text: 'x', nonce: 'same' })).status).toBe(200);
  });

  it.each([
    [{ text: 'x'.repeat(4001) }, 400, '4,000 characters'],
    [{}, 400, '"text"'],
    [{ text: 7 }, 400, '"text"'],
    [{ text: 'x', nonce: 'n'.repeat(101) }, 400, '100 characters'],
    [{ text: 'x'.repeat(70_000) }, 413, '64 KiB'],
  ])('refuses what is no question (%#)', async (body, status, reason) => {
    const answer = await browser.post('/api/channels/general/ask', body);
    expect(answer.status).toBe(status);
    expect((await errorOf(answer)).message).toContain(reason);
  });

  it('knows no other channel', async () => {
    for (const path of ['nowhere/messages', '..%2f..%2fx/messages', 'GENERAL/messages']) {
      expect((await browser.get(`/api/channels/${path}`)).status).toBe(404);
    }
    expect((await browser.post('/api/channels/nowhere/ask', { text: 'x' })).status).toBe(404);
  });
});

describe('plain words over HTTP', () => {
  it('are shown to everyone, and a newcomer alone is told once how to ask', async () => {
    const said = await browser.post('/api/channels/general/messages', { text: 'good morning' });
    expect(((await said.json()) as { entries: Shown[] }).entries).toMatchObject([
      { text: 'good morning', onlyYou: false },
      { message: { summary: 'Commands begin with /papers.' }, onlyYou: true },
    ]);
    const again = await browser.post('/api/channels/general/messages', { text: 'and good night' });
    expect(((await again.json()) as { entries: Shown[] }).entries).toHaveLength(1);
    expect((await messages(openBrowser(workspace.address))).messages.map(({ text }) => text)).toEqual([
      'good morning',
      'and good night',
    ]);
  });

  it("that are a mistyped command are nobody else's business", async () => {
    await browser.post('/api/channels/general/messages', { text: '/search lora' });
    expect((await messages(openBrowser(workspace.address))).messages).toEqual([]);
  });

  it('are not taken when there are none', async () => {
    expect((await browser.post('/api/channels/general/messages', { text: ' \n ' })).status).toBe(400);
  });
});

describe('pressing over HTTP', () => {
  const press = (act: unknown) => browser.post('/api/channels/general/press', { act });

  it('gives an abstract beside the button and keeps nothing', async () => {
    const answer = await press({ do: 'abstract', id: '2408.01000' });
    expect(await answer.json()).toMatchObject({
      entries: [],
      aside: { summary: expect.stringContaining('abstract of 2408.01000') },
    });
    expect((await messages()).messages).toEqual([]);
  });

  it('appends more results for the person, and what is shared for everyone', async () => {
    await press({ do: 'search', query: 'lora', from: 5 });
    await press({ do: 'share', query: 'lora', from: 0 });
    expect((await messages()).messages).toHaveLength(2);
    expect((await messages(openBrowser(workspace.address))).messages).toMatchObject([
      { message: { summary: '28 papers for “lora”' }, onlyYou: false },
    ]);
  });

  it.each([
    [{ do: 'explode' }],
    [{ do: 'search', query: 'x', from: -1 }],
    [{ do: 'search', query: 'x'.repeat(4001), from: 0 }],
    ['abstract'],
    [null],
  ])('refuses %j', async (act) => {
    const answer = await press(act);
    expect(answer.status).toBe(400);
    // Nothing in it is in the words of a program.
    expect((await errorOf(answer)).message).toMatch(
      /^(?:That is too long\. The limit is 4,000 characters|Paperboy couldn't read what the page sent\. Reload the page, and try again)\.$/,
    );
    expect(workspace.service.pressed).toEqual([]);
  });

  it('says in what part of a request something is wrong, apart from the words for people', async () => {
    const answer = await press({ do: 'search', query: 'x'.repeat(5000), from: 0 });
    expect(await errorOf(answer)).toEqual({
      code: 'bad-request',
      message: 'That is too long. The limit is 4,000 characters.',
      at: 'act.query',
    });
  });
});

describe('a channel over HTTP', () => {
  const read = async (path: string) => (await browser.get(path)).json() as Promise<Record<string, unknown>>;

  it('is renamed: its id stays, and the command service hears of it', async () => {
    const answer = await browser.post('/api/channels/general/rename', { name: 'Reading Group' });
    expect(await answer.json()).toEqual({
      channel: { key: 'general', name: 'reading-group', id: 'web:local:general' },
    });
    expect(workspace.service.renamed).toEqual([{ id: 'web:local:general', name: '#reading-group' }]);
    await browser.post('/api/channels/general/ask', { text: 'lora' });
    expect(workspace.service.asked[0]?.place).toEqual({ id: 'web:local:general', name: '#reading-group' });
    const taken = await browser.post('/api/channels/ml-papers/rename', { name: 'reading-group' });
    expect([taken.status, await errorOf(taken)]).toMatchObject([409, { code: 'conflict' }]);
  });

  it('is deleted with its messages and settings, posts to it are refused, and a restart keeps it so', async () => {
    await workspace.adapter.messenger.post(samplePost({ channel: 'web:local:ml-papers' }));
    expect((await browser.post('/api/channels/ml-papers/delete', {})).status).toBe(200);
    expect(workspace.service.left).toEqual(['web:local:ml-papers']);
    expect((await browser.post('/api/channels/ml-papers/ask', { text: 'lora' })).status).toBe(404);
    const late = samplePost({ channel: 'web:local:ml-papers', key: 'late' });
    await expect(workspace.adapter.messenger.post(late)).rejects.toMatchObject({ code: 'no-access' });
    const left: unknown[] = [];
    for await (const [, entry] of workspace.shelves.shelf('web_messages').entries()) left.push(entry);
    expect(left).toEqual([]);
    await workspace.stop();
    const { shelves } = workspace;
    // What another process wrote meanwhile, and a deletion that was cut off, are finished at the next start.
    const entry = { id: 'x', seq: 9, channel: 'ml-papers', at: 1, text: 'late' };
    await shelves.shelf('web_messages').set('x', entry);
    workspace = await openWorkspace({ shelves, joined: [{ id: 'web:local:ml-papers', name: '#ml-papers' }] });
    browser = openBrowser(workspace.address);
    expect(await read('/api/channels')).toMatchObject({ channels: [{ key: 'general' }] });
    expect(workspace.service.left).toEqual(['web:local:ml-papers']);
    expect(await shelves.shelf('web_messages').get('x')).toBeUndefined();
  });

  it('tells how the reader marked the papers that a page shows, of a channel that there is', async () => {
    workspace.service.marked.set('2408.01001', 'relevant');
    const path = '/api/channels/general/marks';
    const told = await browser.post(path, { ids: ['2408.01001', '2408.01002'] });
    expect(await told.json()).toEqual({ marks: { '2408.01001': 'relevant' } });
    expect((await browser.post(path, { ids: Array(201).fill('1') })).status).toBe(400);
    expect((await browser.post('/api/channels/elsewhere/marks', { ids: ['1'] })).status).toBe(404);
  });

  it('shows its settings, tries topics and saves a form as the core reads it', async () => {
    expect(await read('/api/channels/general/settings')).toMatchObject({ form: sampleForm, messages: 0 });
    const checks = await browser.post('/api/channels/general/check-topics', { topics: ['lora', '('] });
    expect(await checks.json()).toMatchObject({ topics: [{ isWrong: false }, { isWrong: true }] });
    const form = { ...sampleForm, limit: '5' };
    const saved = await browser.post('/api/channels/general/settings', { form });
    expect(await saved.json()).toMatchObject({
      entries: [],
      aside: { summary: expect.stringContaining('Saved') },
    });
    const wrong = await browser.post('/api/channels/general/settings', { form: { ...form, topics: ['('] } });
    expect(await wrong.json()).toMatchObject({ problems: [{ field: 'topics', at: 0 }] });
    expect((await browser.post('/api/channels/general/settings', { form: { topics: 7 } })).status).toBe(400);
  });

  it('counts topics no more than so often a minute, and takes no more guesses at the code of the terminal', async () => {
    const check = () => browser.post('/api/channels/general/check-topics', { topics: ['lora'] });
    await check();
    for (let at = 0; at < 600; at += 50) await Promise.all(Array.from({ length: 50 }, check));
    const refused = await check();
    expect([refused.status, await refused.text()]).toEqual([429, expect.stringContaining('Try again')]);
    const guess = async () => (await browser.post('/api/operator', { code: 'x' })).status;
    for (let at = 0; at < 60; at++) expect(await guess()).toBe(403);
    expect(await guess()).toBe(429);
  });

  it('tells how one channel stands, and asks for no other', async () => {
    const standing = { topics: [], schedule: 'every day at 09:00', next: [{ text: 'Next post: tomorrow.' }] };
    const ids = ['web:local:general', 'web:local:ml-papers'] as const;
    workspace.service.home = async ({ shownTo }) => {
      const shown = await shownTo?.(ids);
      const channels = ids
        .filter((id) => shown?.has(id))
        .map((id) => ({ place: { id, name: '#one' }, ...standing }));
      return { channels, moreChannels: 0, unshown: [], saved: [], sources: [[{ text: 'read today' }]] };
    };
    expect(await read('/api/channels/ml-papers/overview')).toEqual({
      channel: standing,
      sources: [[{ text: 'read today' }]],
    });
    workspace.service.home = async () => ({
      channels: [],
      moreChannels: 0,
      unshown: [],
      saved: [],
      sources: [],
    });
    expect(await read('/api/channels/general/overview')).toEqual({ sources: [] });
    expect((await browser.get('/api/channels/~0123456789abcdef/overview')).status).toBe(404);
  });

  it('takes a form of a page that was open during an upgrade as it is, without what that has no field for', async () => {
    const filled: unknown[] = [];
    workspace.service.fill = async ({ form, client }) => {
      filled.push(form, client);
      return { problems: [] };
    };
    const form = {
      topics: ['lora'],
      schedule: 'daily 09:00',
      zone: 'UTC',
      limit: '5',
      order: 'date',
      quiet: true,
    };
    await browser.post('/api/channels/general/settings', { form });
    expect(filled).toEqual([form, '127.0.0.1']);
  });

  it('answers beside the log where it is asked to, and stores nothing of that', async () => {
    const act = { do: 'search', query: 'lora', from: 0, sort: 'votes', count: 20 };
    const answer = await browser.post('/api/channels/general/press', { act, aside: true });
    expect(await answer.json()).toMatchObject({ entries: [], aside: { summary: expect.any(String) } });
    expect((await messages()).messages).toEqual([]);
    expect(workspace.service.pressed[0]?.act).toEqual(act);
  });

  it('completes a time zone', async () => {
    expect(await read('/api/zones?typed=germany')).toContain('Europe/Berlin');
  });
});

describe('a person over HTTP', () => {
  it('chooses a name once, which everyone sees from then on', async () => {
    await browser.get('/api/channels');
    const named = await browser.post('/api/you', { name: ' Ada\u200b  Lovelace ' });
    expect(await named.json()).toEqual({ you: { name: 'Ada Lovelace', named: true } });
    await browser.post('/api/channels/general/messages', { text: 'hello' });
    const other = await messages(openBrowser(workspace.address));
    expect(other.messages[0]?.author).toEqual({ name: 'Ada Lovelace', you: false });
    for (const name of ['', ' ', '\u0301\u0301', '\u3164', 'x'.repeat(41), 'PaperBoy', 'you'])
      expect((await browser.post('/api/you', { name })).status, name).toBe(400);
  });

  it.each([
    'PAPER BOY',
    'Paper-boy',
    'p.a.p.e.r.b.o.y',
    'Pаperboу',
    'ΡΑΡΕRΒΟΥ',
    'P4perb0y',
    'Ｐａｐｅｒｂｏｙ',
    '𝐏𝐚𝐩𝐞𝐫𝐛𝐨𝐲',
    'Páperbóy',
    'Paperboy ✓',
    'Paperboy (bot)',
    '@paperboy',
    '＠Paperboy',
    'Paperboy System',
    '🅿aperboy',
    'Уоu',
  ])('may not be called %s, which reads like a name that the page gives', async (name) => {
    const answer = await browser.post('/api/you', { name });
    expect(await errorOf(answer)).toMatchObject({ message: `“${name}” is taken. Choose another name.` });
  });

  it.each([
    'Peter Boyd',
    'Paper Boyle',
    'Paul',
    'Юлия',
    'Παπαρρηγόπουλος',
    '论文',
    'Yo',
    'Paperboy’s friend',
  ])('may be called %s', async (name) => {
    expect((await browser.post('/api/you', { name })).status).toBe(200);
  });
});

describe('a library over HTTP', () => {
  const path = '/api/channels/general/library';
  const give = (content: string, headers = {}) =>
    browser.post(path, { file: { name: 'refs.bib', content }, nonce: 'once' }, headers);

  it('is read into the library of the channel, once, and the answer stands in the log', async () => {
    const content = `@article{a, title = {${'x'.repeat(1_000_000)}}}`;
    for (const answer of [await give(content), await give(content)]) expect(answer.status).toBe(200);
    expect(workspace.service.imported).toMatchObject([
      { place: { id: 'web:local:general' }, client: '127.0.0.1', file: { name: 'refs.bib', content } },
    ]);
    const { messages: log } = await messages();
    expect(log.map(({ text, message }) => text ?? message?.summary)).toEqual([
      '/papers library import refs.bib',
      'Read refs.bib.',
    ]);
  });

  it('stands in the log under a name that can be seen', async () => {
    const file = { name: 'a\u202ebib.\u0007exe\n', content: '@article{a, title = {Ab}}' };
    expect((await browser.post(path, { file, nonce: 'seen' })).status).toBe(200);
    const { messages: log } = await messages();
    expect(log[0]?.text).toBe('/papers library import abib.exe');
  });

  it('is refused where it is too large, or comes from another website', async () => {
    const large = await give('x'.repeat(5_000_001));
    expect([large.status, (await errorOf(large)).message]).toEqual([400, expect.stringContaining('5 MB')]);
    const larger = await give('x'.repeat(9_000_000));
    expect([larger.status, (await errorOf(larger)).message]).toEqual([413, expect.stringContaining('5 MB')]);
    const foreign = await give('x', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(403);
    expect(workspace.service.imported).toEqual([]);
  });
});
