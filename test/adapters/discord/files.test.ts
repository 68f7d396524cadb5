import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFiles } from '../../../adapters/discord/files.ts';
import { createCommandService } from '../scripted-service.ts';
import { see } from './reading.ts';
import { type DiscordRig, openRig, send, slash } from './rig.ts';

let rig: DiscordRig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

const NOBODY = { member: { user: { id: '8', username: 'bob' }, permissions: '0' } };
const withFile = (url: string, size = 10, change = {}) => {
  const query = { type: 3, name: 'query', value: 'library import' };
  const asked = slash('papers', [query, { type: 11, name: 'file', value: '9' }], change);
  const attachments = { 9: { id: '9', filename: 'refs.bib', size, url } };
  return { ...asked, data: { ...(asked as unknown as { data: object }).data, resolved: { attachments } } };
};
const textOf = async (interaction: { token: string }) =>
  see((await send(rig, interaction)).first.body.data).text;

it('a file that comes with a command is read from where Discord keeps it, and nowhere else', async () => {
  expect(await textOf(withFile('https://evil.example/refs.bib'))).toContain(
    "isn't kept by the platform itself",
  );
  expect(await textOf(withFile('https://cdn.discordapp.com/refs.bib', 5_000_001))).toContain(
    'larger than 5 MB',
  );
  expect(await textOf(withFile(`${rig.cloud.url}/refs.bib`, 10, NOBODY))).toContain('Manage Channels');
  expect(rig.service.imported).toEqual([]);
  const asked: string[] = [];
  const service = createCommandService();
  const read = createFiles(
    { apiUrl: 'https://discord.com/api' },
    {
      service,
      fetch: async (url, init) => {
        asked.push(`${url} ${JSON.stringify(init?.headers)} ${init?.redirect}`);
        // Written by an older program.
        return new Response(Buffer.from('@article{a, author = {M\xfcller}}', 'latin1'));
      },
    },
  );
  const url = 'https://cdn.discordapp.com/attachments/1/2/refs.bib?ex=1&hm=2';
  const who = { place: { id: 'discord:1:11', name: '#papers' }, person: { id: '7', name: 'Ada' } };
  await read(who, { filename: 'refs.bib', size: 40, url });
  expect(asked).toEqual([`${url} {} manual`]);
  expect(service.imported).toEqual([
    { ...who, file: { name: 'refs.bib', content: '@article{a, author = {Müller}}' } },
  ]);
});
