/** Reads an adapter's settings from the environment, and collects their problems. */
import { isIP } from 'node:net';
import type { Env } from '../model/adapter-definition.ts';

export interface SettingReader {
  /** Without spaces at its ends; undefined where it is missing or empty. */
  given(name: string): string | undefined;
  /** Checks a value that people copy from a platform's page, where none has spaces or line breaks. */
  checkCopied(name: string, value?: string): void;
  /** `HOST`, where requests are listened for: a name or an address, without the brackets of IPv6. */
  host(): string;
  port(name: string, fallback: number): number;
  isOn(name: string, fallback: boolean): boolean;
  /** The address of a server, as it was given. */
  url(name: string, fallback: string): string;
  /** Each names its setting. None shows an address, which may hold a password. */
  readonly problems: string[];
}

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const SWITCH = { on: /^(on|true|yes|1)$/i, off: /^(off|false|no|0)$/i };

export function createSettingReader(env: Env): SettingReader {
  const problems: string[] = [];
  const given = (name: string) => env[name]?.trim() || undefined;
  const wrong = (name: string, value: string, problem: string) =>
    problems.push(`${name} is ${JSON.stringify(value.slice(0, 80))}${problem}`);

  return {
    given,
    problems,
    checkCopied(name, value = given(name) ?? '') {
      // The value may be a secret.
      if (/[^\x21-\x7e]/.test(value))
        problems.push(
          `${name} contains a space, a line break or another character that doesn't belong in it. Copy it again.`,
        );
    },
    host() {
      const host = (given('HOST') ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1');
      if (isIP(host) === 0 && !HOST_NAME.test(host))
        wrong(
          'HOST',
          host,
          ", which isn't a host. Use a name or an address of this machine, such as 127.0.0.1.",
        );
      return host;
    },
    port(name, fallback) {
      const port = given(name) ?? String(fallback);
      if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
        const example = `such as ${fallback} (0 picks a free one)`;
        wrong(name, port, `, which isn't a port. Use a whole number from 0 to 65535, ${example}.`);
      }
      return Number(port);
    },
    isOn(name, fallback) {
      const text = given(name);
      if (text === undefined) return fallback;
      if (!SWITCH.on.test(text) && !SWITCH.off.test(text)) wrong(name, text, '. Use on or off.');
      return SWITCH.on.test(text);
    },
    url(name, fallback) {
      const text = given(name) ?? fallback;
      const url = URL.canParse(text) ? new URL(text) : undefined;
      if (url === undefined || !/^https?:$/.test(url.protocol) || url.search !== '')
        problems.push(`${name} isn't a valid address. Example: ${fallback}.`);
      else if (url.username !== '' || url.password !== '')
        problems.push(`${name} must not contain a user name or a password.`);
      return text;
    },
  };
}
