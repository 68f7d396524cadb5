import { expect, test } from 'vitest';
import { begin, newFolder, workspace } from './run.ts';

test('a workspace that was started without a setting serves pages, feeds and the API beside its own page', async () => {
  const running = await workspace(newFolder());
  await running.line('"msg":"posted"');
  const channel = await fetch(`${running.address}/c/general`);
  expect(await channel.text()).toContain('Papers for Fri, Dec 12, 2025');
  expect((await fetch(`${running.address}/feeds/general.atom`)).status).toBe(200);
  expect(await (await fetch(`${running.address}/api/v1/channels`)).json()).toMatchObject({
    items: [{ slug: 'general', name: '#general' }, { slug: 'ml-papers' }],
  });
  // The workspace's own paths stay its own.
  expect(await (await fetch(`${running.address}/`)).text()).toContain('id="composer"');
  expect((await fetch(`${running.address}/api/channels`)).status).toBe(200);
  expect((await running.stop('SIGTERM')).code).toBe(0);
});

test('without a workspace, pages that anyone may read are all that the port serves', async () => {
  const env = { WEB: 'off', PUBLIC_PAGES: 'on', PORT: '0', SOURCES: 'bundled' };
  const running = begin(['start'], { env });
  const { address } = JSON.parse(await running.line('pages, feeds and the API')) as { address: string };
  await running.line('paperboy ready');
  for (const path of ['/d', '/'])
    expect(await (await fetch(address + path)).text()).toContain('<h1>Days</h1>');
  for (const path of ['/api/channels', '/health/ready', '/metrics'])
    expect((await fetch(address + path)).status, path).toBe(404);
  running.signal('SIGTERM');
  expect((await running.ended).code).toBe(0);
});

test('a workspace that other machines can reach keeps its pages to itself, and the token out of the log', async () => {
  const token = 'a-long-enough-token';
  const open = await workspace(newFolder(), { HOST: '0.0.0.0' });
  expect((await fetch(`${open.address}/d`)).status).toBe(403);
  await open.stop('SIGTERM');
  const closed = await workspace(newFolder(), { HOST: '0.0.0.0', ACCESS_TOKEN: token });
  expect((await fetch(`${closed.address}/d`)).status).toBe(401);
  expect((await fetch(`${closed.address}/d`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(
    200,
  );
  const { out, err } = await closed.stop('SIGTERM');
  expect(out + err).not.toContain(token);
});
