/** Opens the workspace's page in the run's one browser; `noBrowser` says why not, where there is none. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, inject } from 'vitest';
import { because } from '../../skip.ts';
import { samplePost } from '../samples.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

const PROBES = fileURLToPath(new URL('./probes.js', import.meta.url));
const shared = inject('browser');

export const noBrowser = 'reason' in shared ? shared.reason : undefined;

export const inBrowser = (name: string) => because(name, noBrowser);

/** One connection to the browser, which ends with the process: its windows and what they have cached serve all files. */
let connected: Promise<Browser> | undefined;
/** Windows of tests that are over: opening another takes longer than most tests. */
let free: Window[] = [];
/** Where the workspace was at last. */
let port = 0;

type Given = Pick<NonNullable<Parameters<typeof openWorkspace>[0]>, 'site' | 'setup'>;

/** A workspace for each test of a suite; each `open` is a person with cookies of their own. */
export function useWorkspace(given: Given = {}): Bench {
  let browser: Browser;
  const used: Window[] = [];
  const bench: Bench = {
    workspace: undefined as never,
    async open(
      { colorScheme = 'light', reducedMotion = 'no-preference', ...device } = {},
      channel = 'general',
    ) {
      const kind = JSON.stringify(device);
      const window = free.find((one) => one.kind === kind) ?? (await openWindow(browser, device, kind));
      free = free.filter((one) => one !== window);
      used.push(window);
      const { page } = window;
      const complaints: string[] = [];
      window.complain = (text) => complaints.push(text);
      await page.emulateMedia({ colorScheme, reducedMotion });
      await page.goto(`${bench.workspace.address}/#/${channel}`);
      await page.evaluate('probes.opened()');
      return { page, complaints };
    },
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
    if (!('endpoint' in shared)) return;
    connected ??= chromium.connect(shared.endpoint);
    browser = await connected;
  });
  beforeEach(async () => {
    bench.workspace = await openAgain(given);
    port = bench.workspace.port;
  });
  afterEach(async () => {
    await Promise.all(used.map(clear));
    free.push(...used.splice(0));
    await bench.workspace.stop();
  });
  return bench;
}

/** At the address of the one before where that is still free, so that the browser has the page's files already. */
async function openAgain(given: Given): Promise<Workspace> {
  const at = Date.now();
  return openWorkspace({ ...given, at, port }).catch(() => openWorkspace({ ...given, at }));
}

/** A browser window with its own cookies. */
interface Window {
  /** How its context was made. */
  kind: string;
  page: Page;
  complain: (text: string) => void;
}

async function openWindow(browser: Browser, device: BrowserContextOptions, kind: string): Promise<Window> {
  const context = await browser.newContext({ locale: 'en-US', timezoneId: 'UTC', ...device });
  await context.addInitScript({ path: PROBES });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  const window: Window = { kind, page, complain: () => undefined };
  page.on('pageerror', (error) => window.complain(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') window.complain(message.text());
  });
  return window;
}

/** Leaves nothing of a test behind. Its page stays, at rest, until the next test goes elsewhere in it. */
async function clear(window: Window): Promise<void> {
  const { page } = window;
  const context = page.context();
  window.complain = () => undefined;
  await Promise.all(context.pages().map((one) => one === page || one.close()));
  await page.evaluate('probes.leave()');
  await page.mouse.move(0, 0);
  await context.clearCookies();
  await context.clearPermissions();
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

/** Writes into the message box and sends it with Enter, as a person does. */
export async function type(page: Page, text: string): Promise<void> {
  await page.getByLabel(/^Message /).fill(text);
  await page.keyboard.press('Enter');
}

export interface Focus {
  id: string;
  /** Its accessible name, as far as it needs no label from elsewhere. */
  name: string;
  visible: boolean;
}

/** Read where it is needed: half a megabyte. */
const readAxe = () => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What breaks WCAG 2.2 A or AA on the page as it stands now, each with the elements that do. */
export async function violationsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(readAxe());
  return page.evaluate<string[]>('probes.violations()');
}

export const focusOf = (page: Page): Promise<Focus> => page.evaluate<Focus>('probes.focus()');
