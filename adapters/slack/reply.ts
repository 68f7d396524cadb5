/** Shows replies where they were asked for: to the person alone, or to everyone in the channel. */
import type { RespondFn } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import type { RateLimiter, Sleep } from '../../src/chat/rate-limiter.ts';
import type { Reply } from '../../src/model/message.ts';
import type { Log } from '../../src/model/ports.ts';
import { unsentReason } from '../../src/model/unsent.ts';
import { type Client, withPatience } from './api.ts';
import { logReason } from './errors.ts';
import { LIMITS } from './limits.ts';
import { type Location, placeId } from './places.ts';
import { toBlocks } from './render.ts';
import { type StoredActions, storeActions } from './stored-actions.ts';

/** A person who pressed a button waits longer than a digest: the answer comes in its turn. Milliseconds. */
const PATIENCE_MS = 30_000;

/** Where an answer can go. */
export interface Asked {
  location: Location;
  user: string;
  client: Client;
  /** Slack's address for answers, good for five of them within half an hour; absent for mentions. */
  respond?: RespondFn | undefined;
  /** The thread that was asked in. */
  thread?: string | undefined;
  /** Blocks of ours below the answer. */
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
    const { location, client, thread, respond, below = [] } = asked;
    const isOpen = reply.audience === 'channel';
    const rendered = toBlocks(reply, LIMITS.blocks - below.length);
    const payload = {
      text: rendered.text,
      blocks: [...rendered.blocks, ...below],
      unfurl_links: false,
      unfurl_media: false,
      ...(thread ? { thread_ts: thread } : {}),
    };
    const id = placeId(location);
    // What is shown to one person alone counts apart from the channel's messages.
    const directly = () =>
      withPatience(id, sleep, post, (ms, again) => void (isOpen && limiter.pause(id, ms, again)));
    const post = async () =>
      isOpen
        ? client.chat.postMessage({ channel: location.channel, ...payload })
        : client.chat.postEphemeral({ channel: location.channel, user: asked.user, ...payload });
    const byAddress = (send: RespondFn) =>
      send({ ...payload, response_type: isOpen ? 'in_channel' : 'ephemeral', replace_original: false });

    const show = async () => {
      if (respond === undefined) return void (await directly());
      try {
        await byAddress(respond);
      } catch (thrown) {
        // A status says that it was not taken; without one it may have been, and is not said twice, unless it never left.
        const isRefused = typeof (thrown as { statusCode?: unknown }).statusCode === 'number';
        if (!isRefused && unsentReason(thrown) === undefined) throw thrown;
        await directly();
      }
    };

    try {
      await storeActions(rendered.long, location.space, actions);
      await (isOpen ? limiter.run(id, PATIENCE_MS, show) : show());
    } catch (thrown) {
      log.warn('an answer could not be shown', { channel: id, ...logReason(thrown) });
    }
  };
}
