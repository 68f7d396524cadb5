import { spawn } from 'node:child_process';
import { test } from 'vitest';
import { ended, lineWith, newFolder, root } from './run.ts';

test.concurrent.for(['SIGTERM', 'SIGINT'] as const)(
  '%s to `npm start` ends Paperboy itself, not only npm',
  async (signal, { expect }) => {
    const env = { ...process.env, DATA_DIR: newFolder(), PORT: '0', SOURCES: 'bundled' };
    const child = spawn('npm', ['start'], { cwd: root, env });
    const { address } = JSON.parse(await lineWith(child, 'paperboy ready')) as { address: string };
    const stopped = ended(child);
    child.kill(signal);
    await stopped;
    await expect(fetch(address)).rejects.toThrow();
  },
);
