/** Starts one Chromium for the whole run and tells every test file where it listens, or why there is none. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    browser: { endpoint: string } | { reason: string };
  }
}

/** Without windows of its own, it takes a fifth less work. */
const SHELL = '/usr/bin/chromium-headless-shell';
const PATH = process.env.CHROMIUM ?? (existsSync(SHELL) ? SHELL : '/usr/bin/chromium');
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(PATH)) {
    project.provide('browser', { reason: `no Chromium at ${PATH}; CHROMIUM names another` });
    return async () => {};
  }
  const server = await chromium.launchServer({ executablePath: PATH, args: ARGS, host: '127.0.0.1' });
  project.provide('browser', { endpoint: server.wsEndpoint() });
  return () => server.close();
}
