/** Opens the workspace's page in the run's one browser; `noBrowser` says why not, where there is none. */
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { because } from '../../skip.ts';
import { samplePost } from '../samples.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

const PROBES = fileURLToPath(new URL('./probes.js', import.meta.url));
const shared = inject('browser');

export const noBrowser = 'reason' in shared ? shared.reason : undefined;

export const inBrowser = (name: string) => because(name, noBrowser);

/** A connection to the browser for a whole suite and a workspace for each of its tests; each `open` is a person with cookies of their own. */
export function useWorkspace(): Bench {
  let browser: Browser;
  const bench: Bench = {
    workspace: undefined as never,
    open: (options, channel) => visit(browser, bench.workspace.address, options, channel),
    post: (key, text = key, channel = 'general') =>
      bench.workspace.adapter.messenger.post(
        samplePost({
          key,
          channel: `web:local:${channel}`,
          summary: text,
          blocks: [{ kind: 'text', line: [{ text }] }],
        }),
      ),
  };
  beforeAll(async () => {
    if ('endpoint' in shared) browser = await chromium.connect(shared.endpoint);
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    bench.workspace = await openWorkspace({ at: Date.now() });
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await bench.workspace.stop();
  });
  return bench;
}

export interface Bench {
  workspace: Workspace;
  open: (options?: BrowserContextOptions, channel?: string) => Promise<Tab>;
  /** Posts one line of text. */
  post: (key: string, text?: string, channel?: string) => Promise<unknown>;
}

export interface Tab {
  page: Page;
  /** What the page complained about: errors, and what its security policy stopped. */
  complaints: string[];
}

/** A browser of its own, with its own cookies, on the given channel. */
async function visit(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
  channel = 'general',
): Promise<Tab> {
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'UTC', ...options });
  await context.addInitScript({ path: PROBES });
  const page = await context.newPage();
  page.setDefaultTimeout(50_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(`${address}/#/${channel}`);
  await page.locator('.timeline:visible:not([aria-busy])').first().waitFor({ state: 'attached' });
  return { page, complaints };
}

/** Writes into the message box and sends it with Enter, as a person does. */
export async function type(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message #').fill(text);
  await page.keyboard.press('Enter');
}

export interface Focus {
  id: string;
  /** Its accessible name, as far as it needs no label from elsewhere. */
  name: string;
  visible: boolean;
}

export const focusOf = (page: Page): Promise<Focus> => page.evaluate<Focus>('probes.focus()');
