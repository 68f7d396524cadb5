/** Reads the core's settings from the environment and reports every problem at once. */
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Env } from '../model/adapter-definition.ts';
import { readTime } from '../model/time-of-day.ts';
import { readZone } from '../model/zone.ts';
import type { LogLevel } from './log.ts';
import { createRedactor } from './redact.ts';

/** Settings of the core whose values are never printed or logged. */
export const STORE_SECRETS = ['STORE_URL'] as const;
const SECRETS = new Set<string>([...STORE_SECRETS, 'HF_TOKEN']);

/** Where digests come from. */
export type SourceSetting =
  | { kind: 'bundled' }
  | { kind: 'folder'; path: string }
  | { kind: 'hugging-face' }
  | { kind: 'arxiv'; categories: string[] }
  | { kind: 'feed'; url: string };

/** How live sources are reached. Addresses are without a path and a slash at their end. */
export interface LiveSettings {
  huggingFaceUrl: string;
  huggingFaceToken?: string;
  arxivApiUrl: string;
  arxivListingUrl: string;
  /** An address or a page at which those who run the sources can reach whoever runs this. */
  contact?: string;
}

export interface Settings {
  dataDir: string;
  /** Path of the SQLite file. */
  storePath: string;
  sources: SourceSetting[];
  live: LiveSettings;
  /** Local time of the daily post for channels that chose none, `HH:MM`. */
  postAt: string;
  /** IANA zone for channels that chose none. */
  timezone: string;
  /** A sentence for the log when `TIMEZONE` was understood and is not the zone's own name. */
  timezoneNote?: string;
  logLevel: LogLevel;
}

/** Read as it is in chat. */
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

const HttpUrl = z
  .string()
  .refine(isHttpUrl, 'must be an address, such as https://example.org')
  .refine((url) => !/\/\/[^/]*@/.test(url), 'must not contain a user name or password')
  // `/api` and `/api/query` are ours to add.
  .transform((url) => url.replace(/\/+$/, '').replace(/\/api(?:\/query)?$/, ''));

const Raw = z.object({
  DATA_DIR: z.string().default('./data'),
  STORE_URL: z
    .string()
    .regex(/^sqlite:\/\/.+/, 'must be sqlite:///path/to/file.sqlite')
    .optional(),
  /** See `defaultSources`. */
  SOURCES: z.string().optional(),
  HF_API_URL: HttpUrl.default('https://huggingface.co'),
  HF_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "contains characters that a token can't have")
    .optional(),
  ARXIV_API_URL: HttpUrl.default('https://export.arxiv.org'),
  ARXIV_RSS_URL: HttpUrl.optional(),
  CONTACT: z
    .string()
    .regex(/^[\x20-\x7e]{3,200}$/, 'must be an email address or a link')
    .optional(),
  POST_AT: TimeOfDay.default('09:00'),
  TIMEZONE: Zone.default({ zone: 'UTC' }),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
    .default('info'),
});

/** Reads the core's settings. Paths are made absolute against `cwd`. Messages name the setting, never a secret. */
export function readSettings(
  env: Env,
  cwd: string,
): { settings: Settings; problems: [] } | { settings: undefined; problems: string[] } {
  const redact = createRedactor(env, SECRETS);
  const raw = Raw.safeParse(env);
  if (!raw.success) {
    return { settings: undefined, problems: raw.error.issues.map((issue) => redact(describe(issue, env))) };
  }
  const sources = readSources(raw.data.SOURCES ?? defaultSources(env), cwd);
  if ('problem' in sources) return { settings: undefined, problems: [redact(sources.problem)] };
  const dataDir = resolve(cwd, raw.data.DATA_DIR);
  const storePath = raw.data.STORE_URL?.replace('sqlite://', '');
  return {
    problems: [],
    settings: {
      dataDir,
      storePath: storePath === undefined ? join(dataDir, 'paperboy.sqlite') : resolve(cwd, storePath),
      sources: sources.list,
      live: readLive(raw.data, env),
      postAt: raw.data.POST_AT,
      timezone: raw.data.TIMEZONE.zone,
      ...(raw.data.TIMEZONE.note === undefined ? {} : { timezoneNote: raw.data.TIMEZONE.note }),
      logLevel: raw.data.LOG_LEVEL,
    },
  };
}

