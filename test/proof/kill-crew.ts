/** Options and a server in; workers that are killed at random moments and replaced at once, and what they acknowledged, out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { KillServer } from './kill-server.ts';
import type { Acknowledged, WorkerOptions } from './kill-worker.ts';
import type { Random } from './random.ts';

const WORKER = fileURLToPath(new URL('kill-worker.ts', import.meta.url));

export interface KillOptions {
  /** Chooses the moments; real processes make no two runs alike. */
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
  const parts = options.channels * Math.floor(options.days * (4 / 3));
  let kills = 0;
  let stopping = false;

  const kill = (child: ChildProcess) => {
    if (stopping || !alive.has(child) || kills >= options.kills) return;
    kills++;
    child.kill('SIGKILL');
  };
  const someone = () => [...alive][Math.floor(random() * alive.size)];
  // Two in three die while posts are under way, spread over all posts: when one comes, when it is shown, or a bit later.
  let nextAt = 5;
  server.onPost = (moment) => {
    const victim = someone();
    if (server.shown.length < nextAt || victim === undefined || (moment === 'came') === random() < 0.5)
      return;
    nextAt = server.shown.length + (random() * 2.4 * parts) / options.kills;
    if (random() < 0.5) kill(victim);
    else setTimeout(() => kill(victim), random() * 200);
  };

  const launch = () => {
    const child = spawn(process.execPath, [WORKER, JSON.stringify(worker)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    alive.add(child);
    let said = '';
    let complained = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complained += text;
    });
    // One in three dies at any moment of its first seconds: while it starts, reads, plans.
    if (random() < 1 / 3) setTimeout(() => kill(child), random() * 2_000);
    child.on('close', (_code, signal) => {
      alive.delete(child);
      // A last line that was cut off was not acknowledged.
      for (const line of said.split('\n').slice(0, -1)) acknowledged.push(JSON.parse(line) as Acknowledged);
      if (stopping) return;
      if (signal !== 'SIGKILL') problems.push(`a worker ended by itself: ${complained.slice(-500)}`);
      else if (complained !== '') problems.push(`a worker complained: ${complained.slice(-500)}`);
      launch();
    });
  };
  return {
    acknowledged,
    problems,
    kills: () => kills,
    start() {
      for (let number = 0; number < options.workers; number++) launch();
    },
    /** Resolves when every worker waits for the next day. */
    async idle() {
      while ([...alive].some(({ pid = 0 }) => !server.waiting.has(pid))) await pause(20);
    },
    async stop() {
      stopping = true;
      for (const child of alive) child.kill('SIGKILL');
      while (alive.size > 0) await pause(20);
    },
  };
}
