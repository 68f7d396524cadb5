/** Listens to a channel on a connection of its own, and connects again whenever that breaks. */
import pg from 'pg';
import { HOLD } from './alone.ts';
import type { Listener } from './connections.ts';

/** Waits between two tries to connect, each twice the one before. Milliseconds. */
const FIRST_WAIT_MS = 100;
const MOST_WAIT_MS = 2_000;
/** A connection on which nothing comes may be dead without anybody knowing: so often it is asked. Milliseconds. */
const ASK_EVERY_MS = 10_000;
const ASK_MS = 5_000;

export function startListening(
  createClient: () => pg.Client,
  channel: string,
  listener: Listener,
): { stop(): Promise<void> } {
  let current: { end(): Promise<void> } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let wait = FIRST_WAIT_MS;
  let stopped = false;

  const connect = () => {
    const client = createClient();
    let isOver = false;
    const end = async () => {
      if (isOver) return;
      isOver = true;
      clearInterval(timer);
      await client.end().catch(() => {});
    };
    const again = () => {
      if (isOver) return;
      void end();
      if (stopped) return;
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, MOST_WAIT_MS);
    };
    client.on('error', again);
    client.on('end', again);
    client.on('notification', ({ payload = '' }) => listener.heard(payload));
    current = { end };
    const work = async () => {
      await client.connect();
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      await client.query(HOLD, [channel]);
      if (isOver) return;
      wait = FIRST_WAIT_MS;
      timer = setInterval(() => {
        client.query({ text: 'SELECT 1', query_timeout: ASK_MS } as pg.QueryConfig).catch(again);
      }, ASK_EVERY_MS);
      listener.connected();
    };
    work().catch(again);
  };

  connect();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current?.end();
    },
  };
}
