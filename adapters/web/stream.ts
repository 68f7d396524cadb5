/** Serves each open page a stream of server-sent events, from the last entry it has seen on. */
import type { Person } from '../../src/model/ports.ts';
import type { Channels } from './channels.ts';
import { show } from './conversation.ts';
import type { Entry, History } from './history.ts';

/** A page reconnects after two of these without an event. Milliseconds. */
export const HEARTBEAT_MS = 15_000;
/** A page that missed more entries than this must reload instead. */
const MOST_REPLAYED = 200;
/** How many streams may be open; each keeps a connection. */
export const MOST_STREAMS = {
  /**
   * Browsers open up to six connections to one host, over all tabs. The oldest tabs are put to rest, or the seventh could
   * load nothing at all.
   */
  ofBrowser: 4,
  ofAddress: 200,
  inAll: 1_000,
};

export interface Streams {
  /**
   * @param after the newest `seq` that the page has seen
   * @param address where the page is, as the network knows it
   * @returns the events, or why there are none
   */
  follow(
    person: Person,
    after: number,
    address: string,
  ): ReadableStream<Uint8Array> | 'too-many-here' | 'too-many';
  /** Tells every page that something is new. `isLate`: before what pages may have seen, so that they read the log again. */
  wake(isLate?: boolean): void;
  /** Ends all of them. */
  close(): void;
}

interface Line {
  person: Person;
  address: string;
  seen: number;
  /** Of the list of channels that the page knows. */
  version: number;
  /** Events to be sent first. */
  pending: string[];
  over: boolean;
  wake: () => void;
}

export function createStreams(outside: {
  history: History;
  channels: Channels;
  most?: typeof MOST_STREAMS;
}): Streams {
  const { history, channels, most = MOST_STREAMS } = outside;
  const lines = new Set<Line>();
  const ofBrowser = new Map<string, Line[]>();
  const ofAddress = new Map<string, number>();
  const printed = new WeakMap<Entry, string>();
  const beat = setInterval(() => {
    for (const line of lines) say(line, event('heartbeat', {}));
  }, HEARTBEAT_MS).unref();

  function say(line: Line, text: string): void {
    // A reader that has not taken the last one needs no other.
    if (line.pending.length === 0) line.pending.push(text);
    line.wake();
  }

  function enter(line: Line): void {
    const { person, address } = line;
    const own = [...(ofBrowser.get(person.id) ?? []), line];
    for (const oldest of own.splice(0, Math.max(0, own.length - most.ofBrowser))) {
      oldest.over = true;
      oldest.pending = [event('rest', {})];
      leave(oldest);
      oldest.wake();
    }
    ofBrowser.set(person.id, own);
    lines.add(line);
    ofAddress.set(address, (ofAddress.get(address) ?? 0) + 1);
  }

  function leave(line: Line): void {
    if (!lines.delete(line)) return;
    const own = (ofBrowser.get(line.person.id) ?? []).filter((other) => other !== line);
    if (own.length > 0) ofBrowser.set(line.person.id, own);
    else ofBrowser.delete(line.person.id);
    const left = (ofAddress.get(line.address) ?? 1) - 1;
    if (left > 0) ofAddress.set(line.address, left);
    else ofAddress.delete(line.address);
  }

  /** The next event text for the page; undefined when there is nothing new. */
  function next(line: Line): string | undefined {
    if (line.pending.length > 0) return line.pending.splice(0).join('');
    if (line.over) return undefined;
    if (line.version !== channels.version()) {
      line.version = channels.version();
      return event('channels', {});
    }
    const entries = history.since(line.seen, line.person.id);
    // A `seq` that was never given is another log's: its data was deleted since. Late entries ask for the same.
    if (line.seen > history.latest() || entries.length > MOST_REPLAYED) {
      line.seen = history.latest();
      return event('reload', {}, line.seen);
    }
    line.seen = entries.at(-1)?.seq ?? line.seen;
    return entries.length === 0 ? undefined : entries.map((entry) => print(entry, line.person.id)).join('');
  }

  /** Printed once for all who did not write it themselves. */
  function print(entry: Entry, personId: string): string {
    const own = entry.author?.id === personId;
    const known = own ? undefined : printed.get(entry);
    const text = known ?? event('entry', show(entry, personId), entry.seq);
    if (!own) printed.set(entry, text);
    return text;
  }

  return {
    follow(person, after, address) {
      if (lines.size >= most.inAll) return 'too-many';
      if ((ofAddress.get(address) ?? 0) >= most.ofAddress) return 'too-many-here';
      const line: Line = {
        person,
        address,
        seen: after,
        version: channels.version(),
        pending: [event('hello', {})],
        over: false,
        wake: () => {},
      };
      enter(line);
      return streamOf(
        () => next(line),
        line,
        () => leave(line),
      );
    },
    wake(isLate = false) {
      for (const line of lines) {
        if (isLate) line.seen = Number.POSITIVE_INFINITY;
        line.wake();
      }
    },
    close() {
      clearInterval(beat);
      for (const line of [...lines]) {
        line.over = true;
        leave(line);
        line.wake();
      }
    },
  };
}

/** Produces the next text only when the reader has taken the last, so a slow reader uses no extra memory. */
function streamOf(next: () => string | undefined, line: Line, leave: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let cancelled = false;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        while (true) {
          const text = cancelled ? undefined : next();
          if (text !== undefined) return controller.enqueue(encoder.encode(text));
          if (cancelled) return;
          if (line.over) return controller.close();
          await new Promise<void>((resolve) => {
            line.wake = resolve;
          });
        }
      },
      cancel() {
        cancelled = true;
        leave();
        line.wake();
      },
    },
    { highWaterMark: 0 },
  );
}

/** One event; JSON has no line breaks of its own, so the data is one line. */
function event(name: string, data: unknown, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
