/** Parses files of digests: small ones at once, large ones on a worker thread that starts when it is needed. */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { parseDigests } from '../digest/parse.ts';
import { PaperboyError } from '../model/errors.ts';
import type { Digest, Paper } from '../model/paper.ts';

/** Files up to this size are parsed on the main thread, in some milliseconds. Bytes. */
const SMALL = 64 * 1024;

export interface Question {
  file: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** A digest comes in parts, the first of which opens it. */
export type Answer =
  | { kind: 'part'; head: Omit<Digest, 'papers'>; isFirst: boolean; papers: Paper[] }
  | { kind: 'end' }
  | { kind: 'failed'; reason: string; gist?: string | undefined; isOurs: boolean };

export function createFileParser() {
  let worker: Worker | undefined;
  return {
    /**
     * The digests of a file of `size` bytes, one file at a time.
     * @throws PaperboyError `bad-digest` when it holds none
     */
    async parse(file: string, size: number, now: number): Promise<Digest[]> {
      if (size <= SMALL) {
        await breathe();
        return parseDigests(await readFile(file), { now, fileName: basename(file) });
      }
      worker ??= new Worker(new URL('./file-worker.ts', import.meta.url));
      try {
        return await ask(worker, { file, now });
      } catch (error) {
        // After an error outside the parser the thread has ended.
        if (!(error instanceof PaperboyError)) worker = undefined;
        throw error;
      }
    },
    /** Ends the thread, if there is one. */
    async close(): Promise<void> {
      await worker?.terminate();
      worker = undefined;
    },
  };
}

async function ask(worker: Worker, question: Question): Promise<Digest[]> {
  const { promise, resolve, reject } = Promise.withResolvers<Digest[]>();
  const digests: Digest[] = [];
  const hear = (answer: Answer) => {
    if (answer.kind === 'end') resolve(digests);
    else if (answer.kind === 'failed') {
      const { isOurs, reason, gist } = answer;
      reject(isOurs ? new PaperboyError('bad-digest', reason, { gist }) : new Error(reason));
    } else if (answer.isFirst) digests.push({ ...answer.head, papers: answer.papers });
    else digests.at(-1)?.papers.push(...answer.papers);
  };
  const end = () => reject(new Error('reading it was stopped'));
  worker.on('message', hear).on('error', reject).on('exit', end);
  try {
    worker.postMessage(question);
    return await promise;
  } finally {
    worker.off('message', hear).off('error', reject).off('exit', end);
  }
}
