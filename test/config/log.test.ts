import { expect, test } from 'vitest';
import { createLog } from '../../src/config/log.ts';

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
