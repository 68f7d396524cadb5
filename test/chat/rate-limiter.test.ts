import { describe, expect, it } from 'vitest';
import { withPatience } from '../../adapters/slack/api.ts';
import { createGuardedFetch, whileMayStart } from '../../src/chat/may-start.ts';
import { createRateLimiter } from '../../src/chat/rate-limiter.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import { openTurns } from '../../src/store/turns.ts';
import { describeOnStores } from '../store/stores.ts';

/** A clock that moves on to the next sleeper whenever nothing else is to be done. */
function createTime() {
  let now = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    clock: () => now,
    sleep: (ms: number) => new Promise<void>((wake) => void sleepers.push({ at: now + ms, wake })),
    async pass() {
      for (await settle(); sleepers.length > 0; await settle()) {
        sleepers.sort((a, b) => a.at - b.at);
        const next = sleepers.shift();
        now = Math.max(now, next?.at ?? 0);
        next?.wake();
      }
    },
  };
}

function open() {
  const time = createTime();
  const limiter = createRateLimiter({ gapMs: 1000, ...time });
  const done: [string, number][] = [];
  const send = (channel: string, patience = 30_000) =>
    limiter.run(channel, patience, async () => void done.push([channel, time.clock()]));
  return { time, limiter, done, send };
}

describe('a pause that Slack asks for', () => {
  it('holds what is queued already, exactly as long, and no other channel', async () => {
    const { time, limiter, done, send } = open();
    const all = [send('a'), send('a'), send('a'), send('b'), send('b')];
    limiter.pause('a', 7000);
    await time.pass();
    await Promise.all(all);
    expect(done.filter(([channel]) => channel === 'b').map(([, at]) => at)).toEqual([0, 1000]);
    expect(done.filter(([channel]) => channel === 'a').map(([, at]) => at)).toEqual([0, 7000, 8000]);
  });

  it('puts off what has no patience for it, with the time that is left', async () => {
    const { time, limiter, done, send } = open();
    const first = send('a', 4000);
    const second = send('a', 4000).catch((error: unknown) => error);
    limiter.pause('a', 7000);
    await time.pass();
    await first;
    expect(await second).toMatchObject({ code: 'later', retry: { afterMs: 6000 } });
    expect(done).toEqual([['a', 0]]);
  });

  it('in an answer that is sent again holds the others, which come after it', async () => {
    const { time, limiter, done, send } = open();
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries === 1) throw new PaperboyError('later', 'Wait.', { retry: { afterMs: 5000 } });
      done.push(['again', time.clock()]);
    };
    const all = [limiter.run('a', 0, () => withPatience('a', time.sleep, work, limiter)), send('a')];
    await time.pass();
    await Promise.all(all);
    expect(done).toEqual([
      ['again', 5000],
      ['a', 6000],
    ]);
  });
});

describe('work in order', () => {
  it('does not overlap within a channel, and what comes after a pause is put off with the time that is left', async () => {
    const limiter = createRateLimiter({ gapMs: 0, clock: () => 0, inOrder: true });
    const done: string[] = [];
    const first = Promise.withResolvers<void>();
    const all = [
      limiter.run('a', 0, async () => {
        await first.promise;
        done.push('a1');
      }),
      limiter.run('b', 0, async () => void done.push('b1')),
      limiter.run('a', 0, async () => void done.push('a2')),
    ];
    await all[1];
    expect(done).toEqual(['b1']);
    first.resolve();
    await Promise.all(all);
    expect(done).toEqual(['b1', 'a1', 'a2']);
    limiter.pause('a', 500);
    await expect(limiter.run('a', 0, async () => {})).rejects.toMatchObject({
      code: 'later',
      retry: { afterMs: 500 },
    });
  });
});

