/** Shows replies where the request was made: to the person only, or to everyone in the channel. */
import type { RespondFn } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { unsentReason } from '../../src/chat/no-answer.ts';
import type { RateLimiter, Sleep } from '../../src/chat/rate-limiter.ts';
import { fieldOf } from '../../src/model/errors.ts';
import type { Reply } from '../../src/model/message.ts';
import type { Log } from '../../src/model/ports.ts';
import { type Client, withPatience } from './api.ts';
import { type StoredActions, storeActions } from './buttons.ts';
import { logReason } from './errors.ts';
import { LIMITS } from './limits.ts';
import { sendBlocks } from './pictures.ts';
import { type Location, placeId } from './places.ts';
import { NO_PREVIEWS, toBlocks } from './render.ts';

/** How long an answer waits for its turn in the channel: longer than a post, since a person is waiting. Milliseconds. */
const PATIENCE_MS = 30_000;

/** Where an answer can go. */
export interface Asked {
  location: Location;
  user: string;
  client: Client;
  /** Answers by Slack's response URL, up to five times within 30 minutes; absent for mentions. */
  respond?: RespondFn | undefined;
  /** The thread that was asked in. */
  thread?: string | undefined;
  /** Said before the answer, in blocks and as text. */
  above?: { text: string; blocks: KnownBlock[] };
  /** Added below the answer. */
  below?: KnownBlock[];
}

export type Answer = (reply: Reply, asked: Asked) => Promise<void>;

export function createAnswer(context: {
  limiter: RateLimiter;
  actions: StoredActions;
  sleep: Sleep;
  log: Log;
}): Answer {
  const { limiter, actions, sleep, log } = context;

  return async (reply, asked) => {
    const { location, client, thread, respond, above, below = [] } = asked;
    const isOpen = reply.audience === 'channel';
    const first = above?.blocks ?? [];
    const rendered = toBlocks(reply, LIMITS.blocks - first.length - below.length);
    const payload = {
      text: above ? `${above.text} ${rendered.text}` : rendered.text,
      blocks: [...first, ...rendered.blocks, ...below],
      ...NO_PREVIEWS,
      ...(thread ? { thread_ts: thread } : {}),
    };
    const id = placeId(location);
    // Ephemeral messages have a rate limit of their own.
    const directly = () => withPatience(id, sleep, post, isOpen ? limiter : undefined);
    const post = () =>
      sendBlocks<unknown>(payload.blocks, (blocks) => {
        const message = { channel: location.channel, ...payload, blocks };
        return isOpen
          ? client.chat.postMessage(message)
          : client.chat.postEphemeral({ ...message, user: asked.user });
      });
    const byAddress = (send: RespondFn) =>
      send({ ...payload, response_type: isOpen ? 'in_channel' : 'ephemeral', replace_original: false });

    const show = async () => {
      if (respond === undefined) return void (await directly());
      try {
        await byAddress(respond);
      } catch (thrown) {
        // With a status the answer was refused. Without one it may have been shown, so it is repeated only if it was never sent.
        const isRefused = typeof fieldOf(thrown, 'statusCode') === 'number';
        if (!isRefused && unsentReason(thrown) === undefined) throw thrown;
        await directly();
      }
    };

    // What was asked for is done by now, so its answer is shown even when the store fails.
    await storeActions(rendered.long, location.space, actions).catch((thrown: unknown) => {
      log.warn('buttons of an answer could not be stored and will not work', {
        channel: id,
        ...logReason(thrown),
      });
    });
    try {
      await (isOpen ? limiter.run(id, PATIENCE_MS, show) : show());
    } catch (thrown) {
      log.warn('an answer could not be shown', { channel: id, ...logReason(thrown) });
    }
  };
}
