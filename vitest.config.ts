import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    // One browser for all tests of the page; what is skipped says why in one line at the end.
    globalSetup: ['test/browser.setup.ts'],
    reporters: ['default', './test/skipped.reporter.ts'],
    // No test is timed: these only end what hangs, also on a busy machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000 } },
    // Every core works: by default one of two would be left idle.
    maxWorkers: '100%',
    retry: 0,
  },
});
