import { request } from 'node:http';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readSiteSettings } from '../../../adapters/pages/settings.ts';
import { paperOf } from '../../app/world.ts';
import { type ServedSite, serveSite } from './site.ts';

let site: ServedSite;
afterEach(async () => {
  vi.useRealTimers();
  await site?.stop();
});

const audienceOf = (env: Record<string, string>) => {
  const read = readSiteSettings(env);
  return 'settings' in read ? read.settings?.audience : read.problems;
};

describe('who may read', () => {
  test.each([
    [{}, 'machine'],
    [{ HOST: 'localhost' }, 'machine'],
    [{ HOST: '[::1]' }, 'machine'],
    [{ HOST: '0.0.0.0' }, 'nobody'],
    [{ HOST: 'papers.example' }, 'nobody'],
    [{ HOST: '0.0.0.0', PUBLIC_PAGES: 'on' }, 'public'],
    [{ HOST: '0.0.0.0', ACCESS_TOKEN: 'a-long-enough-token' }, 'token'],
    [{ ACCESS_TOKEN: 'a-long-enough-token' }, 'token'],
    [{ ACCESS_TOKEN: 'short' }, ['ACCESS_TOKEN has 5 characters and needs 16.']],
    [
      { PUBLIC_URL: 'https://papers.example/team/' },
      ['PUBLIC_URL must end with the host or its port, without a path: https://papers.example.'],
    ],
    [{ PUBLIC_PAGES: 'maybe' }, ['PUBLIC_PAGES is "maybe". Use on or off.']],
  ])('with %o it is %s', (env, audience) => {
    expect(audienceOf(env)).toEqual(audience);
  });

  test('beyond this machine they are off, and say how they are turned on', async () => {
    site = await serveSite({ audience: 'nobody' });
    for (const path of [
      '/d',
      '/c',
      '/p/x',
      '/feeds/general.atom',
      '/feeds/trending/week.atom',
      '/api/v1/channels',
    ]) {
      const answer = await site.get(path);
      expect(answer.status, path).toBe(403);
      expect(await answer.text()).toContain('PUBLIC_PAGES=on');
    }
    expect(await site.text('/robots.txt')).toBe('User-agent: *\nDisallow: /\n');
  });

  test('on this machine, another website’s name and what a proxy passed on are refused', async () => {
    site = await serveSite({ audience: 'machine' });
    expect(await statusFor('evil.example')).toBe(403);
    expect(await statusFor('localhost:1')).toBe(200);
    for (const name of [
      'forwarded',
      'via',
      'x-forwarded-for',
      'x-forwarded-proto',
      'x-real-ip',
      'cf-connecting-ip',
      'true-client-ip',
      'x-client-ip',
      'fastly-client-ip',
      'cdn-loop',
      'x-original-host',
      'tailscale-user-login',
    ])
      expect((await site.get('/d', { [name]: '192.0.2.1' })).status, name).toBe(403);
    const usual = { 'accept-language': 'de', 'sec-fetch-site': 'none', 'x-requested-with': 'x', dnt: '1' };
    expect((await site.get('/d', usual)).status).toBe(200);
  });

  test('with a token, those who bring it read, by header or as a password', async () => {
    const token = 'a-long-enough-token';
    site = await serveSite({ audience: 'token', token });
    const without = await site.get('/feeds/general.atom');
    expect([without.status, without.headers.get('www-authenticate')]).toEqual([
      401,
      expect.stringContaining('Basic'),
    ]);
    const basic = (password: string) => `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;
    for (const [authorization, status] of [
      [`Bearer ${token}`, 200],
      [basic(token), 200],
      [basic(`${token}x`), 401],
      ['Bearer ', 401],
      ['Basic !!!', 401],
      [`Bearer ${token.toUpperCase()}`, 401],
    ] as const)
      expect((await site.get('/d', { authorization })).status, authorization).toBe(status);
    expect((await site.get(`/d?token=${token}`)).status).toBe(401);
    const page = await site.get('/d', { authorization: `Bearer ${token}` });
    expect(page.headers.get('cache-control')).toBe('private, no-cache');
    expect(await page.text()).toContain('<meta name="robots" content="noindex, nofollow, noarchive">');
  });

  test('in public, a flood is answered with 429 after a while, and this machine is held to no pace', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    site = await serveSite({ audience: 'public' });
    const flood = async (count: number) => {
      const statuses: number[] = [];
      for (let sent = 0; sent < count; sent++) statuses.push((await site.get('/c')).status);
      return statuses.filter((status) => status === 200).length;
    };
    expect(await flood(130)).toBe(120);
    const refused = await site.get('/api/v1/channels');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '4']);
    vi.advanceTimersByTime(4_000);
    expect(await flood(40)).toBe(40);
    vi.useRealTimers();
    expect((await site.get('/robots.txt')).status).toBe(200);
    const own = await serveSite({ audience: 'machine' });
    for (let sent = 0; sent < 130; sent++) expect((await own.get('/c')).status).toBe(200);
    await own.stop();
  });

  test('in public, anyone reads by any name, robots may come, and links begin with the public address', async () => {
    site = await serveSite({ audience: 'public', publicUrl: 'https://papers.example' });
    await site.postDay('2026-11-20', paperOf('For all', { id: '2611.50001' }));
    expect(await statusFor('papers.example')).toBe(200);
    const page = await site.get('/p/2611.50001', { 'x-forwarded-for': '192.0.2.1' });
    expect(page.headers.get('x-robots-tag')).toBeNull();
    const text = await page.text();
    expect(text).toContain('<link rel="canonical" href="https://papers.example/p/2611.50001">');
    expect(text).toContain('content="index, follow"');
    expect(await site.text('/robots.txt')).not.toContain('Disallow: /\n');
  });
});

/** As only a client of one's own can name another host. */
function statusFor(host: string): Promise<number | undefined> {
  const { port } = new URL(site.address);
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, path: '/d', headers: { host, connection: 'close' } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
