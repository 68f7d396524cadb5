/** The pages for machines, of a program that really runs. */
import { once } from 'node:events';
import { createServer, get as request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../src/cli/monitor.ts';
import { serveEndpoints } from '../../src/health/server.ts';
import { openStore } from '../../src/store/store.ts';
import { silent } from '../delivery/world.ts';
import { readExposition, sampleOf } from '../metrics/exposition.ts';
import { begin, newFolder, paperboy, workspace } from './run.ts';

const get = async (address: string, path: string) => {
  const response = await fetch(new URL(path, address));
  return { status: response.status, body: await response.text() };
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the pages for machines', () => {
  test("are on the local workspace's port, beside the page for people", async () => {
    const running = await workspace(newFolder());
    expect(await get(running.address, '/health')).toEqual({ status: 200, body: '{"status":"ok"}' });
    expect(await get(running.address, '/health/live')).toMatchObject({ status: 200 });
    await running.line('"msg":"posted"');
    const { status, body } = await get(running.address, '/health/ready');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({
      status: 'ready',
      parts: {
        store: { ok: true, line: 'The store answers.' },
        web: { ok: true, line: 'Connected.' },
        'source bundled digest': { ok: true, line: expect.stringMatching(/^Read /) },
      },
    });
    const { body: text } = await get(running.address, '/metrics');
    const seen = readExposition(text);
    const posted = { platform: 'web', outcome: 'posted' };
    expect(sampleOf(seen, 'paperboy_delivery_outcomes_total', posted)).toBe(1);
    expect(sampleOf(seen, 'paperboy_index_papers')).toBeGreaterThan(20);
    const asked = await fetch(new URL('/api/channels/general/ask', running.address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'hyperparameter' }),
    });
    expect(asked.status).toBe(200);
    const searches = async () =>
      sampleOf(
        readExposition((await get(running.address, '/metrics')).body),
        'paperboy_command_seconds_count',
        {
          command: 'search',
          asked: 'text',
        },
      );
    // For a second, all who scrape get the same text.
    await expect.poll(searches).toBe(1);
    expect((await running.stop()).code).toBe(0);
  });

  test('are refused for the host of another website, as the workspace is', async () => {
    const running = await workspace(newFolder());
    const { port } = new URL(running.address);
    const asked = request({ port, host: '127.0.0.1', path: '/metrics', headers: { host: 'evil.example' } });
    const [response] = await once(asked, 'response');
    response.resume();
    expect(response.statusCode).toBe(403);
    await running.stop();
  });

  test('with HEALTH_PORT are on that port alone, from before the program is ready until it has stopped', async () => {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const running = begin(['start'], { env: { PORT: '0', HEALTH_PORT: String(port) } });
    const seen = new Set<string>();
    let isOver = false;
    const looking = (async () => {
      while (!isOver) {
        const answer = await get(address, '/health/ready').catch(() => undefined);
        if (answer) seen.add(`${answer.status} ${JSON.parse(answer.body).status}`);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
    })();
    const { address: page } = JSON.parse(await running.line('paperboy ready'));
    await expect.poll(() => [...seen]).toContain('200 ready');
    expect(seen).toContain('503 starting');
    expect((await get(address, '/metrics')).status).toBe(200);
    expect((await get(page, '/metrics')).status).toBe(404);
    expect((await get(page, '/health/ready')).status).toBe(404);
    expect((await get(page, '/health')).status).toBe(200);
    expect((await get(address, '/')).status).toBe(404);
    expect((await fetch(`${address}/metrics`, { method: 'POST' })).status).toBe(405);
    expect(await (await fetch(`${address}/metrics`, { method: 'HEAD' })).text()).toBe('');
    // A request that is not whole yet holds the stop up for a moment.
    const slow = connect(Number(new URL(page).port), '127.0.0.1');
    slow.on('error', () => {});
    await once(slow, 'connect');
    slow.write('POST /api/channels/general/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n{');
    await get(page, '/health');
    running.signal('SIGTERM');
    expect((await running.ended).code).toBe(0);
    slow.destroy();
    isOver = true;
    await looking;
    expect(seen).toContain('503 stopping');
    await expect(get(address, '/health/live')).rejects.toThrow();
  });

  test('show no secret', async () => {
    const secrets = { HF_TOKEN: 'hf_abcdefghijkl', key: 'kk-0123456789', password: 'hunter2-hunter2' };
    const running = await workspace(newFolder(), {
      HF_TOKEN: secrets.HF_TOKEN,
      HF_API_URL: 'http://127.0.0.1:9',
      SOURCES: `hugging-face,feed:https://ada:${secrets.password}@127.0.0.1:9/rss?key=${secrets.key}`,
    });
    await expect
      .poll(async () => (await get(running.address, '/health/ready')).body)
      .toContain('source feed:127.0.0.1:9/rss');
    for (const path of ['/health/live', '/health/ready', '/metrics']) {
      const { body } = await get(running.address, path);
      for (const secret of Object.values(secrets)) expect(body).not.toContain(secret);
    }
    await running.stop();
  });
});

