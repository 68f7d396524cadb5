/** Says in an open settings modal how many recent papers its topics match, while they are typed. */
import type { ExpiringShelf } from '../../src/chat/expiring-shelf.ts';
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
/** States of modals are remembered for so long: nobody leaves one open longer and goes on typing. Milliseconds. */
export const KEEP_STATES_MS = 3_600_000;

/** The state that a change made of the state before, which Slack calls its hash. */
export interface ChangedState {
  next: string;
  /** When what the change counted was typed, by Slack's clock. Seconds since 1970. */
  typedAt: number;
}

/** An open modal, as Slack gave it. */
export interface OpenView extends SentView {
  id?: string | undefined;
  hash?: string | undefined;
}

export interface LiveCount {
  /**
   * Counts the topics of an open modal, and shows that in it. Never throws.
   * @param typed when something was typed, by Slack's clock in seconds; or what the modal was opened with, which nobody has typed in yet
   */
  show(view: OpenView, place: Place, client: Client, typed: number | ChannelForm): Promise<void>;
  /** The modal was sent: a change of it would take the errors away that are shown on its fields. */
  end(view: Pick<OpenView, 'id'>): void;
}

export function createLiveCount(context: {
  service: CommandService;
  /** By the state before: what any process made of it. */
  states: ExpiringShelf<ChangedState>;
  sleep: Sleep;
  log: Log;
}): LiveCount {
  const { service, states, sleep, log } = context;
  const latest = createLatest({ restMs: REST_MS, sleep });

  /**
   * The state as it is: what was typed while the modal was changed comes with the state before, also to another process.
   * Undefined where the count of something that was typed later is shown already.
   */
  async function newest(hash: string, typedAt: number): Promise<string | undefined> {
    const after = await states.get(hash);
    if (after === undefined || after.next === hash) return hash;
    return after.typedAt > typedAt ? undefined : newest(after.next, typedAt);
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

  async function show(
    view: OpenView,
    place: Place,
    client: Client,
    typed: number | ChannelForm,
  ): Promise<void> {
    const { id, hash: known } = view;
    const [typedAt, opened] = typeof typed === 'number' ? [typed] : [0, typed];
    if (id === undefined || known === undefined) return;
    try {
      await latest.run(id, async (signal) => {
        const changed = await counted(view, place, opened, signal);
        if (changed === undefined) return;
        // Slack refuses the change where someone else made one meanwhile.
        const hash = await newest(known, typedAt);
        if (hash === undefined) return;
        const answer = await client.views.update({ view_id: id, hash, view: changed });
        if (answer.view?.hash) await states.set([[hash, { next: answer.view.hash, typedAt }]]);
      });
    } catch (thrown) {
      // The modal was closed, or changed by someone else.
      log.debug('a modal could not show the matches', logReason(thrown));
    }
  }

  return { show, end: ({ id = '' }) => latest.cancel(id) };
}
