import { createEmulator } from 'emulate';
import { expect, it } from 'vitest';
import { createSlack } from '../../../adapters/slack/index.ts';
import { samplePost } from '../samples.ts';
import { createCommandService } from '../scripted-service.ts';
import { createShelves } from '../shelves.ts';
import { logTo, settingsOf, until } from './world.ts';

const TOKEN = 'xoxb-emulated-s3cret';

it('a Web API that is not ours takes a post, gives it back by its key, and says what it refuses', async () => {
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        team: { name: 'Engines', domain: 'engines' },
        users: [{ name: 'paperboy' }],
        channels: [{ name: 'papers' }],
        tokens: [
          { token: TOKEN, user: 'paperboy', scopes: ['chat:write', 'channels:read', 'channels:history'] },
        ],
        strict_scopes: true,
      },
    },
  });
  const service = createCommandService();
  const logged: string[] = [];
  const adapter = createSlack(
    settingsOf({
      SLACK_BOT_TOKEN: TOKEN,
      SLACK_SIGNING_SECRET: 's1',
      SLACK_API_URL: `${emulator.url}/api/`,
      SLACK_PORT: '0',
    }),
    { service, shelf: createShelves().shelf, clock: Date.now, log: logTo(logged) },
  );
  try {
    await adapter.start();
    await until(() => service.joined.length > 0, 'the channels');
    const channel = service.joined.find(({ name }) => name === '#papers')?.id ?? logged.join('\n');
    expect(channel).toMatch(/^slack:T\w+:C\w+$/);
    const post = samplePost({ channel });
    expect(await adapter.messenger.find(post)).toBeUndefined();
    const receipt = await adapter.messenger.post(post);
    expect(await adapter.messenger.find(post)).toEqual(receipt);
    const elsewhere = adapter.messenger.post({ ...post, channel: channel.replace(/[^:]+$/, 'C0NOWHERE') });
    await expect(elsewhere).rejects.toMatchObject({ code: 'no-access' });
    expect(logged.join('\n')).not.toContain('s3cret');
  } finally {
    await adapter.stop();
    await emulator.close();
  }
});
