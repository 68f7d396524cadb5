/** Reads an adapter's settings from the environment, and collects their problems. */
import { isIP } from 'node:net';
import type { Env } from '../model/adapter-definition.ts';
import type { Proxies } from './may-start.ts';

export type SettingReader = ReturnType<typeof createSettingReader>;

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const SWITCH = { on: /^(on|true|yes|1)$/i, off: /^(off|false|no|0)$/i };

export function createSettingReader(env: Env) {
  /** Each names its setting. None shows an address, which may hold a password. */
  const problems: string[] = [];
  /** Without spaces at its ends; undefined where it is missing or empty. */
  const given = (name: string) => env[name]?.trim() || undefined;
  const wrong = (name: string, value: string, problem: string) =>
    problems.push(`${name} is ${JSON.stringify(value.slice(0, 80))}${problem}`);

  /** The address of a server, as it was given. */
  const url = (name: string, fallback: string): string => {
    const text = given(name) ?? fallback;
    const read = URL.parse(text);
    if (read === null || !/^https?:$/.test(read.protocol) || read.search !== '')
      problems.push(`${name} isn't a valid address. Example: ${fallback}.`);
    else if (read.username !== '' || read.password !== '')
      problems.push(`${name} must not contain a user name or a password.`);
    return text;
  };

  return {
    given,
    problems,
    /** Checks a value that people copy from a platform's page, where none has spaces or line breaks. It may be a secret. */
    checkCopied(name: string, value = given(name) ?? ''): void {
      if (/[^\x21-\x7e]/.test(value))
        problems.push(
          `${name} contains a space, a line break or another character that doesn't belong in it. Copy it again.`,
        );
    },
    /** `HOST`, where requests are listened for: a name or an address, without the brackets of IPv6. */
    host(): string {
      const host = (given('HOST') ?? '127.0.0.1').replace(/^\[(.*)\]$/, '$1');
      const problem = ", which isn't a host. Use a name or an address of this machine, such as 127.0.0.1.";
      if (isIP(host) === 0 && !HOST_NAME.test(host)) wrong('HOST', host, problem);
      return host;
    },
    /** The proxies that Node's own fetch follows when `NODE_USE_ENV_PROXY=1`. */
    proxies(): { proxies?: Proxies } {
      if (given('NODE_USE_ENV_PROXY') !== '1') return {};
      const named = (name: string) => given(name.toLowerCase()) ?? given(name) ?? '';
      const [httpProxy, httpsProxy, noProxy] = [named('HTTP_PROXY'), named('HTTPS_PROXY'), named('NO_PROXY')];
      return { proxies: { httpProxy, httpsProxy, noProxy } };
    },
    port(name: string, fallback: number): number {
      const port = given(name) ?? String(fallback);
      if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
        const example = `such as ${fallback} (0 picks a free one)`;
        wrong(name, port, `, which isn't a port. Use a whole number from 0 to 65535, ${example}.`);
      }
      return Number(port);
    },
    isOn(name: string, fallback: boolean): boolean {
      const text = given(name);
      if (text === undefined) return fallback;
      if (!SWITCH.on.test(text) && !SWITCH.off.test(text)) wrong(name, text, '. Use on or off.');
      return SWITCH.on.test(text);
    },
    /** `PUBLIC_URL`, which links begin with, without a slash at its end. They lead to the paths of its host. */
    publicUrl(): string | undefined {
      if (given('PUBLIC_URL') === undefined) return undefined;
      const text = url('PUBLIC_URL', 'https://papers.example');
      if (URL.parse(text)?.pathname.replace(/\/+$/, '') || text.includes('#'))
        problems.push(
          'PUBLIC_URL must end with the host or its port, without a path: https://papers.example.',
        );
      return text.replace(/\/+$/, '');
    },
    url,
  };
}