describe('a store that does not answer', () => {
  /** The pages over a store that hangs until it is told to answer; they wait `storeMs` for it. */
  async function openHung(storeMs: number) {
    const monitor = createMonitor({
      ...{ clock: Date.now, version: '1', redact: (text) => text, storeMs, sharedMs: 0 },
    });
    const store = await openStore(':memory:');
    const hung = Promise.withResolvers<void>();
    // A transaction that does not end: every other statement waits for it.
    const busy = store.transact(() => hung.promise);
    monitor.watchStore(store);
    monitor.setPhase('running');
    const { address, close } = await serveEndpoints(
      monitor.endpoints,
      { host: '127.0.0.1', port: 0 },
      silent,
    );
    return {
      address,
      async answer() {
        hung.resolve();
        await busy;
      },
      async close() {
        await close();
        await store.close();
      },
    };
  }

  test('holds /health/live up not at all', async () => {
    const { address, answer, close } = await openHung(600_000);
    let answered = 0;
    const slow = ['/health/ready', '/metrics'].map((path) =>
      get(address, path).then(({ status }) => {
        answered++;
        return status;
      }),
    );
    const lives = await Promise.all(Array.from({ length: 50 }, () => get(address, '/health/live')));
    expect(new Set(lives.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answered).toBe(0);
    await answer();
    // It answers, and no platform is connected.
    expect(await Promise.all(slow)).toEqual([503, 200]);
    await close();
  });

  test('is not waited for longer than a second by the other pages, which tell it', async () => {
    const { address, answer, close } = await openHung(1_000);
    const { status, body } = await get(address, '/health/ready');
    expect([status, JSON.parse(body).parts.store]).toEqual([
      503,
      { ok: false, line: 'The store did not answer in time.' },
    ]);
    const seen = readExposition((await get(address, '/metrics')).body);
    expect(sampleOf(seen, 'paperboy_store_up')).toBe(0);
    expect(sampleOf(seen, 'paperboy_ready')).toBe(0);
    // What is not known is not told.
    expect(sampleOf(seen, 'paperboy_deliveries_ready')).toBeUndefined();
    expect(sampleOf(seen, 'paperboy_deliveries', { state: 'planned' })).toBeUndefined();
    await answer();
    const later = readExposition((await get(address, '/metrics')).body);
    expect(sampleOf(later, 'paperboy_store_up')).toBe(1);
    expect(sampleOf(later, 'paperboy_deliveries_ready')).toBe(0);
    await close();
  });

  test('says what is wrong with it', async () => {
    const store = await openStore(':memory:');
    expect(await store.health()).toEqual({ ok: true });
    await store.db.schema.dropTable('revisions').execute();
    expect(await store.health()).toEqual({ ok: false, line: expect.stringContaining('revisions') });
    await store.close();
  });
});

describe('settings', () => {
  test.each([
    [{ HEALTH_PORT: 'http' }, 'HEALTH_PORT is "http": must be a whole number from 0 to 65535'],
    [{ HEALTH_PORT: '70000' }, 'HEALTH_PORT is "70000": must be a whole number'],
    [{ HEALTH_HOST: '0.0.0.0' }, 'HEALTH_HOST needs HEALTH_PORT too'],
    [{ WEB: 'perhaps' }, 'WEB is "perhaps"'],
    [{ WEB: 'off' }, 'WEB=off leaves nothing to run'],
  ])('%j is refused', async (env, problem) => {
    const { code, err } = await paperboy(['start'], { env: { PORT: '0', ...env } as Record<string, string> });
    expect(code).toBe(2);
    expect(err).toContain(problem);
  });

  test('a port that is taken is one clear line', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => holder.once('listening', resolve));
    const { port } = holder.address() as AddressInfo;
    const { code, err } = await paperboy(['start'], { env: { PORT: '0', HEALTH_PORT: String(port) } });
    holder.close();
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain('HEALTH_PORT=');
  });
});

describe('with WEB=off', () => {
  const DISCORD = {
    WEB: 'off',
    HEALTH_PORT: '0',
    DISCORD_PORT: '0',
    DISCORD_API_URL: 'http://127.0.0.1:9/api',
    DISCORD_BOT_TOKEN: 'token-of-a-bot',
    DISCORD_PUBLIC_KEY: 'a'.repeat(64),
    DISCORD_APPLICATION_ID: '1',
  };

  test('only the platform listens, and its port has no page for machines', async () => {
    const running = begin(['start'], { env: DISCORD });
    const { address: pages } = JSON.parse(await running.line('health and metrics'));
    const { address: interactions } = JSON.parse(await running.line('"msg":"connected"'));
    const { address } = JSON.parse(await running.line('paperboy ready'));
    expect(address).toBeUndefined();
    for (const path of ['/metrics', '/health/live', '/health/ready'])
      expect((await get(interactions, path)).status).toBe(404);
    const { status, body } = await get(pages, '/health/ready');
    expect([status, JSON.parse(body).parts.discord]).toEqual([200, { ok: true, line: 'Connected.' }]);
    expect(JSON.parse(body).parts.web).toBeUndefined();
    running.signal('SIGTERM');
    expect((await running.ended).code).toBe(0);
  });

  test('run-once creates no local channel', async () => {
    const dataDir = newFolder();
    const once = await paperboy(['run-once'], { dataDir, env: { ...DISCORD, SOURCES: 'bundled' } });
    expect(once).toMatchObject({ code: 0, out: '0 due, 0 settled.\n' });
    const { out } = await paperboy(['export'], { dataDir, env: DISCORD });
    expect(JSON.parse(out).channels).toEqual([]);
  });
});
