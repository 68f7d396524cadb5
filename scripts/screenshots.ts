/**
 * Takes the picture of the local workspace for the README from the running program, with its own digest and nothing else:
 *
 *     npm exec -- node scripts/screenshots.ts
 *
 * It needs Chromium; CHROMIUM=/path names another than the usual one.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
/** As wide as the list of channels, the log and a paper beside it need. Pixels. */
const VIEW = { width: 1280, height: 800 };

/** Starts Paperboy on a store of its own. Resolves with its address once it is ready. */
async function startPaperboy(dataDir: string) {
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '0', SOURCES: 'bundled' };
  const child = spawn(process.execPath, [join(root, 'bin/paperboy.js'), 'start'], { env, cwd: dataDir });
  for await (const chunk of child.stdout) {
    const address = /"address":"(http:[^"]+)".*paperboy ready/.exec(String(chunk))?.[1];
    if (address !== undefined) return { child, address };
  }
  throw new Error('Paperboy did not start.');
}

async function takeWorkspace(address: string): Promise<void> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: VIEW, colorScheme: 'light', locale: 'en-US' });
  await page.goto(address);
  // A paper is read beside the log, with those that are like it.
  const card = page.locator('#log .card').nth(1);
  await card.waitFor();
  await card.getByRole('link').first().click();
  await page.getByRole('heading', { name: 'Similar papers' }).waitFor();
  await page.screenshot({ path: join(root, 'docs/workspace.png') });
  await browser.close();
}

const dataDir = mkdtempSync(join(tmpdir(), 'paperboy-pictures-'));
const { child, address } = await startPaperboy(dataDir);
try {
  await takeWorkspace(address);
} finally {
  child.kill('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
}
