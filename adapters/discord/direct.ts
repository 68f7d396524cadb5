/** Reaches a person by direct message: opens the conversation, and says something there. */
import { Routes } from 'discord.js';
import type { Messenger, Person } from '../../src/model/ports.ts';
import { type Api, patient } from './api.ts';
import { bodiesOf } from './bodies.ts';
import type { StoredActions } from './buttons.ts';
import { readFailure } from './errors.ts';
import { DIRECT_NAME, placeId } from './places.ts';

export function createDirect(context: {
  api: Api;
  actions: StoredActions;
}): Required<Pick<Messenger, 'openDirect' | 'tell'>> {
  const api = patient(context.api);

  /** The channel of a person's direct messages. Discord opens one for everyone: only a message tells whether it is let in. */
  async function open(person: Person): Promise<string> {
    try {
      const asked = { recipient_id: person.id };
      return (await api.call<{ id: string }>('POST', Routes.userChannels(), asked)).id;
    } catch (error) {
      throw readFailure(error, person.id);
    }
  }

  return {
    async openDirect(person) {
      // Without `admits`: only what is followed there is posted there.
      return { id: placeId(undefined, await open(person)), name: DIRECT_NAME, direct: true };
    },
    async tell(person, message) {
      const channel = await open(person);
      const { components } = await bodiesOf(message, context.actions);
      try {
        await api.call('POST', Routes.channelMessages(channel), components);
      } catch (error) {
        throw readFailure(error, person.id);
      }
    },
  };
}
