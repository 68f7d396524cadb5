import { afterEach, beforeEach, expect, it } from 'vitest';
import { BOT, TEAM } from './slack.ts';
import { commandOf, eventOf, openWorld, see, until, type World } from './world.ts';

let world: World;
beforeEach(async () => {
  world = await openWorld();
  world.slack.files.set('F1', { name: 'refs.bib', content: '@article{a, title = {Low-rank}}' });
  await until(() => world.service.joined.length === 2, 'the channels');
});
afterEach(() => world.stop());

const share = (channel: string, file = 'F1', user = 'U1') =>
  world.slack.send(
    'events_api',
    eventOf({ type: 'file_shared', channel_id: channel, file_id: file, user_id: user }),
  );
const shown = async (count: number) => {
  await until(() => world.slack.shown.length >= count, `message ${count}`);
  return see(world.slack.shown[count - 1] ?? { blocks: [], text: '' }).text.trim();
};

it("a file in a direct message goes into the person's own library", async () => {
  await share('D1');
  expect(await shown(1)).toBe('Read refs.bib.');
  expect(world.slack.shown[0]).toMatchObject({ channel: 'D1' });
  expect(world.service.imported).toMatchObject([
    {
      place: { id: 'slack:T1:D1', direct: true },
      person: { id: 'slack:T1:U1' },
      file: { name: 'refs.bib', content: '@article{a, title = {Low-rank}}' },
    },
  ]);
});

it('a file in a channel is read where the person has just asked for that, and no other', async () => {
  await share('C1');
  await world.slack.send('slash_commands', commandOf(world.slack, 'C1', '/papers library import'));
  await shown(1);
  await share('C1', 'F1', 'U2');
  await share('C2');
  await share('C1');
  expect(await shown(2)).toBe('Read refs.bib.');
  expect(world.slack.shown[1]).toMatchObject({ channel: 'C1', onlyFor: 'U1' });
  expect(world.service.imported.map(({ place }) => place.id)).toEqual(['slack:T1:C1']);
});

it('the first file ends that, and one of a kind that is no library is not opened', async () => {
  world.slack.files.set('P', { name: 'whiteboard.png', content: 'a picture' });
  await world.slack.send('slash_commands', commandOf(world.slack, 'C1', '/papers library import'));
  await shown(1);
  await share('C1', 'P');
  await Promise.all([share('C1'), share('C1')]);
  await shown(2);
  await share('C1');
  // What is shared in a direct message is always meant for Paperboy, so it is told.
  await share('D1', 'P');
  expect(await shown(3)).toContain('so it was not opened');
  expect(world.service.imported).toHaveLength(1);
  await world.slack.send('slash_commands', commandOf(world.slack, 'C1', '/papers library import'));
  await shown(4);
  await share('C1');
  await shown(5);
  expect(world.service.imported).toHaveLength(2);
});

it('a file that is too large, or kept elsewhere, is not downloaded, and the token goes nowhere else', async () => {
  world.slack.files.set('F2', { name: 'big.bib', content: '', size: 5_000_001 });
  await share('D1', 'F2');
  expect(await shown(1)).toContain('larger than 5 MB');
  for (const at of ['http://evil.example/refs.bib', 'https://slack.com.evil.example/x', 'no address']) {
    world.slack.files.set('F3', { name: 'refs.bib', content: '', at });
    const count = world.slack.shown.length + 1;
    await share('D1', 'F3');
    expect(await shown(count)).toContain("isn't kept by the platform itself");
  }
  // What it says of itself is not believed.
  world.slack.files.set('F4', { name: 'big.bib', content: 'x'.repeat(5_000_001), size: 10 });
  await share('D1', 'F4');
  expect(await shown(5)).toContain('larger than 5 MB');
  expect(world.service.imported).toEqual([]);
});

it('a file that cannot be had is said so, and which permission is missing', async () => {
  world.slack.files.set('F5', { name: 'gone.bib', content: '', at: `${world.slack.url}/files/nowhere` });
  await share('D1', 'F5');
  expect(await shown(1)).toContain("couldn't be downloaded (the answer was 403)");
  world.slack.tokens.set(BOT.token, { team: TEAM, scopes: ['chat:write', 'im:write', 'users:read'] });
  await share('D1');
  expect(await shown(2)).toContain('files:read');
  expect(world.service.imported).toEqual([]);
});
