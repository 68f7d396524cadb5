/** Compares Paperboy's clock with the dates that servers of sources put on their answers. */
import { counted } from '../model/counted.ts';
import { doubtful, type Finding, well } from '../model/finding.ts';

/** More than this is told: a date is a second rough, and an answer takes seconds to come. Milliseconds. */
const APART_MS = 60_000;

/** An answer: what the server's clock said, and between which moments it came. Milliseconds since 1970. */
export interface DatedAnswer {
  host: string;
  date: number;
  askedAt: number;
  cameAt: number;
}

export function createServerDates() {
  const apart = new Map<string, number>();
  return {
    heard({ host, date, askedAt, cameAt }: DatedAnswer): void {
      apart.set(host, date < askedAt ? date - askedAt : Math.max(0, date - cameAt));
    },
    /** By the server that agrees best: one with a wrong clock of its own says nothing about this one. */
    findings(): Finding[] {
      const [best] = [...apart].sort(([, one], [, other]) => Math.abs(one) - Math.abs(other));
      if (best === undefined) return [];
      const [host, ms] = best;
      if (Math.abs(ms) < APART_MS) return [well('clock', `It agrees with that of ${host}.`)];
      const far = counted(Math.round(Math.abs(ms) / 1_000), 'second');
      return [
        doubtful(
          'clock',
          `This machine's clock is ${far} ${ms > 0 ? 'behind' : 'ahead of'} that of ${host}.`,
          'Set it by NTP. Posts come at the time that it shows, and signed requests that look old are refused.',
        ),
      ];
    },
  };
}

export type ServerDates = ReturnType<typeof createServerDates>;