/**
 * The bundled digest for a first look. Where papers go to people (a platform's settings, production) or Hugging Face is
 * set up, it is Hugging Face: nobody wants last year's papers posted to a team.
 */
function defaultSources(env: Env): string {
  const isForPeople =
    env.NODE_ENV === 'production' ||
    Object.keys(env).some(
      (name) => env[name] !== undefined && /^(?:SLACK|DISCORD)_|^HF_(?:API_URL|TOKEN)$/.test(name),
    );
  return isForPeople ? 'hugging-face' : 'bundled';
}

function readLive(raw: z.infer<typeof Raw>, env: Env): LiveSettings {
  // One address stands for all of arXiv, unless both are given.
  const listing = raw.ARXIV_RSS_URL ?? (env.ARXIV_API_URL ? raw.ARXIV_API_URL : 'https://rss.arxiv.org');
  return {
    huggingFaceUrl: raw.HF_API_URL,
    ...(raw.HF_TOKEN === undefined ? {} : { huggingFaceToken: raw.HF_TOKEN }),
    arxivApiUrl: raw.ARXIV_API_URL,
    arxivListingUrl: listing,
    ...(raw.CONTACT === undefined ? {} : { contact: raw.CONTACT }),
  };
}

const KNOWN = 'Use hugging-face, arxiv:cs.LG+cs.CL, folder:./digests, feed:https://... or bundled.';

function readSources(text: string, cwd: string): { list: SourceSetting[] } | { problem: string } {
  const list: SourceSetting[] = [];
  for (const part of partsOf(text)) {
    const read = readSource(part, cwd);
    if ('problem' in read) return read;
    // Named twice is read once.
    if (!list.some((known) => JSON.stringify(known) === JSON.stringify(read))) list.push(read);
  }
  return list.length > 0 ? { list } : { problem: `SOURCES names no source. ${KNOWN}` };
}

/** Addresses may hold commas: a part goes on until the next that begins like a source. */
function partsOf(text: string): string[] {
  return text
    .split(/,(?=\s*(?:$|,|bundled\b|hugging-face\b|(?:arxiv|folder|feed):|(?![^,]*[/=&?])))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function readSource(part: string, cwd: string): SourceSetting | { problem: string } {
  const [kind = '', rest = ''] = part.split(/:(.*)/s, 2).map((piece) => piece.trim());
  if (part === 'bundled' || part === 'hugging-face') return { kind: part };
  if (kind === 'folder' && rest !== '') return { kind, path: resolve(cwd, rest) };
  if (kind === 'arxiv') {
    const categories = rest.split(/[+\s]+/).filter((category) => category !== '');
    const bad = categories.find((category) => !/^[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]+)?$/.test(category));
    if (categories.length > 0 && bad === undefined) return { kind, categories };
    return {
      problem: `SOURCES has "${part}": ${bad ?? 'it'} names no arXiv category. Write arxiv:cs.LG+cs.CL.`,
    };
  }
  if (kind === 'feed') {
    if (isHttpUrl(rest)) return { kind, url: rest };
    return {
      problem: `SOURCES has "${part}": a feed wants an address such as feed:https://example.org/rss.`,
    };
  }
  return { problem: `SOURCES has "${part}", which isn't a source. ${KNOWN}` };
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

function describe(issue: z.core.$ZodIssue, env: Env): string {
  const name = String(issue.path[0] ?? 'settings');
  const value = SECRETS.has(name) ? '' : ` is "${env[name] ?? ''}":`;
  return `${name}${value} ${issue.message}`;
}
