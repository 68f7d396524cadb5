/** Issues the OAuth `state` of an installation, and accepts each once within ten minutes, from any process. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { HTTPReceiverOptions } from '@slack/bolt';
import { type Claimed, claimOnce, deleteExpired } from '../../src/chat/claims.ts';
import { readJson } from '../../src/chat/json.ts';
import type { Clock, Shelf } from '../../src/model/ports.ts';

/** As long as the cookie lasts in which the browser keeps the state. Milliseconds. */
const GOOD_MS = 10 * 60_000;

export type States = NonNullable<NonNullable<HTTPReceiverOptions['installerOptions']>['stateStore']>;

/** The content of a state: when it was issued, a random ID, and the options of the installation. */
interface Content {
  at: number;
  id: string;
  options: Parameters<States['generateStateParam']>[0];
}

/** @param outside.shelf holds used states; those that have expired are deleted from it */
export function createStates(outside: { secret: string; shelf: Shelf<Claimed>; clock: Clock }): States {
  const { secret, clock } = outside;
  const terms = { ...outside, keepMs: GOOD_MS };
  const sign = (text: string) => createHmac('sha256', secret).update(`state ${text}`).digest('base64url');

  function read(state: string): Content {
    const [text = '', signature = ''] = state.split('.', 2);
    const [given, own] = [Buffer.from(signature), Buffer.from(sign(text))];
    if (given.length !== own.length || !timingSafeEqual(given, own)) throw invalid();
    return readJson(Buffer.from(text, 'base64url').toString()) as Content;
  }

  return {
    async generateStateParam(options) {
      const content: Content = { at: clock(), id: randomBytes(16).toString('base64url'), options };
      const text = Buffer.from(JSON.stringify(content)).toString('base64url');
      return `${text}.${sign(text)}`;
    },
    async verifyStateParam(_now, state) {
      const { at, id, options } = read(state);
      if (clock() - at > GOOD_MS) throw invalid();
      await deleteExpired(terms);
      if (!(await claimOnce([id], terms))) throw invalid();
      return options;
    },
  };
}

/** The error that Bolt's installer recognizes by its code. */
function invalid(): Error {
  return Object.assign(new Error('the state is not one that can be used'), {
    code: 'slack_oauth_invalid_state',
  });
}
