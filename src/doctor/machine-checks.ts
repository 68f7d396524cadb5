/** Checks the machine: zone data, the time, ports, and who may read the file of settings. */
import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { Temporal } from 'temporal-polyfill';
import { codeOf } from '../model/errors.ts';
import { doubtful, type Finding, failed, well } from '../model/finding.ts';

/** Before this was written no clock showed it. Milliseconds since 1970. */
const WRITTEN = Date.UTC(2026, 10, 1);
/** A zone whose clocks changed by a law that old zone data lacks. https://data.iana.org/time-zones/tzdb/NEWS (2022b, 2024a) */
const RECENT = { zone: 'Asia/Almaty', at: '2025-07-01T00:00:00Z', offset: '+05:00' };

/** @param zone the zone of channels without one of their own */
export function checkTime(now: number, zone: string): Finding[] {
  const shown = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone);
  const said = `${shown.toPlainDate()} ${shown.toPlainTime().toString({ smallestUnit: 'minute' })} in ${zone}`;
  const clock =
    now < WRITTEN
      ? failed('clock', `This machine's clock is wrong: it says ${said}.`, 'Set the clock, best by NTP.')
      : well('clock', `It is ${said}.`);
  const { offset } = Temporal.Instant.from(RECENT.at).toZonedDateTimeISO(RECENT.zone);
  if (offset === RECENT.offset) return [clock];
  const version = process.versions.tz ?? 'unknown';
  return [
    clock,
    doubtful(
      'zones',
      `The zone data (${version}) is old: posts in zones whose rules changed lately come an hour off.`,
      'Use the Node that `npm ci` brings, or a newer one.',
    ),
  ];
}

/** Whether the file of settings, which may hold secrets, is for its owner alone. @param isSecret whether it holds any */
export async function checkEnvFile(path: string, isSecret: boolean): Promise<Finding[]> {
  try {
    const { mode } = await stat(path);
    if (process.platform === 'win32' || (mode & 0o077) === 0 || !isSecret) return [];
    return [
      doubtful(
        'settings',
        `Other people on this machine may read the secrets in ${path}.`,
        `Run \`chmod 600 ${path}\`.`,
      ),
    ];
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Whether a port can be opened, or is open because Paperboy runs.
 * @param isOurs tells whether the one who answers there is a Paperboy
 */
export async function checkPort(
  { setting, host, port }: { setting: string; host: string; port: number },
  isOurs: (host: string, port: number) => Promise<boolean>,
): Promise<Finding> {
  const place = `${setting} ${port} on ${host}`;
  const code = port === 0 ? undefined : await openingFails(host, port);
  if (code === undefined) return well('ports', `${place} can be opened.`);
  if (code === 'EADDRINUSE')
    return (await isOurs(host, port))
      ? well('ports', `${place} is in use, and a Paperboy runs on this store.`)
      : failed(
          'ports',
          `${place} is in use by another program, or by a Paperboy on another store.`,
          `Stop it, or set ${setting} to another port.`,
        );
  if (code === 'EACCES')
    return failed(
      'ports',
      `${place} may not be opened by this user.`,
      `Set ${setting} to a port above 1023.`,
    );
  return failed(
    'ports',
    `${place} can't be opened (${code}).`,
    'Check that HOST is an address of this machine.',
  );
}

/** The code of what went wrong; undefined when it was opened, and closed again. */
function openingFails(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) => resolve(codeOf(error) ?? 'unknown'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
