/** Says in an open settings modal how many recent papers its topics match, while they are typed. */
import { LRUCache } from 'lru-cache';
import { createLatest } from '../../src/chat/latest.ts';
import type { Sleep } from '../../src/chat/rate-limiter.ts';
import { checkLines, topicsIn } from '../../src/chat/settings-form.ts';
import type { ChannelForm } from '../../src/model/channel-form.ts';
import type { CommandService, Log, Place } from '../../src/model/ports.ts';
import type { Client } from './api.ts';
import { logReason } from './errors.ts';
import { readShown, type SentView } from './filled.ts';
import { shownOf, toForm } from './forms.ts';

/** Typing rests this long before the topics are counted: fewer than a hundred changes a minute to one modal, which Slack allows. Milliseconds. */
const REST_MS = 700;
/** States of modals that are remembered. */
const MOST_STATES = 1_000;

/** An open modal, as Slack gave it. */
export interface OpenView extends SentView {
  id?: string | undefined;
  hash?: string | undefined;
  private_metadata?: string | undefined;
}

export interface LiveCount {
  /**
   * Counts the topics of an open modal, and shows that in it. Never throws.
   * @param opened what a modal was opened with that nobody has typed in yet
   */
  show(view: OpenView, place: Place, client: Client, opened?: ChannelForm): Promise<void>;
  /** The modal was sent: a change of it would take the errors away that are shown on its fields. */
  end(view: Pick<OpenView, 'id'>): void;
}

export function createLiveCount(context: { service: CommandService; sleep: Sleep; log: Log }): LiveCount {
  const { service, sleep, log } = context;
  const latest = createLatest({ restMs: REST_MS, sleep });
  /** By the state of a modal, which Slack calls its hash: the state that this process made of it. */
  const next = new LRUCache<string, string>({ max: MOST_STATES });

  /** What was typed while the modal was changed comes with the state before. */
  function newest(hash: string): string {
    const after = next.get(hash);
    return after === undefined || after === hash ? hash : newest(after);
  }

  /** The modal with what its topics match; undefined where that cannot be said. */
  async function counted(view: OpenView, place: Place, opened: ChannelForm | undefined, signal: AbortSignal) {
    const read = opened ? { form: opened } : await service.form(place);
    if ('problem' in read) return undefined;
    // Built from what is typed, and not from the blocks that Slack gives back, whose texts it has escaped.
    const shown = opened ? shownOf(opened) : readShown(view, read.form);
    if (shown === undefined) return undefined;
    const queries = shown.topics.flatMap((text) => topicsIn(text).map(({ query }) => query));
    const checks = await service.checkTopics(place, queries, signal);
    return signal.aborted || 'problem' in checks
      ? undefined
      : toForm(place, shown, checkLines(queries, checks));
  }

  async function show(view: OpenView, place: Place, client: Client, opened?: ChannelForm): Promise<void> {
    const { id, hash: known } = view;
    if (id === undefined || known === undefined) return;
    try {
      await latest.run(id, async (signal) => {
        const changed = await counted(view, place, opened, signal);
        if (changed === undefined) return;
        // Slack refuses the change where someone else made one meanwhile.
        const hash = newest(known);
        const answer = await client.views.update({ view_id: id, hash, view: changed });
        if (answer.view?.hash) next.set(hash, answer.view.hash);
      });
    } catch (thrown) {
      // The modal was closed, or changed by someone else.
      log.debug('a modal could not show the matches', logReason(thrown));
    }
  }

  return { show, end: ({ id = '' }) => latest.cancel(id) };
}
