/** Merges the environment with a `.env` file: empty values are dropped, and secrets are read from their files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { Env } from '../model/adapter-definition.ts';
import { codeOf, messageOf } from '../model/errors.ts';

/** Far more than any token or key has. What is longer was meant for something else, and could not be kept out of logs. */
const MOST_SECRET = 8_192;

/**
 * Reads every setting once. The environment takes precedence over `.env`; empty means missing; `NAME_FILE` holds the path
 * of a file with the value of the secret `NAME` (Docker and Kubernetes secrets), unless `NAME` itself is set.
 * `env` is never written.
 */
export function readEnv(
  env: Env,
  cwd: string,
  secrets: ReadonlySet<string>,
): { values: Env; problems: string[] } {
  const problems: string[] = [];
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...readDotEnv(cwd, problems), ...env })) {
    if (value !== undefined && value.trim() !== '') values[name] = value.trim();
  }
  for (const [name, path] of Object.entries(values)) {
    const target = name.replace(/_FILE$/, '');
    if (target === name || !secrets.has(target) || values[target] !== undefined) continue;
    try {
      values[target] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      problems.push(`${name} names a file that can't be read: ${messageOf(error)}`);
    }
  }
  for (const name of secrets) {
    const { length } = values[name] ?? '';
    if (length <= MOST_SECRET) continue;
    problems.push(
      `${name} has ${length.toLocaleString('en')} characters, but no secret has more than ${MOST_SECRET.toLocaleString('en')}. Check what it, or the file it comes from, holds.`,
    );
    delete values[name];
  }
  return { values, problems };
}

function readDotEnv(cwd: string, problems: string[]): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(join(cwd, '.env'), 'utf8'));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') problems.push(`.env can't be read: ${messageOf(error)}`);
    return {};
  }
}
