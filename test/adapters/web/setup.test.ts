import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createSetup } from '../../../src/cli/setup-form.ts';
import type { SetupForm } from '../../../src/model/setup.ts';
import { codeOf, openBrowser, openOperator, openWorkspace, type Workspace } from './workspace.ts';

const SECRET = 'xoxb-1-very-s3cret-token';
/** Nothing listens there. */
const ENV = { SLACK_API_URL: 'http://127.0.0.1:9/api/' };

let workspace: Workspace | undefined;
afterEach(() => workspace?.stop());

async function open(host?: string, stored?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-setup-'));
  const path = join(folder, '.env');
  if (stored !== undefined) writeFileSync(path, stored);
  const setup = createSetup({ env: ENV, cwd: () => folder });
  workspace = await openWorkspace({ setup, ...(host === undefined ? {} : { host }) });
  const { port } = workspace;
  const local = { ...workspace, address: `http://127.0.0.1:${port}` };
  return { path, browser: await openOperator(local), other: openBrowser(local.address), workspace: local };
}

describe('the setup of an installation', () => {
  it('is offered on the machine that it runs on, and tells no stored secret', async () => {
    const { browser } = await open(undefined, `SLACK_BOT_TOKEN=${SECRET}\nSLACK_APP_TOKEN=xapp-1-s3cret\n`);
    expect(await (await browser.get('/api/channels')).json()).toMatchObject({ setup: 'again' });
    const answer = await (await browser.get('/api/setup')).text();
    expect(JSON.parse(answer)).toMatchObject({ platform: 'slack' });
    expect(answer).not.toContain('s3cret');
  });

  it('writes what is answered, and says what is wrong with it without writing', async () => {
    const { browser, path } = await open();
    expect(await (await browser.get('/api/channels')).json()).toMatchObject({ setup: 'first' });
    const send = (platform: string, answers: Record<string, string>) =>
      browser.post('/api/setup', { platform, answers });
    const wrong = await send('none', { TIMEZONE: 'Mars' });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('time zone')]);
    expect((await send('nowhere', {})).status).toBe(400);
    expect((await send('slack', { SLACK_BOT_TOKEN: 'xoxb-1' })).status).toBe(400);
    expect((await send('none', { TIMEZONE: 'UTC\nHOST=0.0.0.0' })).status).toBe(400);
    expect(existsSync(path)).toBe(false);
    const done = await send('none', { TIMEZONE: 'Berlin', HOST: '0.0.0.0' });
    expect(await done.json()).toMatchObject({ path, written: ['TIMEZONE'] });
    expect(readFileSync(path, 'utf8')).toBe('TIMEZONE=Berlin\n');
  });

  it('writes no answer that nobody changed over what another setup wrote meanwhile', async () => {
    const { browser, path } = await open();
    const { common } = (await (await browser.get('/api/setup')).json()) as SetupForm;
    const values = common.map(({ setting, value }) => [setting, value]);
    const shown = Object.fromEntries(values);
    writeFileSync(path, 'SOURCES=arxiv:cs.LG\n');
    const sent = { platform: 'none', answers: { ...shown, TIMEZONE: 'Berlin' }, shown };
    const done = await (await browser.post('/api/setup', sent)).json();
    expect(done).toMatchObject({ written: ['TIMEZONE'], notes: [expect.stringContaining('SOURCES')] });
    expect(readFileSync(path, 'utf8')).toBe('SOURCES=arxiv:cs.LG\nTIMEZONE=Berlin\n');
    await browser.post('/api/setup', { platform: 'none', answers: shown });
    expect(readFileSync(path, 'utf8')).toContain('SOURCES=hugging-face\n');
  });

  it('asks the platform before anything is written, and shows no secret that was typed', async () => {
    const { browser, path } = await open();
    const answers = { SLACK_BOT_TOKEN: SECRET, SLACK_APP_TOKEN: 'xapp-1-s3cret' };
    const answer = await (await browser.post('/api/setup/check', { platform: 'slack', answers })).text();
    expect(JSON.parse(answer).findings[0]).toMatchObject({ about: 'slack', standing: 'fail' });
    expect(answer).not.toContain('s3cret');
    expect(existsSync(path)).toBe(false);
  });

  it('asks anew at once where a server hangs, and lets the question before go', async () => {
    const hanging = Promise.withResolvers<[]>();
    const begun: string[] = [];
    const setup = {
      ...createSetup({ env: ENV, cwd: () => mkdtempSync(join(tmpdir(), 'paperboy-setup-')) }),
      check: async (platform: string) => {
        begun.push(platform);
        return platform === 'email' ? hanging.promise : [];
      },
    };
    workspace = await openWorkspace({ setup });
    const browser = await openOperator(workspace);
    const check = (platform: string) => browser.post('/api/setup/check', { platform, answers: {} });
    const slow: Promise<Response>[] = [];
    for (const count of [1, 2, 3, 4, 5]) {
      slow.push(check('email'));
      await expect.poll(() => begun.length).toBe(count);
    }
    expect((await check('slack')).status).toBe(200);
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([409, 409, 409, 409, 409]);
    hanging.reject(new Error('Nobody waits for it.'));
    expect((await check('slack')).status).toBe(200);
  });

  it('says what is wrong with an address once, with its example, and where the workspace is opened', async () => {
    const { browser } = await open(undefined, 'PORT=4321\n');
    const save = (platform: string, answers: Record<string, string>) =>
      browser.post('/api/setup', { platform, answers });
    const typed = { SMTP_URL: 'smtp://u:se#kret@smtp.example.org', MAIL_FROM: 'me@lab.org' };
    const said = JSON.parse(await (await save('email', typed)).text()).error.message as string;
    expect(said).toContain('# as %23');
    expect(said).toContain('Example: smtps://user:password@smtp.example.org.');
    expect(said.split('SMTP_URL')).toHaveLength(2);
    expect(said).not.toContain('se#kret');
    const { next } = JSON.parse(await (await save('none', { TIMEZONE: 'UTC' })).text());
    expect(next.at(-1)).toContain('http://127.0.0.1:4321 ');
  });

  const requests = [
    ['GET', '/api/setup'],
    ['POST', '/api/setup'],
    ['POST', '/api/setup/check'],
  ] as const;
  const body = { platform: 'none', answers: { TIMEZONE: 'UTC' } };

  it.each(requests)('%s %s is refused to who did not open the link of the terminal', async (method, path) => {
    const { other, path: file } = await open();
    for (const code of ['', 'AAAAAAAAAAAAAAAA', 'x'.repeat(100)])
      expect((await other.post('/api/operator', { code })).status).toBe(403);
    const answer = await (method === 'GET' ? other.get(path) : other.post(path, body));
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('paperboy start')]);
    expect(existsSync(file)).toBe(false);
  });

  it('is open to the first browser that opens the link, again and again, and to no other', async () => {
    const { browser, other, workspace } = await open();
    const code = codeOf(workspace);
    expect((await browser.post('/api/operator', { code })).status).toBe(200);
    expect((await other.post('/api/operator', { code })).status).toBe(403);
    expect((await other.get('/api/setup')).status).toBe(403);
    expect((await browser.get('/api/setup')).status).toBe(200);
  });

  it('is not open to who planted or read the cookie by which the browser is known', async () => {
    workspace = await openWorkspace({ setup: createSetup({ env: ENV, cwd: tmpdir }) });
    const code = codeOf(workspace);
    const planted = `paperboy_browser=${'1'.repeat(8)}-2222-4333-8444-${'5'.repeat(12)}`;
    const mine = `paperboy_operator_${workspace.port}`;
    const cookie = `${planted}; ${mine}=planted`;
    const other = openBrowser(workspace.address);
    const claimed = await other.post('/api/operator', { code }, { cookie });
    expect(claimed.headers.getSetCookie()).toEqual([
      expect.stringMatching(new RegExp(`^${mine}=[\\w-]{43}; .*Path=/; HttpOnly; SameSite=Strict$`)),
    ]);
    const own = claimed.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const look = async (sent: string) => (await other.get('/api/setup', { cookie: sent })).status;
    expect(await Promise.all([planted, cookie, `${mine}=`, own, `${planted}; ${own}`].map(look))).toEqual([
      403, 403, 403, 200, 200,
    ]);
    expect((await other.post('/api/operator', { code }, { cookie })).status).toBe(403);
  });

  it.each(requests)('%s %s is refused where other machines reach the workspace', async (method, path) => {
    const { browser, path: file } = await open('0.0.0.0');
    expect(await (await browser.get('/api/channels')).json()).not.toHaveProperty('setup');
    const answer = await (method === 'GET' ? browser.get(path) : browser.post(path, body));
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('paperboy setup')]);
    expect(existsSync(file)).toBe(false);
  });

  it.each(requests)('%s %s is refused to other sites, other names and proxies', async (method, path) => {
    const { browser, path: file } = await open();
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { origin: 'http://127.0.0.1:1' },
      { 'x-forwarded-for': '203.0.113.9' },
      { forwarded: 'for=203.0.113.9' },
      { 'x-forwarded-proto': 'https' },
      { 'cf-connecting-ip': '203.0.113.9' },
    ] as Record<string, string>[]) {
      const answer = await (method === 'GET'
        ? browser.get(path, headers)
        : browser.post(path, body, headers));
      expect(answer.status).toBe(403);
    }
    expect(existsSync(file)).toBe(false);
  });

  it('takes no form that another site could send without asking', async () => {
    const { browser, path } = await open();
    const sent = await browser.post('/api/setup', JSON.stringify(body), { 'Content-Type': 'text/plain' });
    expect(sent.status).toBe(415);
    expect(existsSync(path)).toBe(false);
  });
});
