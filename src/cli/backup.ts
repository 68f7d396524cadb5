/** `paperboy backup FILE` and `paperboy restore FILE`: a copy of the whole store in one file, made while Paperboy runs, and the way back. */
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openChannels } from '../channels/channels.ts';
import type { Settings } from '../config/settings.ts';
import { settleRestored } from '../delivery/after-restore.ts';
import { openLedger } from '../delivery/ledger.ts';
import { counted } from '../model/counted.ts';
import { sayMoment } from '../model/day-format.ts';
import { badUsage, fileReason, PaperboyError } from '../model/errors.ts';
import { createTopicMatcher } from '../percolator/topic-matcher.ts';
import { assertNoStore, backUp, forgetMade, placeStore, readMade, removeStore } from '../store/backup.ts';
import { moveStore } from '../store/move/move-store.ts';
import { isPostgresUrl } from '../store/postgres/address.ts';
import { storeFiles } from '../store/sqlite/files.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Terminal } from './terminal.ts';

export async function runBackup(args: string[], terminal: Terminal): Promise<number> {
  const path = fileOf('backup', args, terminal);
  const { settings } = terminal.settings();
  const { storeUrl } = settings;
  if (!isPostgresUrl(storeUrl) && !existsSync(storeUrl))
    throw new PaperboyError('store', `There is no store at ${storeUrl}.`);
  await backUp(storeUrl, path);
  return terminal.print(
    `Wrote ${path} (${statSync(path).size.toLocaleString('en')} bytes). \`paperboy restore\` reads it back. It holds all that the store holds, so keep it as safe.\n`,
  );
}

export async function runRestore(args: string[], terminal: Terminal): Promise<number> {
  const path = fileOf('restore', args, terminal);
  const { settings } = terminal.settings();
  const { storeUrl, dataDir, timezone } = settings;
  const isServer = isPostgresUrl(storeUrl);
  if (!isServer) assertNoStore(storeUrl);
  // Two that run at once each have their own.
  const name = `restoring-${process.pid}`;
  const part = isServer ? resolve(dataDir, `${name}.sqlite`) : `${storeUrl}.${name}`;
  if (storeFiles(part).includes(path))
    throw badUsage(`${path} is where a restore works. Give the file another name first.`);
  removeStore(part);
  try {
    copy(path, part);
    const { copied, channels } = await prepare(part, settings);
    if (isServer) await moveStore(part, storeUrl, () => {});
    else placeStore(part, storeUrl);
    const missed =
      channels === 0
        ? 'No post was due since.'
        : `A post was due since in ${counted(channels, 'channel')}. It counts as sent, and its papers as posted, so that nothing comes twice.`;
    return terminal.print(`Restored the store of ${sayMoment(copied, timezone)}. ${missed}\n`);
  } catch (error) {
    throw ofBackup(error, part, path);
  } finally {
    removeStore(part);
  }
}

function fileOf(command: string, args: string[], terminal: Terminal): string {
  const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1)
    throw badUsage(`\`${command}\` takes one file, such as \`paperboy ${command} paperboy-backup.sqlite\`.`);
  return resolve(terminal.process.cwd(), path);
}

/** The error, told of the backup in place of the copy that it was found in, which is deleted. */
function ofBackup(error: unknown, part: string, path: string): unknown {
  if (!(error instanceof PaperboyError)) return error;
  return new PaperboyError(error.code, error.message.replaceAll(part, path), { cause: error });
}

/** @throws PaperboyError `bad-usage` naming what is wrong with the file or the folder */
function copy(from: string, to: string): void {
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    copyFileSync(from, to);
  } catch (cause) {
    throw badUsage(`${from} can't be restored: ${fileReason(cause)}.`);
  }
}

/** Makes a copy of a backup a store that can be sent from. Returns when the backup was made, and how many channels had a post due since. */
async function prepare(path: string, defaults: Settings): Promise<{ copied: number; channels: number }> {
  const store = await openStore(path, { check: true });
  try {
    const copied = await readMade(store);
    const now = Date.now();
    const head = await newestArrival(store);
    const channels = await openChannels({
      store,
      listener: createTopicMatcher(),
      startNow: async () => ({ now, fromSeq: head }),
      onBadRecord() {},
    });
    const settled = await settleRestored([...channels.all()], openLedger(store), {
      copied,
      now,
      head,
      defaults,
    });
    await forgetMade(store);
    return { copied, channels: settled };
  } finally {
    await store.close();
  }
}

async function newestArrival({ db }: Store): Promise<number> {
  const { newest } = await db
    .selectFrom('arrivals')
    .select(({ fn }) => fn.max('seq').as('newest'))
    .executeTakeFirstOrThrow();
  return newest ?? 0;
}
