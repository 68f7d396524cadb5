/** Starts the workspace on a free port with a scripted command service, and talks to it over real HTTP. */

import { createWeb } from '../../../adapters/web/index.ts';
import type { ConnectionLimits } from '../../../src/chat/http-server.ts';
import type { AdapterOutside } from '../../../src/model/adapter-definition.ts';
import type { Site } from '../../../src/model/catalog.ts';
import type { Adapter, Log, Place } from '../../../src/model/ports.ts';
import { createCommandService, type ScriptedService } from '../scripted-service.ts';
import { createShelves, type Shelves } from '../shelves.ts';

export interface Workspace {
  adapter: Adapter;
  service: ScriptedService;
  shelves: Shelves;
  address: string;
  /** The link for the terminal of whoever runs it; undefined where there is none. */
  operatorAddress: string | undefined;
  port: number;
  log: { level: string; message: string; facts?: Record<string, unknown> | undefined }[];
  now: { at: number };
  stop: () => Promise<void>;
}

export async function openWorkspace(
  given: {
    shelves?: Shelves;
    port?: number;
    host?: string;
    at?: number;
    limits?: Partial<ConnectionLimits>;
    joined?: Place[];
    version?: string;
    examine?: NonNullable<AdapterOutside['examine']>;
    setup?: NonNullable<AdapterOutside['setup']>;
    site?: Site;
  } = {},
): Promise<Workspace> {
  const { shelves = createShelves(), port = 0, host = '127.0.0.1' } = given;
  const service = createCommandService();
  service.joined.push(...(given.joined ?? []));
  const log: Workspace['log'] = [];
  const write = (level: string) => (message: string, facts?: Record<string, unknown>) => {
    log.push({ level, message, facts });
  };
  const now = { at: given.at ?? Date.parse('2025-12-12T09:00:00Z') };
  const adapter = createWeb(
    { host, port },
    {
      service,
      shelf: shelves.shelf,
      clock: () => now.at,
      lookMs: 10,
      ...(given.limits ? { limits: given.limits } : {}),
      ...(given.site ? { site: given.site } : {}),
      ...(given.version ? { version: given.version } : {}),
      ...(given.setup ? { setup: given.setup } : {}),
      ...(given.examine ? { examine: given.examine } : {}),
      log: {
        debug: write('debug'),
        info: write('info'),
        warn: write('warn'),
        error: write('error'),
      } satisfies Log,
    },
  );
  const { address = '', operatorAddress } = await adapter.start();
  return {
    adapter,
    service,
    shelves,
    address,
    operatorAddress,
    port: Number(new URL(address).port),
    log,
    now,
    stop: adapter.stop,
  };
}

export interface Browser {
  get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
  cookie: () => string;
}

/** A browser that opened the link of whoever runs Paperboy, as its page does. */
export async function openOperator(workspace: Workspace): Promise<Browser> {
  const browser = openBrowser(workspace.address);
  await browser.post('/api/operator', { code: codeOf(workspace) });
  return browser;
}

/** The code in the link of the terminal. */
export function codeOf({ operatorAddress = '' }: Workspace): string | null {
  return new URLSearchParams(operatorAddress.split('?')[1]).get('code');
}

/** One browser: it keeps its cookie, as a page does. */
export function openBrowser(address: string): Browser {
  const cookies = new Map<string, string>();
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  async function send(path: string, init: RequestInit): Promise<Response> {
    // A connection that is kept would be used again before its end is noticed, when the workspace has just restarted.
    const own = { connection: 'close', ...(cookies.size > 0 && { cookie: cookie() }) };
    const response = await fetch(address + path, {
      ...init,
      headers: { ...own, ...(init.headers as Record<string, string>) },
    });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = set.split(';')[0]?.split('=') ?? [];
      cookies.set(name, value);
    }
    return response;
  }
  return {
    get: (path, headers = {}) => send(path, { headers }),
    post: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    cookie,
  };
}
