/** Follows the log for one open page: the last seen `seq` comes in, server-sent events go out until it closes. */
import type { Person } from '../../src/model/ports.ts';
import type { Bell } from './bell.ts';
import type { Channels } from './channels.ts';
import { show } from './conversation.ts';
import type { History } from './history.ts';

/** A page that hears nothing for two of these takes the line for dead. */
export const HEARTBEAT_MS = 15_000;
/** Who missed more than this reads the log anew instead. */
const MOST_REPLAYED = 200;
/**
 * Browsers open up to six connections to one host, over all tabs. The oldest tabs are put to rest, or the
 * seventh could load nothing at all.
 */
const MOST_OF_A_BROWSER = 4;

export interface Streams {
  /** `after` is the newest `seq` that the page has seen. */
  follow(person: Person, after: number): AsyncGenerator<string>;
  /** Ends all of them. */
  close(): void;
}

export function createStreams(outside: { history: History; channels: Channels; news: Bell }): Streams {
  const { history, channels, news } = outside;
  const open = new Map<string, symbol[]>();
  let closed = false;

  function enter(personId: string): symbol {
    const self = Symbol('stream');
    open.set(personId, [...(open.get(personId) ?? []), self].slice(-MOST_OF_A_BROWSER));
    news.ring();
    return self;
  }

  function leave(personId: string, self: symbol): void {
    const rest = (open.get(personId) ?? []).filter((other) => other !== self);
    if (rest.length > 0) open.set(personId, rest);
    else open.delete(personId);
  }

  /** A `seq` that was never given is another log's: its data was deleted since. */
  function mustReload(after: number, personId: string): boolean {
    return after > history.latest() || history.since(after, personId).length > MOST_REPLAYED;
  }

  async function* follow(person: Person, after: number): AsyncGenerator<string> {
    const self = enter(person.id);
    try {
      let known = namesOf(channels);
      yield event('hello', {});
      let seen = after;
      if (mustReload(after, person.id)) {
        seen = history.latest();
        yield event('reload', {}, seen);
      }
      while (!closed) {
        if (open.get(person.id)?.includes(self) !== true) {
          yield event('rest', {});
          return;
        }
        if (known !== namesOf(channels)) {
          known = namesOf(channels);
          yield event('channels', {});
          continue;
        }
        const entries = history.since(seen, person.id);
        for (const entry of entries) {
          yield event('entry', show(entry, person.id), entry.seq);
          seen = entry.seq;
        }
        if (entries.length === 0 && (await news.wait(HEARTBEAT_MS)) === 'quiet') yield event('heartbeat', {});
      }
    } finally {
      leave(person.id, self);
    }
  }

  return {
    follow,
    close() {
      closed = true;
      news.ring();
    },
  };
}

function namesOf(channels: Channels): string {
  return channels
    .list()
    .map((channel) => channel.name)
    .join(' ');
}

/** One event; JSON has no line breaks of its own, so the data is one line. */
function event(name: string, data: unknown, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
