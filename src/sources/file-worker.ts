/** Parses files of digests on a worker thread, so that a large file doesn't delay answers. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { parseDigests } from '../digest/parse.ts';
import { messageOf, PaperboyError } from '../model/errors.ts';
import type { Answer, Question } from './file-parser.ts';

/** Papers in one message: a large message would block the main thread. */
const PART = 200;

parentPort?.on('message', async ({ file, now }: Question) => {
  try {
    for (const { papers, ...head } of parseDigests(await readFile(file), { now, fileName: basename(file) })) {
      for (let at = 0; at === 0 || at < papers.length; at += PART) {
        send({ kind: 'part', head, isFirst: at === 0, papers: papers.slice(at, at + PART) });
      }
    }
    send({ kind: 'end' });
  } catch (error) {
    const ours = error instanceof PaperboyError ? error : undefined;
    send({ kind: 'failed', reason: messageOf(error), gist: ours?.gist, isOurs: ours !== undefined });
  }
});

function send(answer: Answer): void {
  parentPort?.postMessage(answer);
}
