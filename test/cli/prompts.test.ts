import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { openPrompts } from '../../src/cli/prompts.ts';

test('once closed, as after Ctrl-C, what was typed ahead answers nothing', async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const prompts = openPrompts({ stdin, stdout: { write() {}, isTTY: true } });
  stdin.write('slack\rxoxb-1\r\u0003');
  expect(await prompts.ask('Number or name: ')).toBe('slack');
  await prompts.interrupted;
  prompts.close();
  await expect(prompts.ask('Token: ')).rejects.toThrow('Nothing was changed.');
});
