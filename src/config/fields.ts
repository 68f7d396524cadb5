/** Reads a group of settings by a schema and words each problem so that it names the setting and never shows a secret. */
import { z } from 'zod';
import type { Env } from '../model/adapter-definition.ts';

/** Settings, or everything that is wrong with them. */
export type SettingsRead<S> = { settings: S; problems: [] } | { settings: undefined; problems: string[] };

/**
 * Reports the first problem of each setting: what follows is often the same in other words.
 * @param shape a schema for each setting by its name; `secrets` are those whose values no problem may show
 */
export function readFields<T extends z.ZodRawShape>(
  env: Env,
  shape: T,
  secrets: readonly string[] = [],
): { values: z.infer<z.ZodObject<T>>; problems: [] } | { values: undefined; problems: string[] } {
  const read = z.object(shape).safeParse(env);
  if (read.success) return { values: read.data, problems: [] };
  const byName = Map.groupBy(read.error.issues, ({ path }) => String(path[0]));
  const problems = [...byName].map(([name, [{ message } = { message: "can't be read" }]]) => {
    // An address may hold a password.
    const isShown = !secrets.includes(name) && !name.endsWith('_URL');
    return isShown ? `${name} is "${env[name] ?? ''}": ${message}` : `${name} ${message}`;
  });
  return { values: undefined, problems };
}

/** The address of a server, with or without its API's path: `/api` and `/api/query` are added to each request. */
export const HttpUrl = z
  .string()
  .refine(isHttpUrl, 'must be an address, such as https://example.org')
  .refine((url) => !/\/\/[^/]*@/.test(url), 'must not contain a user name or password')
  .transform((url) => url.replace(/\/+$/, '').replace(/\/api(?:\/query)?$/, ''));

export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
