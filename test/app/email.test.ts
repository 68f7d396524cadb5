/** Papers by email through a whole app: asked for in chat, confirmed, delivered by the same planner and ledger, and ended. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createApi } from '../../adapters/email/api.ts';
import { createEmail } from '../../adapters/email/index.ts';
import type { Adapter } from '../../src/model/ports.ts';
import { returned } from '../adapters/email/bounce-samples.ts';
import { IMPATIENT, type MailServer, openMailServer, PATIENT } from '../adapters/email/mail-server.ts';
import { silent } from '../delivery/world.ts';
import { type AppWorld, createAppWorld, digestOf, general, ml, paperOf, wordsOf } from './world.ts';

const ME = 'me@lab.org';

let world: AppWorld;
let server: MailServer;
let adapter: Adapter;

beforeEach(async () => {
  world = await createAppWorld();
  server = await openMailServer();
  connect();
});
afterEach(async () => {
  await adapter.stop();
  await server.close();
});

function connect(waits = PATIENT): void {
  const smtp = { host: '127.0.0.1', port: server.port, secure: false, startTls: 'never' as const };
  const from = { address: 'papers@example.org', domain: 'example.org' };
  adapter = createEmail(
    { server: smtp, from },
    {
      service: world.app.service,
      shelf: world.store.shelf,
      clock: () => world.now,
      log: silent,
      domainGapMs: 0,
      api: createApi(smtp, waits),
    },
  );
  world.app.connect(adapter.messenger);
}

const ask = async (text: string, place = general) => wordsOf(await world.ask(text, place));
const textsTo = (to: string) =>
  server.taken.filter((one) => one.to === to).map(({ mail }) => mail.text ?? '');
const settled = () => adapter.stop();

/** Asks for mail in a channel, and confirms with the code that comes. */
async function subscribe(rest: string, place = general): Promise<string> {
  const before = server.taken.length;
  await ask(`email ${rest}`, place);
  await settled();
  expect(server.taken).toHaveLength(before + 1);
  const [, address = '', code = ''] =
    /email confirm (\S+) (\d{8})/.exec(server.taken.at(-1)?.mail.text ?? '') ?? [];
  const said = await ask(`email confirm ${address} ${code}`, ml);
  server.taken.length = 0;
  return said;
}

