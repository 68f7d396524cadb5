/** Connects to a platform, and tries again until it can be reached. */
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Adapter, Log } from '../model/ports.ts';
import { pause } from './open.ts';
import type { Stops } from './stopping.ts';

/** Between two tries to connect to a platform. Milliseconds. */
const AGAIN_MS = 30_000;

/**
 * Starts a platform. A wrong setting ends the start of the program; a platform that cannot be reached is tried again every
 * 30 s and holds nothing else up.
 */
export async function connect(platform: Adapter, log: Log, stops: Pick<Stops, 'add'>): Promise<void> {
  const { platform: name } = platform.messenger;
  const given = new AbortController();
  stops.add(async () => given.abort());
  const attempt = async () => {
    const opened = await platform.start();
    // Stopped in the meantime: an open connection would keep the process alive.
    if (given.signal.aborted) return platform.stop();
    log.info('connected', { platform: name, ...opened });
  };
  const again = async (): Promise<void> => {
    await pause(AGAIN_MS, given.signal);
    if (!given.signal.aborted) await attempt().catch(failed);
  };
  const failed = (error: unknown) => {
    log.error('cannot connect; trying again', { platform: name, reason: messageOf(error) });
    void again();
  };
  try {
    await attempt();
  } catch (error) {
    const ours =
      error instanceof PaperboyError && (error.code === 'bad-settings' || error.code === 'address-taken');
    if (ours) throw error;
    failed(error);
  }
}
