/** The mail adapter with a real SMTP server, a scripted command service and shelves in memory, for tests. */
import { Parser } from 'htmlparser2';
import { expect } from 'vitest';
import { createApi } from '../../../adapters/email/api.ts';
import { createEmail } from '../../../adapters/email/index.ts';
import type { MailServer as ServerSettings } from '../../../adapters/email/server-url.ts';
import type { EmailSettings } from '../../../adapters/email/settings.ts';
import type { Addresses } from '../../../src/model/addresses.ts';
import type { Seen } from '../contract.ts';
import { createCommandService } from '../scripted-service.ts';
import { createShelves } from '../shelves.ts';
import { type MailServer, openMailServer, PATIENT } from './mail-server.ts';

export const ME = 'me@lab.example';
export const CHANNEL = `email:lab.example:${ME}`;

export interface RigOptions {
  /** Where links lead; `pages` opens the adapter's own pages on a free port. */
  pages?: boolean;
  server?: MailServer;
  shelves?: ReturnType<typeof createShelves>;
  /** The time, moved by tests. */
  clock?: { now: number };
  domainGapMs?: number;
  /** As long as a busy machine needs unless a test says otherwise. */
  waits?: typeof PATIENT;
  login?: { user: string; pass: string };
  startTls?: ServerSettings['startTls'];
  bounces?: EmailSettings['bounces'];
}

export type Rig = Awaited<ReturnType<typeof openRig>>;

export async function openRig(options: RigOptions = {}) {
  const {
    login = {},
    clock = { now: Date.parse('2025-12-12T09:00:00Z') },
    domainGapMs = 0,
    startTls = 'never',
  } = options;
  const server = options.server ?? (await openMailServer(login));
  const shelves = options.shelves ?? createShelves();
  const service = createCommandService();
  const lines: string[] = [];
  const errors: string[] = [];
  const log = (message: string, facts?: object) =>
    void lines.push(`${message} ${JSON.stringify(facts ?? {})}`);
  const smtp = { host: '127.0.0.1', port: server.port, secure: false, startTls, ...login };
  const settings: EmailSettings = {
    server: smtp,
    from: { address: 'papers@paperboy.example', domain: 'paperboy.example' },
    ...(options.bounces ? { bounces: options.bounces } : {}),
    ...(options.pages ? { http: { publicUrl: 'https://papers.example', host: '127.0.0.1', port: 0 } } : {}),
  };
  const adapter = createEmail(settings, {
    service,
    shelf: shelves.shelf,
    clock: () => clock.now,
    log: { debug: log, info: log, warn: log, error: (message) => void errors.push(message) },
    domainGapMs,
    api: createApi(smtp, options.waits ?? PATIENT),
  });
  const before = server.connections;
  const { address = '' } = await adapter.start();
  // It looks at its server at first.
  await expect.poll(() => server.connections, { interval: 5 }).toBeGreaterThan(before);
  return {
    adapter,
    addresses: adapter.messenger.addresses as Addresses,
    service,
    server,
    shelves,
    clock,
    lines,
    /** What was logged as an error. */
    errors,
    /** The address of the pages, as they are reached from this machine. */
    pages: address,
    mailsTo: (to: string) => server.taken.filter((one) => one.to === to).map(({ mail }) => mail),
    async close() {
      await adapter.stop();
      if (options.server === undefined) await server.close();
    },
  };
}

/** What a reader sees of HTML: its text, and where its links lead. */
export function seeHtml(html: string): Seen {
  let text = '';
  const links: string[] = [];
  const hidden = /^(?:style|title|script|head)$/;
  let depth = 0;
  const parser = new Parser({
    onopentag(name, { href }) {
      if (hidden.test(name)) depth++;
      if (href !== undefined) links.push(href);
      if (/^(?:p|h\d|li|tr|br)$/.test(name)) text += '\n';
    },
    ontext(data) {
      if (depth === 0) text += data;
    },
    onclosetag(name) {
      if (hidden.test(name)) depth--;
    },
  });
  parser.end(html);
  return { text: text.replace(/[^\S\n]+/g, ' '), links, pings: [] };
}
