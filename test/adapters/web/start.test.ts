import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { placeOf } from '../../../adapters/web/channel-names.ts';
import type { Row } from '../../../adapters/web/channel-row.ts';
import { createShelves } from '../shelves.ts';
import { openBrowser, openWorkspace, type Workspace } from './workspace.ts';

const placeCalled = (name: string) => placeOf({ key: name, name });
const open: Workspace[] = [];
const start = async (given: Parameters<typeof openWorkspace>[0] = {}) => {
  const workspace = await openWorkspace(given);
  open.push(workspace);
  return workspace;
};
afterEach(async () => {
  for (const workspace of open.splice(0)) await workspace.stop();
});

describe('starting the workspace', () => {
  it('prints an address that answers', async () => {
    const { address } = await start();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await (await fetch(address)).text()).toContain('<title>Paperboy</title>');
  });

  it('prints an address that can be opened when it listens everywhere', async () => {
    const { address } = await start({ host: '0.0.0.0' });
    expect((await fetch(address)).status).toBe(200);
  });

  it('restores a channel whose row was lost from what is stored for it, and says so', async () => {
    const shelves = createShelves();
    const rows = shelves.shelf<Row>('web_channels');
    await rows.set('ml-papers', { name: 'ml-papers', addedAt: 1 });
    const joined = [placeCalled('general'), placeCalled('ml-papers'), { id: 'slack:T1:C1', name: '#x' }];
    const { address, log } = await start({ shelves, joined });
    const response = await openBrowser(address).get('/api/channels');
    const { channels } = (await response.json()) as { channels: Row[] };
    expect(channels.map(({ name }) => name)).toEqual(['general', 'ml-papers']);
    expect(await rows.get('general')).toEqual({ name: 'general', addedAt: 0 });
    expect(log.filter(({ level }) => level === 'warn')).toMatchObject([
      { message: expect.stringContaining('was lost and is restored'), facts: { channel: '#general' } },
    ]);
  });

  it('tells the command service of every channel at every start', async () => {
    const shelves = createShelves();
    const first = await start({ shelves });
    expect(first.service.joined.map(({ id }) => id)).toEqual(['web:local:general', 'web:local:ml-papers']);
    await openBrowser(first.address).post('/api/channels', { name: 'agents' });
    await first.stop();
    const second = await start({ shelves });
    expect(second.service.joined.map(({ id }) => id)).toEqual([
      'web:local:agents',
      'web:local:general',
      'web:local:ml-papers',
    ]);
  });

  it('names a taken port in one line, with what to do', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toMatchObject({
      code: 'address-taken',
      message: `Port ${port} on 127.0.0.1 is already in use by another program. Stop it, or choose another port, such as PORT=${port + 1}.`,
    });
  });

  it('names a host that is not of this machine', async () => {
    const thrown = await start({ host: '192.0.2.1' }).catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'bad-settings', message: expect.stringContaining('HOST') });
  });
});

describe('stopping the workspace', () => {
  it('frees the port, so that it can start there again', async () => {
    const { port, stop } = await start();
    await stop();
    await start({ port });
  });

  it('does not wait for half-sent requests and answers under way', async () => {
    const { service, address, port, stop } = await start();
    const silent = await new Promise<Socket>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket));
    });
    silent.on('error', () => undefined);
    silent.write('POST /api/channels HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n');
    const arrived = Promise.withResolvers<void>();
    service.script = () => {
      arrived.resolve();
      return new Promise(() => undefined);
    };
    const asked = openBrowser(address).post('/api/channels/general/ask', { text: 'x' });
    const cut = expect(asked).rejects.toThrow();
    await arrived.promise;
    await stop();
    await cut;
  });
});
