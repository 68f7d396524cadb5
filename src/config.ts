/** Environment in, the core's settings out; every problem is reported, not only the first. */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Env } from './env.ts';
import type { LogLevel } from './log.ts';

/** Where digests come from. */
export type SourceSetting = { kind: 'bundled' } | { kind: 'folder'; path: string };

export interface Settings {
  dataDir: string;
  /** Path of the SQLite file. */
  storePath: string;
  sources: SourceSetting[];
  /** Local time of the daily post for channels that chose none, `HH:MM`. */
  postAt: string;
  /** IANA zone for channels that chose none. */
  timezone: string;
  logLevel: LogLevel;
}

const TimeOfDay = z
  .string()
  .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, 'wants a time of day such as 09:00')
  .transform((time) => time.padStart(5, '0'));

const Zone = z.string().refine(isZone, 'wants an IANA time zone such as Europe/Berlin');

const Raw = z.object({
  DATA_DIR: z.string().default('./data'),
  STORE_URL: z
    .string()
    .regex(/^sqlite:\/\/.+/, 'wants sqlite:///path/to/file.sqlite')
    .optional(),
  SOURCES: z.string().default('bundled'),
  POST_AT: TimeOfDay.default('09:00'),
  TIMEZONE: Zone.default('UTC'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** Reads the core's settings. Paths are made absolute against `cwd`. Messages name the setting, never a secret. */
export function readSettings(
  env: Env,
  cwd: string,
): { settings: Settings; problems: [] } | { settings: undefined; problems: string[] } {
  const raw = Raw.safeParse(env);
  if (!raw.success) {
    return { settings: undefined, problems: raw.error.issues.map((issue) => describe(issue, env)) };
  }
  const sources = readSources(raw.data.SOURCES, cwd);
  if ('problem' in sources) return { settings: undefined, problems: [sources.problem] };
  const dataDir = resolve(cwd, raw.data.DATA_DIR);
  const storePath = raw.data.STORE_URL?.replace('sqlite://', '');
  return {
    problems: [],
    settings: {
      dataDir,
      storePath: storePath === undefined ? join(dataDir, 'paperboy.sqlite') : resolve(cwd, storePath),
      sources: sources.list,
      postAt: raw.data.POST_AT,
      timezone: raw.data.TIMEZONE,
      logLevel: raw.data.LOG_LEVEL,
    },
  };
}

/** Whether the platform knows this IANA zone; `Intl` is the judge. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function readSources(text: string, cwd: string): { list: SourceSetting[] } | { problem: string } {
  const list: SourceSetting[] = [];
  for (const part of text.split(',').map((word) => word.trim())) {
    if (part === '') continue;
    if (part === 'bundled') list.push({ kind: 'bundled' });
    else if (part.startsWith('folder:')) list.push({ kind: 'folder', path: resolve(cwd, part.slice(7)) });
    else return { problem: `SOURCES has "${part}", which is no source. Use bundled or folder:./digests.` };
  }
  return list.length > 0
    ? { list }
    : { problem: 'SOURCES names no source. Use bundled or folder:./digests.' };
}

function describe(issue: z.core.$ZodIssue, env: Env): string {
  const name = String(issue.path[0] ?? 'settings');
  // STORE_URL may hold a password.
  const value = name === 'STORE_URL' ? '' : ` is "${env[name] ?? ''}":`;
  return `${name}${value} ${issue.message}`;
}
