import { expect, it } from 'vitest';
import { samplePost } from '../samples.ts';
import { openWorld } from './world.ts';

it('a post that Slack never answers is given up after ten seconds, sent once, and nobody knows', async () => {
  const world = await openWorld();
  world.slack.faults.set('chat.postMessage', ['hang']);
  const begun = performance.now();
  const post = samplePost({ channel: 'slack:T1:C1' });
  await expect(world.adapter.messenger.post(post)).rejects.toMatchObject({ code: 'uncertain' });
  expect(performance.now() - begun).toBeLessThan(11_000);
  expect(world.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  await world.stop();
});
