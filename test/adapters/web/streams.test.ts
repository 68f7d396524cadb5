import { describe, expect, it } from 'vitest';
import type { Channels } from '../../../adapters/web/channels.ts';
import type { Entry } from '../../../adapters/web/entry.ts';
import type { History } from '../../../adapters/web/history.ts';
import { createStreams, MOST_STREAMS } from '../../../adapters/web/stream.ts';

/** Streams over a log in memory that counts how often it was looked through. */
function bench(most = MOST_STREAMS) {
  const entries: Entry[] = [];
  const counts = { looks: 0 };
  let version = 1;
  const history = {
    since(seq: number) {
      counts.looks++;
      return entries.filter((entry) => entry.seq > seq);
    },
    latest: () => entries.length,
  } as unknown as History;
  const channels = { version: () => version } as unknown as Channels;
  const streams = createStreams({ version: '1', history, channels, most });
  return {
    counts,
    streams,
    add(text: string) {
      entries.push({ id: text, seq: entries.length + 1, channel: 'general', at: 0, text });
      streams.wake();
    },
    addChannel() {
      version++;
      streams.wake();
    },
    open(who: string, address = '127.0.0.1', after = entries.length) {
      const stream = streams.follow(who, after, address);
      if (typeof stream === 'string') return stream;
      const reader = stream.getReader();
      const read = async () => new TextDecoder().decode((await reader.read()).value);
      return { read, cancel: () => reader.cancel() };
    },
  };
}
type Opened = Exclude<ReturnType<ReturnType<typeof bench>['open']>, string>;

describe('many event streams', () => {
  it('are opened with work that grows with their number alone', async () => {
    const { open, counts } = bench({ ofBrowser: 4, ofAddress: 5_000, inAll: 5_000 });
    for (const count of [500, 1_000]) {
      const before = counts.looks;
      for (let at = 0; at < count; at++) {
        const line = open(`p${count}-${at}`) as Opened;
        expect(await line.read()).toContain('event: hello');
        void line.read();
      }
      expect(counts.looks - before).toBeLessThanOrEqual(2 * count);
    }
  });

  it('are refused beyond the cap of an address and of all, and a closed one makes room at once', async () => {
    const { open } = bench({ ofBrowser: 4, ofAddress: 2, inAll: 3 });
    const first = open('a', '10.0.0.1') as Opened;
    expect(open('b', '10.0.0.1')).toBeTypeOf('object');
    expect(open('c', '10.0.0.1')).toBe('too-many-here');
    expect(open('d', '10.0.0.2')).toBeTypeOf('object');
    expect(open('e', '10.0.0.3')).toBe('too-many');
    void first.read();
    await first.cancel();
    expect(open('c', '10.0.0.1')).toBeTypeOf('object');
  });

  it('of one browser put its oldest to rest and wake no other', async () => {
    const { open, counts } = bench();
    const other = open('b') as Opened;
    await other.read();
    void other.read();
    const lines = Array.from({ length: 5 }, () => open('a') as Opened);
    expect(await lines[0]?.read()).toContain('event: rest');
    expect(await lines[0]?.read()).toBe('');
    expect(await lines[1]?.read()).toContain('event: hello');
    expect(counts.looks).toBe(1);
  });

  it('hold nothing for a reader that does not read, who then reads the log anew', async () => {
    const { open, add, counts } = bench();
    const line = open('a') as Opened;
    expect(await line.read()).toContain('event: hello');
    const before = counts.looks;
    for (let at = 0; at < 1_000; at++) add(`news ${at}`);
    expect(counts.looks).toBe(before);
    expect(await line.read()).toBe('id: 1000\nevent: reload\ndata: {}\n\n');
    add('more');
    expect(await line.read()).toContain('"text":"more"');
  });

  it('tell of an entry that another process stored late as of any other, and nobody who may not see it', async () => {
    const { open, add, streams } = bench();
    const [one, two] = [open('a') as Opened, open('b') as Opened];
    for (const line of [one, two]) await line.read();
    add('first');
    for (const line of [one, two]) await line.read();
    const late: Entry = { id: 'late', seq: 1, channel: 'general', at: 0, text: 'late', onlyFor: 'a' };
    streams.wake(late);
    add('next');
    expect(await one.read()).toMatch(/^id: 1\nevent: entry.*"late".*\n\nid: 2\nevent: entry.*"next".*\n\n$/s);
    expect(await two.read()).toMatch(/^id: 2\nevent: entry.*"next".*\n\n$/s);
    streams.wake('all');
    expect(await one.read()).toContain('event: reload');
  });

  it('tell all of an entry and of a channel', async () => {
    const { open, add, addChannel } = bench();
    const lines = ['a', 'b', 'c'].map((who) => open(who) as Opened);
    for (const line of lines) await line.read();
    add('one');
    for (const line of lines) expect(await line.read()).toContain('"text":"one"');
    addChannel();
    for (const line of lines) expect(await line.read()).toContain('event: channels');
  });
});