describe('a request', () => {
  it('that is not on its way soon after its turn takes another one, and puts itself off in the end', async () => {
    let now = 0;
    const sleep = async (ms: number) => {
      now += ms;
    };
    const limiter = createRateLimiter({ gapMs: 1000, missedMs: 50, clock: () => now, sleep });
    const sent: number[] = [];
    const send = createGuardedFetch(async () => {
      sent.push(now);
      return new Response();
    });
    const waits = [0, 50, 51, 2000, 3, 60, 60, 60];
    const request = () =>
      limiter.request('a', 30_000, () => {
        now += waits.shift() ?? 0;
        return send('http://a.test/');
      });
    await request();
    await request();
    await request();
    expect(sent).toEqual([0, 1050, 5003]);
    await expect(request()).rejects.toMatchObject({ code: 'later', retry: { afterMs: 1000 } });
    expect(sent).toHaveLength(3);
  });

  it('is sent at a gap apart from a store that takes longer to give a turn than a turn may be missed by', async () => {
    let now = 0;
    const tookMs = [300, 340, 260, 300, 320, 300];
    let next = 0;
    const turns = {
      async take(_name: string, from: number, gapMs: number) {
        now += tookMs.shift() ?? 300;
        const at = Math.max(from, next);
        next = at + gapMs;
        return { at, taken: true };
      },
      async hold() {},
    };
    const sleep = async (ms: number) => {
      now += ms;
    };
    const shared = { turns, name: 'posts' };
    const limiter = createRateLimiter({ gapMs: 20, missedMs: 50, clock: () => now, sleep, shared });
    const sent: number[] = [];
    const send = createGuardedFetch(async () => {
      sent.push(now);
      return new Response();
    });
    for (let at = 0; at < 20; at++) await limiter.request('a', 5_000, () => send('http://a.test/'));
    expect(sent).toHaveLength(20);
    expect(sent.every((at, index) => index === 0 || at - (sent[index - 1] ?? 0) >= 20)).toBe(true);
  });

  it('that its caller may not start any more takes no other turn', async () => {
    const limiter = createRateLimiter({ gapMs: 1000, clock: () => 0, sleep: async () => {} });
    let asked = 0;
    const send = createGuardedFetch(async () => new Response());
    const request = whileMayStart(
      () => false,
      () =>
        limiter.request('a', 30_000, () => {
          asked++;
          return send('http://a.test/');
        }),
    );
    await expect(request).rejects.toMatchObject({ code: 'later', retry: { afterMs: 0 } });
    expect(asked).toBe(1);
  });
});

describe('a process that was stopped while it waited for its turn', () => {
  it('does not do the work once nobody waits for it any more', async () => {
    let now = 0;
    const limiter = createRateLimiter({
      gapMs: 1000,
      clock: () => now,
      sleep: async () => {
        now += 60_000;
      },
    });
    const done: string[] = [];
    await limiter.run('a', 4000, async () => void done.push('first'));
    const second = limiter.run('a', 4000, async () => void done.push('second'));
    await expect(second).rejects.toMatchObject({ code: 'later', retry: { afterMs: 0 } });
    expect(done).toEqual(['first']);
  });
});

describeOnStores('turns that processes share', (stores) => {
  const openTwo = async () => {
    const place = await stores.newPlace();
    const time = createTime();
    const done: [string, number][] = [];
    const process = async () => {
      const turns = openTurns(await place.open());
      const limiter = createRateLimiter({ gapMs: 1000, ...time, shared: { turns, name: 'messages to' } });
      const send = (channel: string, patience = 30_000) =>
        limiter.run(channel, patience, async () => void done.push([channel, time.clock()]));
      return { limiter, send, turns };
    };
    /** The stores answer in real time, and the clock moves between their answers. */
    const settle = async (all: Promise<unknown>[]) => {
      let isOver = false;
      const settled = Promise.allSettled(all).finally(() => {
        isOver = true;
      });
      while (!isOver) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        await time.pass();
      }
      return settled;
    };
    return { one: await process(), two: await process(), done, settle };
  };

  it('are a gap apart, whichever process takes them, and each channel has its own', async () => {
    const { one, two, done, settle } = await openTwo();
    await settle([one.send('a'), two.send('a'), one.send('a')]);
    await settle([two.send('b')]);
    const times = (channel: string) => done.filter(([name]) => name === channel).map(([, at]) => at);
    expect(times('a').toSorted((x, y) => x - y)).toEqual([0, 1000, 2000]);
    expect(times('b')).toEqual([2000]);
  });

  it('are put off by all while the platform pauses a channel', async () => {
    const { one, two, done, settle } = await openTwo();
    one.limiter.pause('a', 7000);
    await expect.poll(() => one.turns.take('messages to a', 0, 1000, 0)).toEqual({ at: 7000, taken: false });
    const [late] = await settle([two.send('a', 4000)]);
    await settle([two.send('a')]);
    expect(late).toMatchObject({ reason: { code: 'later', retry: { afterMs: 7000 } } });
    expect(done).toEqual([['a', 7000]]);
  });

  it("are the process's own while the store cannot be asked", async () => {
    const { one, done, settle } = await openTwo();
    one.turns.take = () => Promise.reject(new Error('no connection'));
    await settle([one.send('a'), one.send('a')]);
    expect(done.map(([, at]) => at)).toEqual([0, 1000]);
  });
});
