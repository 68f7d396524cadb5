/** Wakes everyone who waits for news: `ring` goes in, the waiting go on. */

export interface Bell {
  ring(): void;
  /** Resolves at the next ring, or after `ms` milliseconds; says which. */
  wait(ms: number): Promise<'rung' | 'quiet'>;
}

export function createBell(): Bell {
  const waiting = new Set<() => void>();
  return {
    ring() {
      for (const wake of [...waiting]) wake();
    },
    wait(ms) {
      return new Promise((resolve) => {
        const end = (how: 'rung' | 'quiet') => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve(how);
        };
        const wake = () => end('rung');
        const timer = setTimeout(end, ms, 'quiet');
        waiting.add(wake);
      });
    },
  };
}
