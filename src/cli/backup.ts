/** `paperboy backup FILE` and `paperboy restore FILE`: a copy of the whole store in one file, made while Paperboy runs, and the way back. */
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openArrivalLog } from '../archive/arrival-log.ts';
import { openChannels } from '../channels/channels.ts';
import type { Settings } from '../config/settings.ts';
import { type Settled, settleRestored } from '../delivery/after-restore.ts';
import { openLedger } from '../delivery/ledger.ts';
import { counted } from '../model/counted.ts';
import { sayDay, sayMoment } from '../model/day-format.ts';
import { dayAt } from '../model/days.ts';
import { badUsage, fileReason, PaperboyError } from '../model/errors.ts';
import { createTopicMatcher } from '../percolator/topic-matcher.ts';
import { assertNoStore, backUp, forgetMade, placeStore, readMade, removeStore } from '../store/backup.ts';
import { moveStore } from '../store/move/move-store.ts';
import { isPostgresUrl } from '../store/postgres/address.ts';
import { storeFiles } from '../store/sqlite/files.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Terminal } from './terminal.ts';

const POST_AGAIN = 'post-again';

export async function runBackup(args: string[], terminal: Terminal): Promise<number> {
  const { path } = readArgs('backup', args, terminal);
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
  const { path, postsAgain } = readArgs('restore', args, terminal);
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
    const { copied, said } = await prepare(part, settings, postsAgain);
    if (isServer) await moveStore(part, storeUrl, () => {});
    else placeStore(part, storeUrl);
    return terminal.print(`Restored the store of ${sayMoment(copied, timezone)}. ${said}\n`);
  } catch (error) {
    throw ofBackup(error, part, path);
  } finally {
    removeStore(part);
  }
}

function readArgs(command: 'backup' | 'restore', args: string[], terminal: Terminal) {
  const options = { [POST_AGAIN]: { type: 'boolean' } } as const;
  const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1)
    throw badUsage(`\`${command}\` takes one file, such as \`paperboy ${command} paperboy-backup.sqlite\`.`);
  return { path: resolve(terminal.process.cwd(), path), postsAgain: values[POST_AGAIN] ?? false };
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

/**
 * Makes a copy of a backup a store that can be sent from. Returns when the backup was made, and sentences on what is posted of it.
 * @param postsAgain nothing was posted since the backup: only what was waiting to be sent is looked for
 */
async function prepare(
  path: string,
  defaults: Settings,
  postsAgain: boolean,
): Promise<{ copied: number; said: string }> {
  const store = await openStore(path, { check: true });
  try {
    const copied = await readMade(store);
    const said = postsAgain ? await keepWaiting(store) : await settle(store, copied, defaults);
    await forgetMade(store);
    return { copied, said };
  } finally {
    await store.close();
  }
}

async function keepWaiting(store: Store): Promise<string> {
  await openLedger(store).doubtWaiting(Date.now());
  return "What wasn't posted when the copy was made will be posted. If it was posted since, it comes twice.";
}

async function settle(store: Store, copied: number, defaults: Settings): Promise<string> {
  const now = Date.now();
  const arrivals = await openArrivalLog(store);
  const { seq: head } = await arrivals.head();
  const channels = await openChannels({
    store,
    listener: createTopicMatcher(),
    startNow: async () => ({ now, fromSeq: head }),
    onBadRecord() {},
  });
  const times = { copied, now, head, defaults };
  return saySettled(await settleRestored([...channels.all()], arrivals, openLedger(store), times), now);
}

function saySettled({ papers, channels }: Settled, now: number): string {
  const digests = `papers of digests up to ${sayDay(dayAt(now))}`;
  const why = `so that nothing comes twice. If nothing was posted since, move this store away and restore with --${POST_AGAIN}.`;
  if (papers === 0)
    return `No paper in it was waiting to be posted. New ${digests} may have been posted after the copy was made and count as posted, ${why}`;
  return `Up to ${counted(papers, 'paper')} in ${counted(channels, 'channel')} may have been posted after the copy was made and are counted as posted, as are new ${digests}, ${why}`;
}
