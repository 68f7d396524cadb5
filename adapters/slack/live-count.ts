/** Says in an open settings modal how many recent papers its topics match, while they are typed. */
import type { ModalView } from '@slack/types';
import { LRUCache } from 'lru-cache';
import { createLatest } from '../../src/chat/latest.ts';
import type { Sleep } from '../../src/chat/rate-limiter.ts';
import type { CommandService, Log, Place } from '../../src/model/ports.ts';
import type { Client } from './api.ts';
import { readFailure } from './errors.ts';
import { type SentView, typedTopics } from './filled.ts';
import { COUNT, checkBlock, viewOf } from './forms.ts';

/** Typing rests this long before the topics are counted: fewer than a hundred changes a minute to one modal, which Slack allows. Milliseconds. */
const REST_MS = 700;
/** Modals whose state is remembered. */
const MOST_VIEWS = 1_000;

/** An open modal, as Slack gave it. */
export interface OpenView extends SentView {
  id?: string | undefined;
  hash?: string | undefined;
  private_metadata?: string | undefined;
}

/** Counts the topics of an open modal, and shows that in it. Never throws. */
export type LiveCount = (view: OpenView, place: Place, client: Client, topics?: string[]) => Promise<void>;

export function createLiveCount(context: { service: CommandService; sleep: Sleep; log: Log }): LiveCount {
  const { service, sleep, log } = context;
  const latest = createLatest({ restMs: REST_MS, sleep });
  /** By the state of a modal, which Slack calls its hash: the state that this process made of it. */
  const next = new LRUCache<string, string>({ max: MOST_VIEWS });

  /** What was typed after a change came with the state before it, when it was on its way already. */
  function newest(hash: string): string {
    const known = next.get(hash);
    return known === undefined || known === hash ? hash : newest(known);
  }

  async function show(
    view: OpenView & { id: string; hash: string },
    count: ModalView['blocks'][number],
    client: Client,
  ) {
    const isCount = (block: unknown) => (block as { block_id?: unknown }).block_id === COUNT;
    const blocks = (view.blocks ?? []) as ModalView['blocks'];
    if (!blocks.some(isCount)) return;
    // The fields stay as they are, with their ids: so Slack keeps what is typed in them.
    const changed = viewOf(
      view.private_metadata ?? '',
      blocks.map((block) => (isCount(block) ? count : block)),
    );
    const hash = newest(view.hash);
    const answer = await client.views.update({ view_id: view.id, hash, view: changed });
    if (answer.view?.hash) next.set(hash, answer.view.hash);
  }

  return async (view, place, client, topics = typedTopics(view)) => {
    const { id, hash } = view;
    if (id === undefined || hash === undefined) return;
    try {
      await latest(id, async (signal) => {
        const checks = await service.checkTopics(place, topics, signal);
        if (signal.aborted || 'problem' in checks) return;
        await show({ ...view, id, hash }, checkBlock(topics, checks), client);
      });
    } catch (thrown) {
      // It was closed, or changed by someone else meanwhile.
      log.debug('a modal could not show the matches', { reason: readFailure(thrown, place.id).message });
    }
  };
}
