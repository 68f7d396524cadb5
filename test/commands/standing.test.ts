import { beforeEach, expect, test } from 'vitest';
import { plain } from '../../src/model/message.ts';
import { type AppWorld, createAppWorld, digestOf, general, paperOf, wordsOf } from '../app/world.ts';

let world: AppWorld;
beforeEach(async () => {
  world = await createAppWorld();
  world.digests = [digestOf('2026-11-23', ...Array.from({ length: 14 }, (_, at) => paperOf(`Agents ${at}`)))];
  await world.app.readSources();
});
const said = async (text: string, place = general) => wordsOf(await world.ask(text, place));

test('where nothing is set up, schedule, status and preview give one true reason', async () => {
  const reason = "Paperboy wasn't added to this channel, and it follows no topics.";
  for (const command of ['schedule', 'status', 'preview']) expect(await said(command)).toContain(reason);
  expect(await said('schedule')).toContain('When posts start: every day');
  await world.ask('subscribe agents');
  for (const command of ['schedule', 'status', 'preview']) {
    expect(await said(command)).toContain('Next post');
    expect(await said(command)).not.toContain(reason);
  }
});

test('status counts the papers that a post showed, of those that matched', async () => {
  await world.app.service.join(general);
  world.digests = [digestOf('2026-11-24', ...Array.from({ length: 39 }, (_, at) => paperOf(`Robots ${at}`)))];
  await world.tick('2026-11-24T09:01:00Z');
  expect(await said('status')).toMatch(/Last post: .*, 10 of 53 papers\./);
});

test('the reason for a failed post is said once, and what to type is shown as code', async () => {
  await world.app.service.join(general);
  world.faultFor = () => 'no-access';
  world.digests = [digestOf('2026-11-24', paperOf('Robots'))];
  await world.tick('2026-11-24T09:01:00Z');
  const answer = await world.ask('status');
  expect(wordsOf(answer)).toContain('not posted:');
  expect(wordsOf(answer)).not.toContain('The last post failed');
  expect(wordsOf(await world.ask('schedule'))).toContain('The last post failed');
});

test("a person's own pause is spoken of as theirs", async () => {
  const direct = { id: 'test:t:D1', name: 'direct message', direct: true as const };
  await world.ask('subscribe agents', direct);
  await world.ask('pause', direct);
  const lines = (await world.ask('status', direct)).blocks.flatMap((block) =>
    block.kind === 'list' ? block.lines : [],
  );
  const own = lines.find((line) => plain(line).startsWith('You paused this.'));
  expect(own).toContainEqual({ text: '/papers resume', style: 'code' });
});
