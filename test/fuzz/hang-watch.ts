/** Tells which case never ends, and ends the process: what hangs its own thread can't say so itself. */
import { writeSync } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

/** No case takes so long, whatever else the machine does. Milliseconds. */
const HANGS_MS = 60_000;

interface Watched {
  name: string;
  /** The seed, and the number of the case with it. */
  at: Int32Array<SharedArrayBuffer>;
}

/** Watches a target. Returns what is to be called at each case, and at the end. */
export function watchHangs(name: string): {
  at(seed: number, number: number): void;
  stop(): Promise<unknown>;
} {
  const at = new Int32Array(new SharedArrayBuffer(8));
  const worker = new Worker(new URL(import.meta.url), { workerData: { name, at } satisfies Watched });
  worker.unref();
  return {
    at(seed, number) {
      at[0] = seed;
      at[1] = number;
    },
    stop: () => worker.terminate(),
  };
}

function watch({ name, at }: Watched): void {
  let before = '';
  setInterval(() => {
    const now = at.join(' ');
    if (now === before) {
      const [seed, path] = at;
      writeSync(
        1,
        `${name}: a case does not end\n\n  npm run fuzz -- --target "${name}" --seed ${seed} --path ${path}\n\n`,
      );
      process.kill(process.pid, 'SIGKILL');
    }
    before = now;
  }, HANGS_MS);
}

if (!isMainThread && (workerData as Watched | null)?.at !== undefined) watch(workerData as Watched);
