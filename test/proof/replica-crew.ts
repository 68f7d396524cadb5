/** Replicas in processes of their own, to which something happens now and then. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Random } from './random.ts';
import type { ReplicaOptions, Told } from './replica.ts';

const REPLICA = fileURLToPath(new URL('replica.ts', import.meta.url));
/** Clocks are this far apart from one replica to the next. Milliseconds. */
const SKEW_MS = 5 * 60_000;
/** What a start says that waited too long for the server. */
const NO_ANSWER = 'no server answers at its address';

export type ReplicaCrew = ReturnType<typeof createCrew>;

export interface CrewOptions extends Omit<ReplicaOptions, 'skewMs'> {
  replicas: number;
  random: Random;
  /** Something happens to a replica this often, on average; absent: nothing does. Milliseconds. */
  everyMs?: number;
  /** What happens, in turn. */
  strikes?: readonly ('kill' | 'stop')[];
  /** Nothing happens to this many of them, so that one is seen to run for the whole time. */
  spared?: number;
}

export function createCrew({
  replicas,
  random,
  everyMs,
  strikes = ['kill', 'stop'],
  spared = 0,
  ...shared
}: CrewOptions) {
  /** Those that nothing happens to at the moment. */
  const alive = new Map<number, ChildProcess>();
  const children = new Set<ChildProcess>();
  const problems: string[] = [];
  /** `restarts`: those that were stopped while they started, and so found that the server had not answered in time. */
  const counts = { kills: 0, stops: 0, restarts: 0 };
  const stopped = new WeakSet<ChildProcess>();
  /** What replicas said of themselves, in order; memory in MB. */
  const told: (Told & { replica: number; at: number })[] = [];
  const began = performance.now();
  let stopping = false;

  const launch = (number: number) => {
    const skewMs = (number - 1) * SKEW_MS;
    const replica: ReplicaOptions = { ...shared, skewMs };
    const child = spawn(process.execPath, [REPLICA, JSON.stringify(replica)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    alive.set(number, child);
    children.add(child);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { rss, ...rest } = JSON.parse(line) as Told;
      told.push({ replica: number, at: performance.now() - began, rss: rss / 1e6, ...rest });
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2_000);
    });
    child.on('close', (_code, signal) => {
      children.delete(child);
      if (stopping) return;
      if (stopped.has(child) && said.includes(NO_ANSWER)) counts.restarts++;
      else if (signal !== 'SIGKILL') problems.push(`replica ${number} ended by itself: ${said}`);
      launch(number);
    });
  };
  const strike = async () => {
    const candidates = [...alive].filter(([number]) => number >= spared);
    const [number, victim] = candidates[Math.floor(random() * candidates.length)] as [number, ChildProcess];
    if (strikes[(counts.kills + counts.stops) % strikes.length] === 'kill') {
      counts.kills++;
      victim.kill('SIGKILL');
      return;
    }
    counts.stops++;
    stopped.add(victim);
    // Another may be struck meanwhile, but not the same one.
    alive.delete(number);
    victim.kill('SIGSTOP');
    await pause(2 * shared.leaseMs);
    victim.kill('SIGCONT');
    if (children.has(victim)) alive.set(number, victim);
  };
  const strikeUnlessAlone = () => {
    // One at least goes on.
    if (!stopping && alive.size > Math.max(1, spared)) void strike();
  };
  const strikeAgain = async (ms: number) => {
    while (!stopping) {
      await pause(ms * (0.5 + random()));
      strikeUnlessAlone();
    }
  };

  for (let number = 0; number < replicas; number++) launch(number);
  if (everyMs !== undefined) void strikeAgain(everyMs);
  return {
    counts,
    told,
    problems,
    /** Something happens to one of them now. */
    strike: strikeUnlessAlone,
    async stop() {
      stopping = true;
      const ended = [...children].map((child) => {
        child.kill('SIGKILL');
        return once(child, 'close');
      });
      await Promise.all(ended);
    },
  };
}
