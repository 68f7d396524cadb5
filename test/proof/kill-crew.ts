/** Workers that are killed at the k-th step of the whole and replaced at once, and what they acknowledged. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { KillServer } from './kill-server.ts';
import type { Acknowledged, WorkerOptions } from './kill-worker.ts';
import type { Random } from './random.ts';

const WORKER = fileURLToPath(new URL('kill-worker.ts', import.meta.url));

export interface KillOptions {
  /** Chooses the steps and the victims; real processes make no two runs alike. */
  seed: number;
  channels: number;
  days: number;
  kills: number;
  workers: number;
}

export type Crew = ReturnType<typeof createCrew>;

export function createCrew(worker: WorkerOptions, server: KillServer, options: KillOptions, random: Random) {
  const acknowledged: Acknowledged[] = [];
  const problems: string[] = [];
  const alive = new Set<ChildProcess>();
  const due = stepsToKillAt(options, random);
  let steps = 0;
  let kills = 0;
  let stopping = false;
  let onRest = () => {};

  /** A step is a post that came or was shown, a request, an acknowledged write. What is due waits for a living worker. */
  const step = () => {
    steps++;
    const victim = [...alive][Math.floor(random() * alive.size)];
    if (stopping || victim === undefined || kills >= due.length || steps < (due[kills] ?? 0)) return;
    kills++;
    alive.delete(victim);
    victim.kill('SIGKILL');
  };
  server.onStep = step;
  server.onRest = () => onRest();

  const launch = () => {
    const child = spawn(process.execPath, [WORKER, JSON.stringify(worker)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    alive.add(child);
    let said = '';
    let complained = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      // A last line that was cut off was not acknowledged.
      const lines = `${said}${text}`.split('\n');
      said = lines.pop() ?? '';
      for (const line of lines) {
        acknowledged.push(JSON.parse(line) as Acknowledged);
        // No one is killed before the server has seen many posts at once.
        if (server.shown.length > 0) step();
      }
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complained += text;
    });
    child.on('close', (_code, signal) => {
      alive.delete(child);
      if (stopping) return onRest();
      if (signal !== 'SIGKILL') problems.push(`a worker ended by itself: ${complained.slice(-500)}`);
      else if (complained !== '') problems.push(`a worker complained: ${complained.slice(-500)}`);
      launch();
    });
  };
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      onRest = () => isSo() && resolve();
      onRest();
    });
  return {
    acknowledged,
    problems,
    kills: () => kills,
    start() {
      for (let number = 0; number < options.workers; number++) launch();
    },
    /** Resolves when every worker is alive and has nothing to do until the clock moves. */
    idle: () =>
      until(() => {
        const processes = [...alive].map(({ pid = 0 }) => pid);
        return processes.length === options.workers && server.areIdle(processes);
      }),
    async stop() {
      stopping = true;
      for (const child of alive) child.kill('SIGKILL');
      await until(() => alive.size === 0);
    },
  };
}

/** Spread over the first nine tenths of the steps that there are at least: each part of a post comes, and is shown. */
function stepsToKillAt({ channels, days, kills }: KillOptions, random: Random): number[] {
  const least = 2 * channels * Math.floor(days * (4 / 3));
  return Array.from({ length: kills }, (_, at) => Math.floor(((at + random()) / kills) * 0.9 * least));
}
