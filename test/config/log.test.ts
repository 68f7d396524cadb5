import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { expect, test } from 'vitest';
import { createLog, logStream } from '../../src/config/log.ts';

test('what cannot be seen is written as an escape, in messages, facts and their names', () => {
  const lines: string[] = [];
  const log = createLog('info', (text) => text, { write: (line) => void lines.push(line) });
  log.warn('bad \u202ename', { problem: 'a\u202eb\u001b[31m.jsonl: no', nested: { 'x\u2066': ['\u009b'] } });
  const [line = ''] = lines;
  for (const sign of '\u202e\u2066\u001b\u009b') expect(line).not.toContain(sign);
  expect(JSON.parse(line)).toMatchObject({
    msg: 'bad \\u202ename',
    problem: 'a\\u202eb\\u001b[31m.jsonl: no',
    nested: { 'x\\u2066': ['\\u009b'] },
  });
});

test.each([false, true])(
  'a line that cannot be written is left out, and the program goes on (terminal: %s)',
  async (isTTY) => {
    // Opened for reading alone, as writing to a terminal that was closed fails too.
    const fd = openSync(devNull, 'r');
    try {
      const log = createLog('info', (text) => text, await logStream({ fd, isTTY, write: () => {} }));
      expect(() => {
        log.info('stopping');
        log.info('stopped');
      }).not.toThrow();
    } finally {
      closeSync(fd);
    }
  },
);
