import { expect, it } from 'vitest';
import { samplePost } from '../samples.ts';
import { openWorld } from './world.ts';

it('a post that Slack never answers is given up, sent once, and nobody knows', async () => {
  const world = await openWorld(undefined, undefined, undefined, { requestMs: 200 });
  world.slack.faults.set('chat.postMessage', ['hang']);
  const post = samplePost({ channel: 'slack:T1:C1' });
  await expect(world.adapter.messenger.post(post)).rejects.toMatchObject({ code: 'uncertain' });
  expect(world.slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1);
  await world.stop();
});