describe("a channel's posts by mail", () => {
  beforeEach(async () => {
    await ask('subscribe lora');
    world.digests = [digestOf('2026-11-20', paperOf('An old paper on LoRA'))];
    await world.tick('2026-11-23T08:30:00Z');
  });

  it('arrive at its time with its topics, as they are changed later, and each paper once', async () => {
    expect(await subscribe(ME)).toContain('me@lab.org will get the posts of #general.');
    await world.tick('2026-11-23T08:40:00Z');
    expect(textsTo(ME)).toEqual([]);

    world.digests.push(digestOf('2026-11-24', paperOf('LoRA again'), paperOf('A survey of agents')));
    await world.tick('2026-11-24T09:00:30Z');
    expect(textsTo(ME)).toHaveLength(1);
    // As any new channel, it begins with the newest digest.
    expect(textsTo(ME)[0]).toContain('2 of 3 new papers match the topic lora.');
    expect(textsTo(ME)[0]).toContain('LoRA again');

    await ask('subscribe agents');
    await ask('schedule daily 17:00');
    world.digests.push(digestOf('2026-11-25', paperOf('Agents at work')));
    await world.tick('2026-11-25T12:00:00Z');
    expect(textsTo(ME)).toHaveLength(1);
    await world.tick('2026-11-25T17:00:30Z');
    expect(textsTo(ME)[1]).toContain('Agents at work');
    expect(textsTo(ME)[1]).not.toContain('LoRA again');
  });

  it('hold what is trending on its topics where the channel wants that', async () => {
    await ask('order trending');
    await subscribe(ME);
    const papers = [paperOf('LoRA again', { upvotes: 9 }), paperOf('Another thing', { upvotes: 50 })];
    world.digests.push(digestOf('2026-11-24', ...papers));
    await world.tick('2026-11-24T09:00:30Z');
    expect(textsTo(ME)[0]).toContain('LoRA again');
    expect(textsTo(ME)[0]).not.toContain('Another thing');
  });

  it('arrive at a time of their own where one is named', async () => {
    await subscribe(`${ME} weekly wed 10:00`);
    world.digests.push(digestOf('2026-11-24', paperOf('LoRA again')));
    await world.tick('2026-11-24T09:00:30Z');
    expect(textsTo(ME)).toEqual([]);
    await world.tick('2026-11-25T10:00:30Z');
    expect(textsTo(ME)[0]).toContain('LoRA again');
  });

  it('end by a command in the channel, with the code at the end of an email, and with the channel', async () => {
    await subscribe(ME);
    expect(await ask('email')).toContain('m…@lab.org');
    expect(await ask(`email stop ${ME}`, ml)).toContain('me@lab.org gets nothing from #ml');
    expect(await ask(`email stop ${ME}`)).toContain('no longer gets the posts of #general');
    expect(await ask('email')).toContain('No address gets the posts');

    await subscribe(ME);
    world.digests.push(digestOf('2026-11-24', paperOf('LoRA again')));
    await world.tick('2026-11-24T09:00:30Z');
    const code = /email stop me@lab\.org (\S+)/.exec(textsTo(ME)[0] ?? '')?.[1];
    expect(await ask(`email stop ${ME} wrongwrong`)).toContain('That code is wrong');
    expect(await ask(`email stop ${ME} ${code}`, ml)).toContain('Nothing more is sent to me@lab.org');
    expect(await ask('email')).toContain('No address gets the posts');

    await subscribe(ME);
    await world.app.service.leave(general.id);
    expect([...world.app.channels.all()].filter(({ id }) => id.startsWith('email:'))).toEqual([]);
  });

  it('are understood with the address as chat programs write it', async () => {
    expect(await subscribe(`<mailto:${ME}|${ME}>`)).toContain('me@lab.org will get the posts of #general');
    expect(await ask(`email stop <mailto:${ME}|${ME}>`)).toContain('no longer gets');
  });

  it('are not started where nothing is posted any more, and can be asked for elsewhere at once', async () => {
    await ask(`email ${ME}`);
    await settled();
    await world.app.service.leave(general.id);
    const [, code] = /email confirm \S+ (\d{8})/.exec(server.taken.at(-1)?.mail.text ?? '') ?? [];
    expect(await ask(`email confirm ${ME} ${code}`, ml)).toContain('Nothing is posted there any more');
    expect([...world.app.channels.all()].filter(({ id }) => id.startsWith('email:'))).toEqual([]);
    expect(await subscribe(`${ME} lora`, ml)).toContain('will get papers on lora.');
  });

  it('name no address in full to the channel, also where a server refused it', async () => {
    await subscribe('Ada@lab.org');
    server.faults.push({ at: 'rcpt', answer: '550 5.1.1 <Ada@lab.org>: no such user' });
    world.digests.push(digestOf('2026-11-24', paperOf('LoRA again')));
    await world.tick('2026-11-24T09:00:30Z');
    const said = await ask('email');
    expect(said).toContain('a…@lab.org — The mail server refused this address');
    expect(said).toContain('no such user');
    expect(said.toLowerCase()).not.toContain('ada@lab.org');
  });

  it('are refused where nothing is posted', async () => {
    expect(await ask(`email ${ME}`, ml)).toContain('Nothing is posted here yet');
    await settled();
    expect(server.attempts).toBe(0);
  });
});

