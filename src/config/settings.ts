/** Reads the core's settings from the environment and reports every problem at once. */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Env } from '../model/adapter-definition.ts';
import { readTime } from '../model/time-of-day.ts';
import { readZone } from '../model/zone.ts';
import { readFields, type SettingsRead } from './fields.ts';
import { MODEL_FIELDS, type ModelSettings, readModel } from './language-model.ts';
import type { LogLevel } from './log.ts';
import { RETENTION_FIELDS, type Retention, readRetention } from './retention.ts';
import { readStoreUrl, StoreUrl } from './store-url.ts';
import { readZotero, ZOTERO_FIELDS, type ZoteroLibrary } from './zotero.ts';

/** Settings of the core whose values are never printed or logged. */
export const CORE_SECRETS: readonly string[] = ['STORE_URL', 'LLM_KEY', 'ZOTERO_KEY'];

export interface Settings {
  dataDir: string;
  /** The path of a SQLite file, or the address of a Postgres database. */
  storeUrl: string;
  /** Local time of the daily post for channels without their own, `HH:MM`. */
  postAt: string;
  /** IANA zone for channels without their own. */
  timezone: string;
  /** A sentence for the log when `TIMEZONE` was understood but is not an IANA name. */
  timezoneNote?: string;
  logLevel: LogLevel;
  /** Where the pages for machines are served on a port of their own; absent: the local workspace serves them. */
  health?: { host: string; port: number };
  /** The language model that may be asked about papers; absent: none. */
  languageModel?: ModelSettings;
  /** How long what grows with time is kept. */
  keep: Retention;
  /** A Zotero library that is read in from time to time; absent: none. */
  zotero?: ZoteroLibrary;
}

/** Read in the same way as in chat. */
const TimeOfDay = z.string().transform((text, context) => {
  const time = readTime(text.toLowerCase().replace(/\s+/g, '').replace(/\.$/, ''));
  if (time !== undefined) return time;
  context.addIssue("I couldn't read it as a time of day. Try `09:00` or `9am`.");
  return z.NEVER;
});

const Zone = z.string().transform((text, context) => {
  const read = readZone(text);
  if ('zone' in read) return read;
  context.addIssue(read.problem);
  return z.NEVER;
});

/** A folder as the file system knows it: what a shell would have replaced is taken for a mistake. */
const DataDir = z
  .string()
  .refine(
    (path) => !/^~|\$\{?\w/.test(path),
    'write the path out: `~` and `$HOME` are only replaced by a shell',
  )
  .refine(
    (path) => !/^[a-z][a-z\d+.-]+:\/\//i.test(path),
    'must be a folder, such as ./data. An address goes into STORE_URL',
  )
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is refused
  .refine((path) => !/[\x00-\x1f\x7f]/.test(path), 'must not hold control characters, such as line breaks');

const NOT_A_PORT = 'must be a whole number from 0 to 65535, such as 3003 (0 picks a free one)';
const FIELDS = {
  DATA_DIR: DataDir.default('./data'),
  STORE_URL: StoreUrl.optional(),
  POST_AT: TimeOfDay.default('09:00'),
  TIMEZONE: Zone.default({ zone: 'UTC' }),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .default('info'),
  HEALTH_PORT: z
    .string()
    .regex(/^\d{1,5}$/, NOT_A_PORT)
    .refine((port) => Number(port) <= 65_535, NOT_A_PORT)
    .optional(),
  HEALTH_HOST: z.string().optional(),
  ...MODEL_FIELDS,
  ...ZOTERO_FIELDS,
  ...RETENTION_FIELDS,
};

/** Reads the core's settings. Paths are made absolute against `cwd`. Messages name the setting, never a secret. */
export function readSettings(env: Env, cwd: string): SettingsRead<Settings> {
  const { values, problems } = readFields(env, FIELDS, CORE_SECRETS);
  if (values === undefined) return { settings: undefined, problems };
  const { HEALTH_PORT: port, HEALTH_HOST: host = '127.0.0.1' } = values;
  if (port === undefined && values.HEALTH_HOST !== undefined)
    return {
      settings: undefined,
      problems: ['HEALTH_HOST needs HEALTH_PORT too, such as HEALTH_PORT=3003.'],
    };
  const model = readModel(values);
  const zotero = readZotero(values);
  const halves = [model, zotero].filter((one) => typeof one === 'string');
  if (typeof model === 'string' || typeof zotero === 'string')
    return { settings: undefined, problems: halves };
  const dataDir = resolve(cwd, values.DATA_DIR);
  return {
    problems: [],
    settings: {
      dataDir,
      storeUrl: readStoreUrl(values.STORE_URL ?? `sqlite://${join(dataDir, 'paperboy.sqlite')}`, cwd),
      postAt: values.POST_AT,
      timezone: values.TIMEZONE.zone,
      ...(values.TIMEZONE.note === undefined ? {} : { timezoneNote: values.TIMEZONE.note }),
      logLevel: values.LOG_LEVEL,
      keep: readRetention(values),
      ...(port === undefined
        ? {}
        : { health: { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) } }),
      ...(model === undefined ? {} : { languageModel: model }),
      ...(zotero === undefined ? {} : { zotero }),
    },
  };
}
