/** `paperboy migrate-store --from URL --to URL`: copies a whole store into an empty one and compares both. */
import { existsSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRedactor } from '../config/redact.ts';
import { readStoreAddress } from '../config/store-url.ts';
import { counted } from '../model/counted.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import { type Moved, moveStore, type Progress } from '../store/move/move-store.ts';
import { isPostgresUrl } from '../store/postgres/address.ts';
import { listenTo } from './stopping.ts';
import type { Terminal } from './terminal.ts';

/** In a pipe, where no line can be replaced, one is printed so often. Milliseconds. */
const LINE_EVERY_MS = 10_000;
const AGAIN = 'Run the same command again to continue.';

export async function runMigrateStore(args: string[], terminal: Terminal): Promise<number> {
  const { values } = parseArgs({ args, options: { from: { type: 'string' }, to: { type: 'string' } } });
  const from = addressOf('from', values.from, terminal);
  const to = addressOf('to', values.to, terminal);
  const tell = teller(terminal);
  const { first, remove } = listenTo(terminal.process);
  try {
    const started = Date.now();
    const moved = await Promise.race([moveStore(from, to, tell.told), first]);
    terminal.progress('');
    if (typeof moved === 'string') return stop(moved, tell.hasBegun(), terminal);
    return terminal.print(sayMoved(moved, Date.now() - started));
  } catch (error) {
    terminal.progress('');
    throw withoutSecrets(error, [from, to], tell.hasBegun());
  } finally {
    remove();
  }
}

/** Ends the process at once: what was copied stays. Returns the exit code. */
function stop(signal: NodeJS.Signals, hasBegun: boolean, terminal: Terminal): number {
  terminal.complain(hasBegun ? `Stopped. ${AGAIN}` : 'Stopped. Nothing was copied yet.');
  const code = 128 + constants.signals[signal];
  terminal.process.exit(code);
  return code;
}

function teller(terminal: Terminal) {
  let hasBegun = false;
  let last = Date.now();
  return {
    hasBegun: () => hasBegun,
    told(progress: Progress): void {
      hasBegun = true;
      terminal.progress(sayProgress(progress));
      if (terminal.width !== undefined || Date.now() - last < LINE_EVERY_MS) return;
      last = Date.now();
      terminal.print(`${sayProgress(progress)}\n`);
    },
  };
}

/** @throws PaperboyError `bad-usage` */
function addressOf(option: string, text: string | undefined, terminal: Terminal): string {
  if (text === undefined || text.trim() === '')
    throw new PaperboyError(
      'bad-usage',
      `\`migrate-store\` needs --${option}, such as sqlite:///var/lib/paperboy/paperboy.sqlite or postgres://host:5432/database.`,
    );
  const read = readStoreAddress(text.trim(), terminal.process.cwd());
  if ('problem' in read) throw new PaperboyError('bad-usage', `--${option} ${read.problem}.`);
  if (!isPostgresUrl(read.url) && existsSync(read.url) && statSync(read.url).isDirectory())
    throw new PaperboyError(
      'bad-usage',
      `--${option} ${read.url} is a folder. Name the file in it, such as ${join(read.url, 'paperboy.sqlite')}.`,
    );
  return read.url;
}

function sayProgress({ step, table, done, of }: Progress): string {
  return `${step === 'copied' ? 'Copying' : 'Comparing'} ${table}: ${done.toLocaleString('en')} of ${counted(of, 'row')}`;
}

function sayMoved({ from, to, isNew, tables, rows, hash, changed, left }: Moved, ms: number): string {
  const what = `${counted(rows, 'row')} in ${counted(tables, 'table')}`;
  const lines = [
    isNew
      ? `Moved ${from} to ${to}: ${what}, in ${seconds(ms)}.`
      : `${to} already holds all of ${from}: ${what}.`,
    ...(changed.size === 0 ? [] : [sayChanged(changed)]),
    `${changed.size === 0 ? 'Both' : 'Otherwise both'} are the same (SHA-256 ${hash}).`,
    ...(left.length === 0 ? [] : [`Not moved, as Paperboy does not use them: ${left.join(', ')}.`]),
    `Now set STORE_URL to the new address. ${from} was not changed; don't start Paperboy with it again.`,
  ];
  return `${lines.join('\n')}\n`;
}

function sayChanged(changed: Moved['changed']): string {
  const all = [...changed.values()].reduce((sum, count) => sum + count, 0);
  const places = [...changed].map(([place, count]) => `${count.toLocaleString('en')} in ${place}`);
  return `${counted(all, 'text')} with a NUL or half of a surrogate pair, which the new store can't hold, got U+FFFD in its place: ${places.join(', ')}.`;
}

/** What a driver or a client library says may quote the address. */
function withoutSecrets(error: unknown, addresses: readonly string[], hasBegun: boolean): unknown {
  const secrets = Object.fromEntries(addresses.filter(isPostgresUrl).map((url, at) => [`URL_${at}`, url]));
  const redact = createRedactor(secrets, new Set(Object.keys(secrets)));
  if (!(error instanceof PaperboyError)) {
    const plain = new Error(redact(messageOf(error)));
    if (error instanceof Error) plain.stack = redact(error.stack ?? '');
    return plain;
  }
  // What a driver advises is about the setting.
  const message = error.message
    .replaceAll(' in STORE_URL', ' in its address')
    .replaceAll('set STORE_URL to', 'name');
  const again = hasBegun && error.advice !== undefined ? ` ${AGAIN}` : '';
  return new PaperboyError(error.code, `${redact(message)}${again}`);
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;
