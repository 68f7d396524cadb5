/** Merges the environment with a `.env` file: empty values are dropped, and secrets are read from their files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { messageOf } from '../model/errors.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads every setting once. The environment wins over `.env`; empty means missing; `NAME_FILE` holds the path
 * of a file with the value of `NAME` (Docker and Kubernetes secrets), unless `NAME` itself is set.
 * `env` is never written.
 */
export function readEnv(env: Env, cwd: string): { values: Env; problems: string[] } {
  const problems: string[] = [];
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...readDotEnv(cwd, problems), ...env })) {
    if (value !== undefined && value.trim() !== '') values[name] = value.trim();
  }
  for (const [name, path] of Object.entries(values)) {
    const target = name.replace(/_FILE$/, '');
    if (target === name || !SECRETS.has(target) || values[target] !== undefined) continue;
    try {
      values[target] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      problems.push(`${name} names a file that can't be read: ${messageOf(error)}`);
    }
  }
  return { values, problems };
}

/** Settings whose values must never be printed or logged. Each may also come from `<NAME>_FILE`. */
export const SECRETS: ReadonlySet<string> = new Set([
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'DISCORD_BOT_TOKEN',
  'STORE_URL',
  'HF_TOKEN',
  'SMTP_URL',
  'ENCRYPTION_KEY',
]);

function readDotEnv(cwd: string, problems: string[]): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(join(cwd, '.env'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      problems.push(`.env can't be read: ${messageOf(error)}`);
    return {};
  }
}
