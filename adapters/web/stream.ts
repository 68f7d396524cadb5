/** Serves each open page a stream of server-sent events, from the last entry it has seen on. */
import type { Channels } from './channels.ts';
import { show } from './conversation.ts';
import { type Entry, maySee } from './entry.ts';
import type { History } from './history.ts';

/** A page reconnects after two of these without an event. Milliseconds. */
const HEARTBEAT_MS = 15_000;
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

interface Line {
  personId: string;
  address: string;
  seen: number;
  /** Entries before `seen` that came after it, and were not sent yet. */
  late: Entry[];
  /** Of the list of channels that the page knows. */
  version: number;
  /** Events to be sent first. */
  pending: string[];
  over: boolean;
  wake: () => void;
}

export type Streams = ReturnType<typeof createStreams>;

export function createStreams(outside: {
  history: History;
  channels: Channels;
  /** Of the page's files: a page of another version reloads. */
  version: string;
  most?: typeof MOST_STREAMS;
}) {
  const { history, channels, version, most = MOST_STREAMS } = outside;
  /** The open ones, oldest first. */
  const lines = new Set<Line>();
  const printed = new WeakMap<Entry, string>();
  const beat = setInterval(() => {
    for (const line of lines) {
      // A reader that has not taken the last event needs no other.
      if (line.pending.length === 0) line.pending.push(event('heartbeat', {}));
      line.wake();
    }
  }, HEARTBEAT_MS).unref();

  function end(line: Line, pending = line.pending): void {
    lines.delete(line);
    line.over = true;
    line.pending = pending;
    line.wake();
  }

  /** The next event text for the page; undefined when there is nothing new. */
  function next(line: Line): string | undefined {
    if (line.pending.length > 0) return line.pending.splice(0).join('');
    if (line.over) return undefined;
    if (line.version !== channels.version()) {
      line.version = channels.version();
      return event('channels', {});
    }
    const entries = history.since(line.seen, line.personId);
    // A `seq` that was never given is another log's: its data was deleted since. Late entries ask for the same.
    if (line.seen > history.latest() || entries.length > MOST_REPLAYED) {
      line.seen = history.latest();
      line.late = [];
      return event('reload', {}, line.seen);
    }
    line.seen = entries.at(-1)?.seq ?? line.seen;
    const news = [...line.late.splice(0), ...entries];
    return news.length === 0 ? undefined : news.map((entry) => print(entry, line.personId)).join('');
  }

  /** Printed once for all who did not write it themselves. */
  function print(entry: Entry, personId: string): string {
    const own = entry.author?.id === personId;
    const known = own ? undefined : printed.get(entry);
    const text = known ?? event('entry', show(entry, personId), entry.seq);
    if (!own) printed.set(entry, text);
    return text;
  }

  /** Produces the next text only when the reader has taken the last, so a slow reader uses no extra memory. */
  function streamOf(line: Line): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          while (lines.has(line) || line.over) {
            const text = next(line);
            if (text !== undefined) return controller.enqueue(encoder.encode(text));
            if (line.over) return controller.close();
            await new Promise<void>((resolve) => {
              line.wake = resolve;
            });
          }
        },
        cancel: () => void lines.delete(line),
      },
      { highWaterMark: 0 },
    );
  }

  return {
    /**
     * Returns the events, or why there are none.
     * @param after the newest `seq` that the page has seen
     * @param address where the page is, as the network knows it
     */
    follow(personId: string, after: number, address: string) {
      const open = [...lines];
      if (open.length >= most.inAll) return 'too-many';
      if (open.filter((line) => line.address === address).length >= most.ofAddress) return 'too-many-here';
      const own = open.filter((line) => line.personId === personId);
      if (own[0] !== undefined && own.length >= most.ofBrowser) end(own[0], [event('rest', {})]);
      const line: Line = {
        personId,
        address,
        seen: after,
        late: [],
        version: channels.version(),
        pending: [event('hello', { version })],
        over: false,
        wake: () => {},
      };
      lines.add(line);
      return streamOf(line);
    },
    /**
     * Tells every page that something is new.
     * @param late an entry before those that pages may have seen, which they put in its place; `all`: they read the log again
     */
    wake(late?: Entry | 'all'): void {
      for (const line of lines) {
        if (late === 'all' || line.late.length >= MOST_REPLAYED) line.seen = Number.POSITIVE_INFINITY;
        else if (late !== undefined && late.seq <= line.seen && maySee(late, line.personId))
          line.late.push(late);
        line.wake();
      }
    },
    /** Ends all of them. */
    close(): void {
      clearInterval(beat);
      for (const line of lines) end(line);
    },
  };
}

/** One event; JSON has no line breaks of its own, so the data is one line. */
function event(name: string, data: unknown, id?: number): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