describe('papers on a topic by mail', () => {
  it('come to an address alone, all of them in one email', async () => {
    await subscribe(`${ME} diffusion`);
    expect(world.app.channels.get(general.id)).toBeUndefined();
    const papers = Array.from({ length: 25 }, (_, at) => paperOf(`Diffusion ${at}`));
    world.digests = [digestOf('2026-11-24', ...papers, paperOf('Another thing'))];
    await world.app.channels.update(`email:lab.org:${ME}`, (channel) => ({ ...channel, limit: 50 }));
    await world.tick('2026-11-24T09:00:30Z');
    const [text = '', ...more] = textsTo(ME);
    expect(more).toEqual([]);
    expect(text).toContain('25 of 26 new papers match the topic diffusion');
    expect(text).toContain('25. Diffusion');
    expect(text).not.toContain('more.');
    world.digests.push(digestOf('2026-11-25', ...papers.map(({ title }) => paperOf(`${title} again`))));
    await world.app.channels.update(`email:lab.org:${ME}`, (channel) => ({ ...channel, limit: 10 }));
    await world.tick('2026-11-25T09:00:30Z');
    expect(textsTo(ME)[1]).toContain('And 15 more.');
  });

  it('are those that gained the most votes where no topic is named', async () => {
    await subscribe(`${ME} trending`);
    expect(world.app.channels.get(`email:lab.org:${ME}`)).toMatchObject({ joined: true, trending: true });
    const papers = [paperOf('Quiet', { upvotes: 1 }), paperOf('Loud', { upvotes: 90 })];
    world.digests = [digestOf('2026-11-24', ...papers)];
    await world.tick('2026-11-24T09:00:30Z');
    expect(textsTo(ME)[0]).toMatch(/1\. Loud[\s\S]*2\. Quiet/);
  });

  it.each([
    ['all', 'lora'],
    ['lora', 'all'],
    ['trending', 'lora'],
    ['lora', 'trending'],
  ])('are added to what an address gets already: %s, then %s', async (first, second) => {
    await subscribe(`${ME} ${first}`);
    const said = await subscribe(`${ME} ${second}`);
    const isMixed = [first, second].includes('trending');
    expect(said.includes('so all papers come in it, those with the most votes first')).toBe(isMixed);
    // With votes for one of them, the other is not trending.
    const papers = [paperOf('LoRA'), paperOf('Another thing', { upvotes: 9 })];
    world.digests = [digestOf('2026-11-24', ...papers)];
    await world.tick('2026-11-24T09:00:30Z');
    expect(textsTo(ME)).toHaveLength(1);
    expect(textsTo(ME)[0]).toMatch(/LoRA[\s\S]*Another thing|Another thing[\s\S]*LoRA/);
  });

  it.each([
    [`${ME} lora weekly wed 9:00`, 'papers on lora, weekly wed 9:00', ['lora']],
    [`${ME} weekly wed 9:00 trending`, 'the papers that are trending, weekly wed 9:00', []],
    [`${ME} trending weekly wed 9:00`, 'the papers that are trending, weekly wed 9:00', []],
  ])('come at a time of their own: %s', async (typed, said, topics) => {
    expect(await subscribe(typed)).toContain(`will get ${said}.`);
    expect(world.app.channels.topics(`email:lab.org:${ME}`).map(({ query }) => query)).toEqual(topics);
    world.digests = [digestOf('2026-11-24', paperOf('LoRA'))];
    await world.tick('2026-11-24T09:00:30Z');
    expect(textsTo(ME)).toEqual([]);
    await world.tick('2026-11-25T09:00:30Z');
    expect(textsTo(ME)).toHaveLength(1);
    expect(textsTo(ME)[0]).toContain('Papers for the week ending');
  });

  it('are started once, also where a confirmation that was interrupted is carried out again', async () => {
    const place = adapter.messenger.addresses?.placeOf(ME) ?? general;
    const wishes = [{}, { topic: 'lora' }, { topic: 'agents', schedule: 'weekly wed 9:00' }];
    const start = async () => {
      for (const wish of wishes)
        await world.app.service.accept({ place, person: { id: `email:${ME}`, name: ME }, wish });
      const topics = world.app.channels.topics(place.id).map(({ query }) => query);
      return { topics, order: world.app.channels.get(place.id)?.trending };
    };
    const once = await start();
    expect(once.topics.toSorted()).toEqual(['*', 'agents', 'lora']);
    expect(await start()).toEqual(once);
  });

  it('are on a topic whose first word could be a schedule', async () => {
    expect(await subscribe(`${ME} weekly earthquakes`)).toContain('will get papers on weekly earthquakes.');
    expect(await subscribe(`${ME} all`)).toContain('will get all papers.');
  });

  it('are not asked for with a topic that cannot be read', async () => {
    expect(await ask(`email ${ME} (lora`)).toContain('(');
    await settled();
    expect(server.attempts).toBe(0);
  });

  it.each(['email spam detection', 'email', 'mail classification'])('%j invites nobody', async (text) => {
    await ask(text);
    await settled();
    expect(server.attempts).toBe(0);
  });
});

describe('a question for an address', () => {
  it('is answered alike whether the address is new, was asked, confirmed, or is refused by its server', async () => {
    await subscribe(`${ME} lora`);
    server.unknown.add('gone@lab.org');
    const answers = new Set<string>();
    for (const address of [ME, ME, 'new@lab.org', 'new@lab.org', 'gone@lab.org']) {
      answers.add((await ask(`email ${address} lora`)).replaceAll(address, 'X'));
      await settled();
    }
    expect([...answers]).toHaveLength(1);
  });
});

