import { expect, it } from 'vitest';
import type { Client } from '../../../adapters/slack/api.ts';
import { joinAll } from '../../../adapters/slack/lifecycle.ts';
import { createDirectory, type Known } from '../../../adapters/slack/places.ts';
import { createCommandService } from '../scripted-service.ts';
import { createShelves } from '../shelves.ts';
import { logTo } from './world.ts';

const denied = { code: 'slack_webapi_platform_error', data: { ok: false, error: 'missing_scope' } };

it('where only the list of all channels can be read, those that Paperboy is surely in are joined', async () => {
  const client = {
    async *paginate(method: string) {
      if (method === 'users.conversations') throw denied;
      yield {
        channels: [
          { id: 'C1', name: 'in', is_private: false, is_member: true },
          { id: 'C2', name: 'out', is_private: false, is_member: false },
          { id: 'C3', name: 'unsaid', is_private: false },
        ],
      };
    },
  } as unknown as Client;
  const service = createCommandService();
  const directory = createDirectory(createShelves().shelf<Known>('slack_channels'));
  await joinAll('T1', async () => client, { service, directory, log: logTo([]) });
  expect(service.joined).toEqual([{ id: 'slack:T1:C1', name: '#in' }]);
});

it('a channel that cannot be added does not keep the others from being added', async () => {
  const client = {
    async *paginate() {
      yield { channels: ['C1', 'C2', 'C3'].map((id) => ({ id, name: id, is_private: false })) };
    },
  } as unknown as Client;
  const service = createCommandService();
  const join = service.join;
  service.join = async (place) => {
    if (place.id === 'slack:T1:C2') throw new Error('it is damaged');
    return join(place);
  };
  const directory = createDirectory(createShelves().shelf<Known>('slack_channels'));
  const logged: string[] = [];
  await joinAll('T1', async () => client, { service, directory, log: logTo(logged) });
  expect(service.joined.map(({ id }) => id)).toEqual(['slack:T1:C1', 'slack:T1:C3']);
  expect(logged).toHaveLength(1);
  expect(logged[0]).toContain('slack:T1:C2');
});
