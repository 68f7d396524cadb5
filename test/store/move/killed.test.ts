/** A move that is killed in the middle of its work and run again continues, and ends with the same result. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ExpectStatic, test } from 'vitest';
import { moveStore } from '../../../src/store/move/move-store.ts';
import { openStore } from '../../../src/store/store.ts';
import { because } from '../../skip.ts';
import { noServer } from '../server.ts';
import { contentsOf } from './filled.ts';
import { usePlaces } from './places.ts';

const { filled, newFile, newSchema } = usePlaces('pages');
const silent = () => {};
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Moves, and ends the process by SIGKILL at the nth statement that writes, before its transaction is committed. */
const SCRIPT = `
  import { DatabaseSync, StatementSync } from 'node:sqlite';
  import pg from 'pg';
  const [from, to, most] = process.argv.slice(1);
  let left = Number(most);
  const count = (run) => function (...args) {
    const result = run.apply(this, args);
    const text = this.sourceSQL ?? args[0]?.text ?? String(args[0]);
    if (/^\\s*(INSERT|UPDATE|CREATE|DROP|DELETE|TRUNCATE)/i.test(text) && --left === 0) process.kill(process.pid, 'SIGKILL');
    return result;
  };
  StatementSync.prototype.run = count(StatementSync.prototype.run);
  pg.Client.prototype.query = count(pg.Client.prototype.query);
  const { moveStore } = await import('./src/store/move/move-store.ts');
  await moveStore(from, to, () => {});`;

async function killedAt(statement: number, from: string, to: string): Promise<boolean> {
  const options = ['--input-type=module', '-e', SCRIPT, '--', from, to, String(statement)];
  const child = spawn(process.execPath, options, { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const [, signal] = await once(child, 'close');
  return signal === 'SIGKILL';
}

/** Each run gets further than the one before, and stops at another place in a transaction. */
const STATEMENTS = [2, 6, 11, 17, 24, 32];

async function expectKilledAndEnded(expect: ExpectStatic, from: string, to: string): Promise<void> {
  let killed = 0;
  let unfinished = 0;
  for (const statement of STATEMENTS) {
    if (!(await killedAt(statement, from, to))) break;
    killed++;
    const said = await openStore(to).then((store) => store.close(), String);
    if (said?.includes("isn't complete")) unfinished++;
  }
  expect(killed).toBeGreaterThan(4);
  expect(unfinished).toBeGreaterThan(2);
  await moveStore(from, to, silent);
}

/** One that no other test moves at the same time: a move wants the file for itself. */
function newFilled(): string {
  const path = newFile();
  copyFileSync(filled, path);
  return path;
}

test('from a file to a file', { concurrent: true }, async ({ expect }) => {
  const [from, to] = [newFilled(), newFile()];
  await expectKilledAndEnded(expect, from, to);
  expect(contentsOf(to)).toEqual(contentsOf(filled));
});

test.skipIf(noServer)(
  because('to Postgres and back to a file', noServer),
  { concurrent: true },
  async ({ expect }) => {
    const [there, back] = [await newSchema(), newFile()];
    await expectKilledAndEnded(expect, newFilled(), there);
    await expectKilledAndEnded(expect, there, back);
    expect(contentsOf(back)).toEqual(contentsOf(filled));
  },
);