describe('a mail server that fails', () => {
  const day = (at: number) => `2026-11-${24 + at}`;
  const tickOn = async (at: number, time = '09:00:30') => {
    if (time === '09:00:30') world.digests.push(digestOf(day(at), paperOf(`LoRA ${at}`)));
    await world.tick(`${day(at)}T${time}Z`);
  };
  beforeEach(() => subscribe(`${ME} lora`));

  it('and asks to try later gets the email later, once', async () => {
    server.faults.push({ at: 'rcpt', answer: '450 4.7.1 Greylisted, try again' });
    await tickOn(0);
    expect(textsTo(ME)).toEqual([]);
    await tickOn(0, '09:05:00');
    expect(server.attempts).toBe(2);
    await tickOn(0, '09:11:00');
    expect(textsTo(ME)).toHaveLength(1);
    await tickOn(0, '12:00:00');
    expect(textsTo(ME)).toHaveLength(1);
  });

  it('and loses its answer gets the same message once more, and no other', async () => {
    server.faults.push({ at: 'data', drop: true });
    await tickOn(0);
    expect(textsTo(ME)).toHaveLength(1);
    await tickOn(0, '09:30:00');
    await tickOn(0, '10:30:00');
    const [first, second, ...more] = server.taken;
    expect(more).toEqual([]);
    expect(second?.mail.messageId).toBe(first?.mail.messageId);
    expect(second?.raw).toBe(first?.raw);
  });

  it('and hangs before it takes anything gets it once', async () => {
    await adapter.stop();
    connect(IMPATIENT);
    server.faults.push({ at: 'rcpt', hang: true });
    await tickOn(0);
    await tickOn(0, '09:30:00');
    expect(textsTo(ME)).toHaveLength(1);
  });

  it('and refuses the address parks it with the reason, and after three times is left alone until it confirms again', async () => {
    server.unknown.add(ME);
    for (const at of [0, 1, 2, 3, 4]) await tickOn(at);
    // One of them was the confirmation.
    expect(server.attempts - 1).toBe(3);
    const channel = world.app.channels.get(`email:lab.org:${ME}`);
    expect(channel?.state).toMatchObject({ kind: 'no-access' });
    expect(JSON.stringify(channel?.state)).toContain('5.1.1 No such user here');
    // What is left alone has no post that could fail, and its days say why.
    const days = await world.app.ledger.history(`email:lab.org:${ME}`, 5);
    expect(days.map(({ state }) => state)).toEqual(['skipped', 'skipped', 'failed', 'failed', 'failed']);
    expect(JSON.stringify(days[0]?.plan)).toContain('After 3 refusals nothing more is sent there');
    server.unknown.clear();
    await subscribe(`${ME} lora`);
    await tickOn(5);
    expect(textsTo(ME)).toHaveLength(1);
    expect(world.app.channels.get(`email:lab.org:${ME}`)?.state).toEqual({ kind: 'ok' });
  });

  it('and takes an address that another one refuses parks it when the mail comes back, until a post gets through', async () => {
    await tickOn(1);
    const { from = '', mail } = server.taken.at(-1) ?? {};
    const report = returned('postfix', { from, to: ME, messageId: mail?.messageId ?? '' });
    expect(await adapter.messenger.addresses?.takeReturned(report)).toBe('taken');
    const place = { id: `email:lab.org:${ME}`, name: ME, direct: true as const };
    expect(await ask('status', place)).toContain('came back: "550 5.1.1 <me@lab.org>: No such mailbox"');
    const before = server.taken.length;
    await tickOn(2);
    expect(server.taken).toHaveLength(before + 1);
    // The papers that came back are in the next post, once.
    expect(textsTo(ME).at(-1)).toContain('LoRA 1');
    expect(textsTo(ME).at(-1)).toContain('LoRA 2');
    await tickOn(3);
    expect(textsTo(ME).at(-1)).toMatch(/^(?!.*LoRA [12]).*LoRA 3/s);
    expect(world.app.channels.get(place.id)?.state).toEqual({ kind: 'ok' });
    expect(await adapter.messenger.addresses?.takeReturned(report)).toBe('unchanged');
    expect(world.app.channels.get(place.id)?.state).toEqual({ kind: 'ok' });
  });
});
