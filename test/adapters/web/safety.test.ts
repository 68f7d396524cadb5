import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Browser, openBrowser, openWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let browser: Browser;

beforeEach(async () => {
  workspace = await openWorkspace();
  browser = openBrowser(workspace.address);
});
afterEach(() => workspace.stop());

describe('safety over HTTP', () => {
  /** Sends what `fetch` would not: any Host, any Origin. */
  const raw = (method: string, path: string, headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const sent = request({ port: workspace.port, host: '127.0.0.1', method, path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end(method === 'POST' ? '{"text":"x"}' : undefined);
    });

  it('gives the page whole and with one tag, to HEAD and to those that ask for a part too', async () => {
    const at = `${workspace.address}/app.js`;
    const whole = await fetch(at);
    const tag = whole.headers.get('etag') ?? '';
    expect(tag).not.toBe('');
    const part = await fetch(at, { headers: { range: 'bytes=0-9' } });
    expect([part.status, part.headers.get('etag')]).toEqual([200, tag]);
    expect(await part.text()).toBe(await whole.text());
    const head = await fetch(at, { method: 'HEAD' });
    expect([head.status, head.headers.get('etag')]).toEqual([200, tag]);
    const known = await fetch(at, { method: 'HEAD', headers: { 'if-none-match': tag } });
    expect(known.status).toBe(304);
  });

  it('refuses other hosts everywhere but at /health', async () => {
    for (const path of ['/', '/app.js', '/api/channels', '/api/events']) {
      expect(await raw('GET', path, { host: 'evil.example' })).toBe(403);
    }
    expect(await raw('GET', '/health', { host: 'evil.example' })).toBe(200);
  });

  it('refuses other origins, other content types and other sites before anything happens', async () => {
    const json = { 'content-type': 'application/json' };
    const path = '/api/channels/general/ask';
    expect(await raw('POST', path, { ...json, origin: 'https://evil.example' })).toBe(403);
    expect(await raw('POST', path, { ...json, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await raw('POST', path, { 'content-type': 'text/plain' })).toBe(415);
    expect(await raw('POST', path, { 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
    expect(await raw('POST', path, {})).toBe(415);
    expect(workspace.service.asked).toEqual([]);
    expect(await raw('POST', path, json)).toBe(200);
  });

  it('sends the page with headers that let nothing in but the pictures of papers, and nothing out', async () => {
    const answer = await browser.get('/');
    expect(answer.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: https://*.huggingface.co; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await answer.text()).not.toMatch(/https?:\/\//);
    const missing = await browser.get('/nowhere');
    expect([missing.status, missing.headers.get('x-content-type-options')]).toEqual([404, 'nosniff']);
  });

  it('gives no file but its page', async () => {
    for (const path of [
      '/../server.ts',
      '/..%2fserver.ts',
      '/%2e%2e/index.ts',
      '/page/app.js',
      '/tsconfig.page.json',
      '//etc/passwd',
    ]) {
      expect((await browser.get(path)).status).toBe(404);
    }
    const script = await browser.get('/app.js');
    expect(script.headers.get('content-type')).toContain('text/javascript');
    const again = await browser.get('/app.js', { 'if-none-match': script.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
  });

  it('lets browsers keep its files, under a path that only their content has', async () => {
    const page = await (await browser.get('/')).text();
    const linked = [...page.matchAll(/(?:href|src)="(\/[^"]*\.[a-z]+)"/g)].map(([, path = '']) => path);
    expect(linked.length).toBeGreaterThan(8);
    for (const path of linked) {
      const file = await browser.get(path);
      expect([path, file.status, file.headers.get('cache-control')]).toEqual([
        path,
        200,
        'max-age=31536000, immutable',
      ]);
      const plain = await browser.get(`/${path.split('/').at(-1)}`);
      expect(await plain.text()).toBe(await file.text());
      expect(plain.headers.get('cache-control')).toBe('no-cache');
    }
    const [script = ''] = linked.filter((path) => path.endsWith('/app.js'));
    for (const path of [script.replace(/[0-9a-f]\//, 'x/'), script.replace('app.js', 'none.js')]) {
      const missing = await browser.get(path);
      expect([missing.status, missing.headers.get('cache-control')]).toEqual([404, 'no-cache']);
    }
    const again = await browser.get(script, {
      'if-none-match': (await browser.get(script)).headers.get('etag') ?? '',
    });
    expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'max-age=31536000, immutable']);
  });

  it('knows a browser by a cookie that scripts and other sites cannot use, and believes no made-up one', async () => {
    const fresh = await fetch(`${workspace.address}/api/channels`);
    expect(fresh.headers.get('set-cookie')).toMatch(
      /^paperboy_browser=[0-9a-f-]{36}; .*HttpOnly.*SameSite=Strict/i,
    );
    const forged = await fetch(`${workspace.address}/api/channels`, {
      headers: { cookie: 'paperboy_browser=admin' },
    });
    expect(forged.headers.get('set-cookie')).toContain('paperboy_browser=');
    expect((await fetch(workspace.address)).headers.get('set-cookie')).toBeNull();
  });

  it('says that it is well', async () => {
    expect(await (await browser.get('/health')).json()).toEqual({ status: 'ok' });
  });
});
