/** Reads the local workspace's settings from the environment: where it listens, or what is wrong with them. */
import { isIP } from 'node:net';
import { z } from 'zod';

export interface WebSettings {
  /** A name or an address of this machine, such as `127.0.0.1`; `0.0.0.0` or `::` is every one of them. */
  host: string;
  /** 0 to 65535; 0 takes any free one. */
  port: number;
}

const NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;

const Settings = z.object({
  HOST: z
    .string()
    .default('127.0.0.1')
    .refine((host) => isIP(host) > 0 || NAME.test(host), {
      error: ({ input }) =>
        `HOST is ${quote(input)}, which isn't a host. Use a name or an address of this machine, such as 127.0.0.1.`,
    }),
  PORT: z
    .string()
    .default('3000')
    .refine((port) => /^\d{1,5}$/.test(port) && Number(port) <= 65_535, {
      error: ({ input }) =>
        `PORT is ${quote(input)}, which isn't a port. Use a whole number from 0 to 65535, such as 3000 (0 picks a free one).`,
    }),
});

/** Reads `HOST` (127.0.0.1) and `PORT` (3000); empty means missing. All problems come together. */
export function readWebSettings(
  env: Readonly<Record<string, string | undefined>>,
): { settings: WebSettings } | { problems: string[] } {
  const read = Settings.safeParse({ HOST: given(env.HOST), PORT: given(env.PORT) });
  if (!read.success) return { problems: read.error.issues.map((issue) => issue.message) };
  return { settings: { host: read.data.HOST, port: Number(read.data.PORT) } };
}

function given(value: string | undefined): string | undefined {
  return value?.trim().replace(/^\[(.*)\]$/, '$1') || undefined;
}

/** The value as a message can carry it: one line, and not endless. */
function quote(value: unknown): string {
  return JSON.stringify(String(value).slice(0, 80));
}
