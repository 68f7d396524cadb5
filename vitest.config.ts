import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    // Two cores here and on most CI machines; a real browser and real processes share them.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    retry: 0,
  },
});
