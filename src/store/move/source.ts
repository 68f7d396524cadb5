/** Checks the store that is moved, which is not changed. */
import { existsSync } from 'node:fs';
import { PaperboyError } from '../../model/errors.ts';
import { readSchema } from '../migrate.ts';
import { isPostgresUrl } from '../postgres/address.ts';
import { MOVING } from '../tables.ts';
import { firstForeign } from './layout.ts';
import type { OpenSide } from './open-side.ts';

/** Opening a file that is missing would make it. */
export function assertExists(url: string): void {
  if (!isPostgresUrl(url) && !existsSync(url)) throw refusal(`There is no store at ${url}.`);
}

/** @throws PaperboyError `store` when it can't be moved as it is */
export async function checkSource({ db, driver, layout }: OpenSide): Promise<void> {
  const { name } = driver;
  if (layout.has(MOVING))
    throw refusal(
      `The store ${name} isn't complete: another store is still being moved into it. Finish that first.`,
    );
  const schema = await readSchema(db, driver);
  if (schema === 'none' && !layout.has('papers') && !layout.has('channels'))
    throw refusal(`${name} doesn't hold a Paperboy store.`);
  if (schema !== 'current')
    throw refusal(
      `The store ${name} was written by an older version of Paperboy. Start this version with it once, so that it is updated, and run this again.`,
    );
  const foreign = firstForeign(layout);
  if (foreign !== undefined)
    throw refusal(
      `The table "${foreign}" of the store ${name} is missing or isn't one that Paperboy made. Start Paperboy with the store once, so that it is repaired, and run this again.`,
    );
}

function refusal(line: string): PaperboyError {
  return new PaperboyError('store', line);
}
