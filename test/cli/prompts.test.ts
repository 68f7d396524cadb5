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

test('a secret that is typed is echoed by nobody, also where the output is no terminal', async () => {
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (isRaw: boolean) => void raw.push(isRaw),
  });
  const shown: string[] = [];
  const prompts = openPrompts({ stdin, stdout: { write: (text) => shown.push(text) } });
  const answer = prompts.ask('Token: ', true);
  expect(raw).toEqual([true]);
  stdin.write('xoxb-1-s3cret\r');
  expect(await answer).toBe('xoxb-1-s3cret');
  prompts.close();
  expect(raw.at(-1)).toBe(false);
  expect(shown.join('')).toContain('Token: ');
  expect(shown.join('')).not.toContain('s3cret');
});
