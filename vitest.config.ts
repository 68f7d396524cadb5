import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import LongestFirst from './test/longest-first.sequencer.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    // One browser for all tests of the page, and one folder for all files; what is skipped says why in one line at the end.
    globalSetup: ['test/folder.setup.ts', 'test/browser.setup.ts'],
    // Files share a process, so that what they import is loaded once: a third of the time would go into loading it again.
    isolate: false,
    // Node imports the program itself, as in production: a quarter less work than Vite's rewritten modules.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Processes that tests start read the program as it was compiled before: a fifth of what a start takes.
    env: {
      NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/paperboy/compiled', import.meta.url)),
    },
    setupFiles: ['test/left-behind.setup.ts'],
    reporters: ['default', './test/skipped.reporter.ts'],
    // No test is timed: these only end what hangs, also on a busy machine.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 120_000 } },
    // Every core works, also while some of the files wait.
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongestFirst },
    // Side by side in one file, where each test has processes of its own: few enough that all of them get on.
    maxConcurrency: 3,
    retry: 0,
  },
});
