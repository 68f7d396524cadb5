/** Polls for what other processes on the same store have added, renamed and deleted, and shows it. */
import { messageOf } from '../../src/model/errors.ts';
import type { Log } from '../../src/model/ports.ts';
import type { Channels } from './channels.ts';
import type { History } from './history.ts';

/** Looks every `everyMs` until the returned function is called. */
export function watchStore(outside: {
  history: History;
  channels: Pick<Channels, 'has' | 'isGone' | 'load' | 'refresh'>;
  /** Called after the list of channels has changed. */
  added: () => void;
  log: Log;
  everyMs: number;
}): () => void {
  const { history, channels, added, log, everyMs } = outside;
  const timer = setInterval(look, everyMs).unref();
  /** A failure is logged once, and not at all once the watch has ended. */
  let isQuiet = false;
  /** Names of channels that were looked for once: a message may outlive its channel. */
  const looked = new Set<string>();

  async function look(): Promise<void> {
    try {
      await history.refresh();
      if (await channels.refresh()) added();
      for (const name of history.channels()) if (channels.isGone(name)) await history.forget(name);
      const missing = history.channels().filter((name) => !channels.has(name) && !looked.has(name));
      if (missing.length > 0) {
        await channels.load();
        for (const name of missing) looked.add(name);
        added();
      }
      isQuiet = false;
    } catch (thrown) {
      if (!isQuiet) log.warn('entries from other processes could not be read', { cause: messageOf(thrown) });
      isQuiet = true;
    }
  }

  return () => {
    clearInterval(timer);
    isQuiet = true;
  };
}
