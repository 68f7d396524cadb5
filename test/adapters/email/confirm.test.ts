/** Confirmation and unsubscription through the pages and the codes of real mail. */
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Invitation } from '../../../adapters/email/invitation.ts';
import { PaperboyError } from '../../../src/model/errors.ts';
import { samplePost } from '../samples.ts';
import { createShelves } from '../shelves.ts';
import { CHANNEL, ME, openRig, type Rig, type RigOptions } from './rig.ts';

const rigs: Rig[] = [];
afterEach(async () => {
  for (const rig of rigs.splice(0)) await rig.close();
});

async function open(options?: RigOptions): Promise<Rig> {
  const rig = await openRig(options);
  rigs.push(rig);
  return rig;
}

const ADA = { id: 'web:ada', name: 'Ada' };
const LORA = { topic: 'lora' };

async function invite(rig: Rig, address = ME, person = ADA, wish = LORA) {
  const invited = await rig.addresses.invite({ address, wish, person });
  await rig.addresses.idle();
  return invited;
}

const codeIn = (rig: Rig) => /confirm \S+ (\d{8})/.exec(rig.server.taken.at(-1)?.mail.text ?? '')?.[1] ?? '';
/** The page that a link of the newest email leads to, on this machine. */
function pageOf(rig: Rig, kind: 'confirm' | 'unsubscribe'): string {
  const found = new RegExp(`https://papers\\.example(/email/${kind}/[\\w.-]+)`).exec(
    String(rig.server.taken.at(-1)?.mail.html),
  );
  return `${rig.pages}${found?.[1] ?? '/no-link'}`;
}

/** The pages stay open, while what is being sent is waited for. */
async function invited(rig: Rig): Promise<void> {
  await rig.addresses.invite({ address: ME, wish: LORA, person: ADA });
  await expect.poll(() => rig.server.taken.length).toBe(1);
}

describe('a confirmation by link', () => {
  it('starts what was asked for by its button, and not by being looked at', async () => {
    const rig = await open({ pages: true });
    await invited(rig);
    const page = pageOf(rig, 'confirm');
    for (const method of ['GET', 'HEAD']) expect((await fetch(page, { method })).status).toBe(200);
    expect(rig.service.accepted).toEqual([]);
    expect(await (await fetch(page)).text()).toContain('papers on lora to me@lab.example?');

    const done = await fetch(page, { method: 'POST' });
    expect(await done.text()).toContain('me@lab.example will get papers on lora.');
    expect(rig.service.accepted).toEqual([
      { place: { id: CHANNEL, name: ME, direct: true }, person: { id: `email:${ME}`, name: ME }, wish: LORA },
    ]);
    expect((await fetch(page, { method: 'POST' })).status).toBe(200);
    expect(rig.service.accepted).toHaveLength(1);
  });

  it('says in full and escaped what is confirmed, which the email only says where it can be no link', async () => {
    const rig = await open({ pages: true });
    const wish = { topic: '<b>evil</b> .com' };
    await rig.addresses.invite({ address: ME, wish, person: ADA });
    await expect.poll(() => rig.server.taken.length).toBe(1);
    expect(rig.server.taken[0]?.raw).not.toContain('evil');
    const page = pageOf(rig, 'confirm');
    expect(await (await fetch(page)).text()).toContain('papers on &lt;b&gt;evil&lt;/b&gt; .com to me@lab');
    const done = await fetch(page, { method: 'POST' });
    expect(await done.text()).toContain('will get papers on &lt;b&gt;evil&lt;/b&gt; .com.');
  });

  it('starts all that was asked for the address, whoever asked, and only what its page showed', async () => {
    const rig = await open({ pages: true });
    await invited(rig);
    const page = pageOf(rig, 'confirm');
    const button = async () => {
      const html = await (await fetch(page)).text();
      const [, value = ''] = /name="do" value="(\d+)"/.exec(html) ?? [];
      return { html, body: new URLSearchParams({ do: value }) };
    };
    const before = await button();
    const later = { topic: 'agents', schedule: 'weekly mon 9:00' };
    const sooner = { ...later, schedule: 'daily 8:00' };
    const copies = { copies: { id: 'web:local:general', name: '#general' }, schedule: 'weekdays 7:00' };
    for (const wish of [copies, sooner, later, LORA, later])
      await rig.addresses.invite({ address: ME, wish, person: { id: 'web:eve', name: 'Eve' } });
    expect(rig.server.attempts).toBe(1);
    const shown = await (await fetch(page, { method: 'POST', body: before.body })).text();
    expect(rig.service.accepted).toEqual([]);
    expect(shown).toMatch(
      /Send this to me@lab\.example\?[\s\S]*• papers on lora<[\s\S]*• papers on agents<[\s\S]*>These come in one email, weekly mon 9:00\.<[\s\S]*• the posts of #general, weekdays 7:00</,
    );
    const done = await (await fetch(page, { method: 'POST', body: (await button()).body })).text();
    expect(done).toMatch(
      /Confirmed. me@lab\.example will get:[\s\S]*• papers on lora<[\s\S]*• papers on agents<[\s\S]*>These come in one email, weekly mon 9:00\.<[\s\S]*• the posts of #general, weekdays 7:00</,
    );
    // Everything of one email comes at the time that was asked for last.
    expect(shown + done).not.toContain('daily');
    expect(rig.service.accepted.map(({ wish }) => wish)).toEqual([LORA, copies, sooner, later]);
  });

  it('shows what was asked for at the very moment of its button, in place of saying that the code is wrong', async () => {
    const shelves = createShelves();
    let meanwhile = async () => {};
    const { shelf } = shelves;
    shelves.shelf = <T>(name: string) => {
      const own = shelf<T>(name);
      if (name !== 'email_invitations') return own;
      const get = async (key: string) => {
        const kept = await own.get(key);
        await meanwhile();
        return kept;
      };
      return { ...own, get };
    };
    const rig = await open({ pages: true, shelves });
    await invited(rig);
    const page = pageOf(rig, 'confirm');
    meanwhile = async () => {
      meanwhile = async () => {};
      await rig.addresses.invite({ address: ME, wish: { topic: 'agents' }, person: ADA });
    };
    const answer = await fetch(page, { method: 'POST', body: new URLSearchParams({ do: '1' }) });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/Send this to [\s\S]*• papers on lora<[\s\S]*• papers on agents</);
    expect(rig.service.accepted).toEqual([]);
  });

  it('is neither guessed nor taken for another address', async () => {
    const rig = await open({ pages: true });
    await invited(rig);
    const page = pageOf(rig, 'confirm');
    const [, token] = /\.([\w-]+)$/.exec(page) ?? [];
    const other = Buffer.from('you@lab.example').toString('base64url');
    for (const bad of [
      page.slice(0, -1),
      `${page}x`,
      `${rig.pages}/email/confirm/${other}.${token}`,
      `${rig.pages}/email/confirm/`,
    ])
      expect((await fetch(bad, { method: 'POST' })).status).toBe(404);
    expect(rig.service.accepted).toEqual([]);
  });

  it('is over after two days', async () => {
    const rig = await open({ pages: true });
    await invited(rig);
    rig.clock.now += 48 * 3_600_000;
    expect((await fetch(pageOf(rig, 'confirm'), { method: 'POST' })).status).toBe(404);
  });

  it('stays open where it could not be stored', async () => {
    const rig = await open({ pages: true });
    await invited(rig);
    const { accept } = rig.service;
    rig.service.accept = () => Promise.reject(new Error('disk full at /secret/path'));
    const failed = await fetch(pageOf(rig, 'confirm'), { method: 'POST' });
    expect(failed.status).toBe(503);
    expect(await failed.text()).not.toContain('/secret/path');
    rig.service.accept = accept;
    expect((await fetch(pageOf(rig, 'confirm'), { method: 'POST' })).status).toBe(200);
    expect(rig.service.accepted).toHaveLength(1);
  });

  it('goes on by itself where the process ended in the middle of it, and loses nothing', async () => {
    const shelves = createShelves();
    const rig = await open({ pages: true, shelves });
    await invited(rig);
    for (const topic of ['agents', 'vision']) await invite(rig, ME, ADA, { topic });
    let isStarted = () => {};
    const begun = new Promise<void>((resolve) => {
      isStarted = resolve;
    });
    // It dies behind the first of three: nothing answers any more.
    const { accept } = rig.service;
    rig.service.accept = async (asked) => {
      if (rig.service.accepted.length < 1) return accept(asked);
      isStarted();
      return new Promise(() => {});
    };
    const body = new URLSearchParams({ do: '3' });
    const page = pageOf(rig, 'confirm');
    const cut = fetch(page, { method: 'POST', body }).catch(() => undefined);
    await begun;
    const other = await open({ pages: true, shelves, server: rig.server, clock: rig.clock });
    const again = await fetch(`${other.pages}${new URL(page).pathname}`, { method: 'POST', body });
    expect(await again.text()).toContain('What was requested is being started.');
    await invite(other, ME, ADA, { topic: 'meanwhile' });
    expect(other.service.accepted).toEqual([]);
    rig.clock.now += 120_000;
    await other.adapter.stop();
    await other.adapter.start();
    await expect
      .poll(() => other.service.accepted.map(({ wish }) => wish))
      .toEqual([LORA, { topic: 'agents' }, { topic: 'vision' }]);
    // What nobody was shown is asked for by the next email.
    await expect
      .poll(async () => (await shelves.shelf<Invitation>('email_invitations').get(ME))?.wish)
      .toEqual({ topic: 'meanwhile' });
    await rig.close();
    await cut;
  });

  it('goes on where the store took nothing in the middle of it, by a second press or by itself', async () => {
    const shelves = createShelves();
    const rig = await open({ pages: true, shelves });
    await invited(rig);
    const page = pageOf(rig, 'confirm');
    const { accept } = rig.service;
    rig.service.accept = async () => {
      shelves.broken = true;
      throw new Error('database is locked');
    };
    expect((await fetch(page, { method: 'POST' })).status).toBe(503);
    shelves.broken = false;
    rig.service.accept = accept;
    expect(await (await fetch(page)).text()).not.toContain('confirmed this already');
    rig.clock.now += 120_000;
    expect(await (await fetch(page, { method: 'POST' })).text()).toContain('will get papers on lora');
    expect(rig.service.accepted).toHaveLength(1);
  });

  it('says that all papers come where what is trending was asked for beside a topic', async () => {
    const rig = await open({ pages: true });
    await invited(rig);
    await rig.addresses.invite({ address: ME, wish: {}, person: ADA });
    const page = pageOf(rig, 'confirm');
    const all =
      /• papers on lora<[\s\S]*• all papers<[\s\S]*all papers come in it, those with the most votes first/;
    expect(await (await fetch(page)).text()).toMatch(all);
    const { accept } = rig.service;
    rig.service.accept = async (asked) => {
      await accept(asked);
      return 'all';
    };
    const done = await fetch(page, { method: 'POST', body: new URLSearchParams({ do: '2' }) });
    expect(await done.text()).toMatch(all);
  });

  it('shows what was asked for before more than one thing is confirmed, whatever is posted', async () => {
    const rig = await open({ pages: true });
    await invited(rig);
    await invite(rig, ME, ADA, { topic: 'agents' });
    for (const body of ['', 'do=', 'do=x', 'do=1', 'do=3'])
      expect(
        await (
          await fetch(pageOf(rig, 'confirm'), { method: 'POST', body: new URLSearchParams(body) })
        ).text(),
      ).toMatch(/Send this to [\s\S]*• papers on lora<[\s\S]*• papers on agents</);
    expect(rig.service.accepted).toEqual([]);
  });

  it('is carried out once by two processes that are asked at the same time', async () => {
    const shelves = createShelves();
    const rig = await open({ pages: true, shelves });
    const other = await open({ pages: true, shelves, server: rig.server });
    await invited(rig);
    const path = new URL(pageOf(rig, 'confirm')).pathname;
    const asked = [rig, other, rig, other].map(({ pages }) => fetch(`${pages}${path}`, { method: 'POST' }));
    for (const answer of await Promise.all(asked)) expect(answer.status).toBe(200);
    expect([...rig.service.accepted, ...other.service.accepted]).toHaveLength(1);
  });
});

describe('a confirmation by code', () => {
  it('starts what was asked for, once', async () => {
    const rig = await open();
    expect(await invite(rig)).toEqual({ by: 'code' });
    expect(await rig.addresses.confirm(ME, codeIn(rig))).toMatchObject({
      reply: { summary: 'Confirmed. me@lab.example will get papers on lora.' },
    });
    expect(await rig.addresses.confirm(ME, codeIn(rig))).toMatchObject({
      reply: { summary: expect.stringContaining('already') },
    });
    expect(rig.service.accepted).toHaveLength(1);
  });

  it('starts all that was asked for the address, also where one of it is refused, and lists it', async () => {
    const rig = await open();
    await invite(rig);
    for (const topic of ['agents', 'gone', 'd', 'e']) await invite(rig, ME, ADA, { topic });
    const { accept } = rig.service;
    rig.service.accept = async (asked) => {
      if ('topic' in asked.wish && asked.wish.topic === 'gone')
        throw new PaperboyError('refused', 'It is gone.');
      return accept(asked);
    };
    const made = await rig.addresses.confirm(ME, codeIn(rig));
    const { summary = '' } = 'reply' in made ? made.reply : {};
    expect(summary).toMatch(
      /Confirmed. me@lab\.example will get: • papers on lora • papers on agents • .*I couldn't start papers on gone\. It is gone\./,
    );
    expect(rig.service.accepted.map(({ wish }) => wish)).toEqual(
      ['lora', 'agents', 'd', 'e'].map((topic) => ({ topic })),
    );
    expect(rig.server.attempts).toBe(1);
  });

  it('is over after five wrong codes, the right one included', async () => {
    const rig = await open();
    await invite(rig);
    for (let tries = 0; tries < 5; tries++)
      expect(await rig.addresses.confirm(ME, String(tries))).toMatchObject({ problem: expect.any(String) });
    expect(await rig.addresses.confirm(ME, codeIn(rig))).toMatchObject({ problem: expect.any(String) });
    expect(rig.service.accepted).toEqual([]);
    // A new one can be asked for.
    await invite(rig);
    expect(rig.server.taken).toHaveLength(2);
    expect(await rig.addresses.confirm(ME, codeIn(rig))).toMatchObject({ reply: {} });
  });
});

describe('asking for a confirmation', () => {
  it('sends one, and no other before it is confirmed, by however many processes', async () => {
    const shelves = createShelves();
    const rig = await open({ shelves });
    const other = await open({ shelves, server: rig.server });
    const asked = [rig, other, rig, other].map((one, at) => invite(one, ME, { id: `web:${at}`, name: 'X' }));
    expect(new Set((await Promise.all(asked)).map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(rig.server.attempts).toBe(1);
    rig.clock.now += 47 * 3_600_000;
    await invite(rig);
    expect(rig.server.attempts).toBe(1);
    rig.clock.now += 2 * 3_600_000;
    await invite(rig);
    expect(rig.server.attempts).toBe(2);
  });

  it('sends an address three a day at most, also where each is confirmed', async () => {
    const rig = await open();
    for (let time = 0; time < 5; time++) {
      await invite(rig);
      await rig.addresses.confirm(ME, codeIn(rig));
    }
    expect(rig.server.attempts).toBe(3);
    rig.clock.now += 24 * 3_600_000;
    await invite(rig);
    expect(rig.server.attempts).toBe(4);
  });

  it('counts emails and not questions, and keeps what is asked for beyond the limit of an address', async () => {
    const rig = await open();
    for (const topic of ['a', 'b', 'c', 'd']) await invite(rig, ME, ADA, { topic });
    await rig.addresses.confirm(ME, codeIn(rig));
    for (const topic of ['e', 'f', 'g']) {
      await invite(rig, ME, ADA, { topic });
      await rig.addresses.confirm(ME, codeIn(rig));
    }
    expect(rig.server.attempts).toBe(3);
    expect(rig.service.accepted.map(({ wish }) => wish)).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((topic) => ({ topic })),
    );
    rig.clock.now += 24 * 3_600_000;
    await rig.adapter.start();
    await expect.poll(() => rig.server.attempts).toBe(4);
    await rig.adapter.stop();
    expect(rig.server.taken.at(-1)?.mail.text).toContain('papers on g');
  });

  it('is sent again by itself, as the same message, where the process ended while it was sent', async () => {
    const shelves = createShelves();
    const rig = await open({ shelves });
    rig.server.faults.push({ at: 'data', hang: true });
    void rig.addresses.invite({ address: ME, wish: LORA, person: ADA });
    await expect.poll(() => rig.server.taken.length).toBe(1);
    // Its claim is renewed no more.
    const clock = { now: rig.clock.now + 119_000 };
    const other = await open({ shelves, server: rig.server, clock });
    await other.adapter.stop();
    expect(rig.server.attempts).toBe(1);
    clock.now += 2_000;
    await other.adapter.start();
    await expect.poll(() => rig.server.taken.length).toBe(2);
    expect(new Set(rig.server.taken.map(({ raw }) => raw)).size).toBe(1);
  });

  it('is limited for each person, each domain and all together', async () => {
    const rig = await open();
    const answers = [];
    for (let at = 0; at < 11; at++) answers.push(await invite(rig, `a${at}@d${at}.example`));
    expect(answers.map((answer) => 'problem' in answer).lastIndexOf(false)).toBe(9);
    for (let at = 0; at < 61; at++)
      answers.push(await invite(rig, `b${at}@lab.example`, { id: `p${at}`, name: '' }));
    expect(answers.at(-2)).toEqual({ by: 'code' });
    expect(answers.at(-1)).toEqual({ problem: expect.stringContaining('Try again in an hour') });
    rig.clock.now += 3_600_000;
    expect(await invite(rig, 'c@lab.example')).toEqual({ by: 'code' });
  });

  it('is limited for each place on the network too, whose address is not stored', async () => {
    const shelves = createShelves();
    const rig = await open({ shelves });
    const ask = async (at: number, client?: string) => {
      const person = { id: `web:p${at}`, name: '' };
      const asked = { address: `a${at}@d${at}.example`, wish: LORA, person, client };
      return 'by' in (await rig.addresses.invite(asked));
    };
    const answers = [];
    for (let at = 0; at < 31; at++) answers.push(await ask(at, '192.0.2.7'));
    expect(answers.indexOf(false)).toBe(30);
    expect(await ask(31, '192.0.2.8')).toBe(true);
    expect(await ask(32)).toBe(true);
    for await (const [name] of shelves.shelf('email_asked').entries()) expect(name).not.toContain('192.0.2');
    await rig.addresses.idle();
  });

  it('is sent later where the server asks for that, and given up where the address is refused', async () => {
    const rig = await open();
    rig.server.faults.push({ at: 'rcpt', answer: '450 4.7.1 Greylisted' });
    await invite(rig);
    expect(rig.server.taken).toEqual([]);
    await rig.adapter.start();
    await rig.adapter.stop();
    expect(rig.server.attempts).toBe(1);
    rig.clock.now += 60_000;
    await rig.adapter.start();
    await expect.poll(() => rig.server.taken.length).toBe(1);
    rig.server.unknown.add('gone@lab.example');
    expect(await invite(rig, 'gone@lab.example')).toEqual({ by: 'code' });
    rig.clock.now += 3_600_000;
    await rig.adapter.start();
    await rig.adapter.stop();
    expect(rig.server.attempts).toBe(3);
  });

  it.each(['before it was sent', 'and after'])('is sent later where the store failed %s', async (when) => {
    const shelves = createShelves();
    const { shelf } = shelves;
    let fails = true;
    shelves.shelf = <T>(name: string) => {
      const own = shelf<T>(name);
      const merge: typeof own.merge = async (...given) => {
        if (name !== 'email_sent' || !fails) return own.merge(...given);
        fails = false;
        shelves.broken = when === 'and after';
        throw new Error('disk');
      };
      return { ...own, merge };
    };
    const rig = await open({ shelves });
    await invite(rig);
    expect(rig.server.attempts).toBe(0);
    const isUnsettled = rig.lines.some((line) =>
      line.startsWith('how a confirmation ended could not be stored'),
    );
    expect(isUnsettled).toBe(shelves.broken);
    shelves.broken = false;
    await rig.adapter.start();
    await expect
      .poll(async () => (await shelf<Invitation>('email_invitations').get(ME))?.state)
      .toBe('waiting');
    await rig.adapter.stop();
    rig.clock.now += 60_000;
    await rig.adapter.start();
    await expect.poll(() => rig.mailsTo(ME)).toHaveLength(1);
    expect(await rig.addresses.confirm(ME, codeIn(rig))).toMatchObject({ reply: {} });
  });

  it('is sent by the next question where the server asked for later and nothing looked since', async () => {
    const rig = await open();
    await rig.adapter.stop();
    rig.server.faults.push({ at: 'rcpt', answer: '450 4.7.1 Greylisted' });
    await invite(rig);
    await invite(rig);
    expect(rig.server.attempts).toBe(1);
    rig.clock.now += 60_000;
    await invite(rig);
    await invite(rig);
    expect(rig.server.attempts).toBe(2);
    expect(rig.mailsTo(ME)).toHaveLength(1);
  });

  it('is not sent again where the answer to it was lost', async () => {
    const rig = await open();
    rig.server.faults.push({ at: 'data', drop: true });
    await invite(rig);
    rig.clock.now += 3_600_000;
    await rig.adapter.start();
    await rig.adapter.stop();
    expect(rig.server.taken).toHaveLength(1);
    expect(await rig.addresses.confirm(ME, codeIn(rig))).toMatchObject({ reply: {} });
  });
});

describe('asking again for a confirmation', () => {
  it.each([
    ['the answer to it was lost', { at: 'data', drop: true }],
    ['the server was down', { at: 'connect', answer: '421 4.3.2 Closing down' }],
  ] as const)('sends the same message again where %s, within the limits', async (_, fault) => {
    const rig = await open();
    await rig.adapter.stop();
    rig.server.faults.push(fault);
    await invite(rig);
    rig.clock.now += 60_000;
    await invite(rig);
    const ids = rig.server.taken.map(({ mail }) => mail.messageId);
    expect(new Set(ids).size).toBe(1);
    expect(new Set(rig.server.taken.map(({ raw }) => raw)).size).toBe(1);
    // It arrived for certain by now.
    for (const _time of [1, 2, 3]) {
      rig.clock.now += 3_600_000;
      await invite(rig);
    }
    expect(rig.server.taken).toHaveLength(ids.length);
    expect(await rig.addresses.confirm(ME, codeIn(rig))).toMatchObject({ reply: {} });
  });

  it('sends nothing at once, and nothing more than three times a day', async () => {
    const rig = await open();
    await rig.adapter.stop();
    rig.server.forever = { at: 'data', drop: true };
    await invite(rig);
    await invite(rig);
    expect(rig.server.taken).toHaveLength(1);
    for (const _time of [1, 2, 3, 4]) {
      rig.clock.now += 3_600_000;
      await invite(rig);
    }
    expect(new Set(rig.server.taken.map(({ mail }) => mail.messageId)).size).toBe(1);
    expect(rig.server.taken.length).toBeLessThanOrEqual(3);
  });

  it('tells whoever runs Paperboy why its server took nothing, and nobody that an address is refused', async () => {
    const rig = await open();
    rig.server.unknown.add(ME);
    await rig.addresses.invite({ address: ME, wish: LORA, person: ADA });
    expect(await rig.addresses.idle()).toBeUndefined();
    await rig.server.close();
    await rig.addresses.invite({ address: 'you@lab.example', wish: LORA, person: ADA });
    expect(await rig.addresses.idle()).toContain("The mail server can't be reached (ECONNREFUSED)");
    expect(await rig.addresses.idle()).toBeUndefined();
    rig.clock.now += 20_000;
    await rig.addresses.invite({ address: 'you@lab.example', wish: LORA, person: ADA });
    expect(await rig.addresses.idle()).toMatch(
      /^The last attempt failed, and the next one is possible in 40 seconds\. .*ECONNREFUSED/,
    );
  });
});

describe('unsubscribing', () => {
  it('takes one click of a mail program, without signing in, and may be repeated', async () => {
    const rig = await open({ pages: true });
    rig.service.joined.push({ id: CHANNEL, name: ME });
    await rig.adapter.messenger.post(samplePost({ channel: CHANNEL }));
    const [, url = ''] = /<(https:[^>]+)>/.exec(rig.server.taken[0]?.raw.replace(/\r\n\s/g, '') ?? '') ?? [];
    const page = `${rig.pages}${new URL(url).pathname}`;
    expect(page).toBe(pageOf(rig, 'unsubscribe'));
    expect(await (await fetch(page)).text()).toContain('Stop sending this to me@lab.example?');
    expect(rig.service.left).toEqual([]);
    for (let time = 0; time < 2; time++) {
      const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
      expect((await fetch(page, { method: 'POST', body })).status).toBe(200);
    }
    expect(rig.service.left).toEqual([CHANNEL, CHANNEL]);
  });

  it('ends one list, or all of an address, or makes it a weekly one', async () => {
    const rig = await open({ pages: true });
    const copy = `${CHANNEL}/0123456789ab`;
    const other = 'email:lab.example:you@lab.example';
    // A file that was imported may call a channel anything.
    rig.service.joined.push({ id: CHANNEL, name: ME }, { id: copy, name: 'Me' });
    rig.service.joined.push({ id: other, name: 'you@lab.example' });
    await rig.adapter.messenger.post(samplePost({ channel: CHANNEL }));
    const page = pageOf(rig, 'unsubscribe');
    const press = async (does?: string) => {
      const body = new URLSearchParams(does === undefined ? {} : { do: does });
      return (await fetch(page, { method: 'POST', body })).text();
    };
    expect(await (await fetch(page)).text()).toMatch(
      /Unsubscribe<[\s\S]*on Mondays only<[\s\S]*Stop all emails from here</,
    );
    expect(await press('weekly')).toContain('me@lab.example will get this on Mondays.');
    expect(rig.service.asked).toMatchObject([{ place: { id: CHANNEL }, text: 'schedule weekly mon' }]);
    expect(await press()).toContain("You'll still get other emails from here");
    expect(rig.service.left).toEqual([CHANNEL]);
    await press('all');
    expect(rig.service.left.toSorted()).toEqual([CHANNEL, CHANNEL, copy]);
  });

  it('cannot be undone by the link of an old email', async () => {
    const rig = await open({ pages: true });
    rig.service.joined.push({ id: CHANNEL, name: ME });
    await rig.adapter.messenger.post(samplePost({ channel: CHANNEL }));
    const page = pageOf(rig, 'unsubscribe');
    rig.service.joined.length = 0;
    expect(await (await fetch(page)).text()).toContain('This is no longer sent to me@lab.example.');
    const body = new URLSearchParams({ do: 'weekly' });
    const answer = await (await fetch(page, { method: 'POST', body })).text();
    expect(answer).toContain('This is no longer sent to me@lab.example.');
    expect(rig.service.asked).toEqual([]);
  });

  it('works by no link that was not written here', async () => {
    const rig = await open({ pages: true });
    await rig.adapter.messenger.post(samplePost({ channel: CHANNEL }));
    const page = pageOf(rig, 'unsubscribe');
    const mac = page.split('.').at(-1);
    const other = Buffer.from('lab.example:you@lab.example').toString('base64url');
    for (const bad of [
      page.slice(0, -2),
      `${rig.pages}/email/unsubscribe/${other}.${mac}`,
      `${rig.pages}/email/unsubscribe/`,
      `${rig.pages}/`,
    ])
      expect((await fetch(bad, { method: 'POST' })).status).toBe(404);
    expect(rig.service.left).toEqual([]);
  });

  it('answers a store that fails with an error, so that mail programs try again', async () => {
    const rig = await open({ pages: true });
    await rig.adapter.messenger.post(samplePost({ channel: CHANNEL }));
    rig.service.leave = () => Promise.reject(new Error('disk'));
    expect((await fetch(pageOf(rig, 'unsubscribe'), { method: 'POST' })).status).toBeGreaterThanOrEqual(500);
  });

  it('is nothing to mend where its request is cut', async () => {
    const rig = await open({ pages: true });
    const { port } = new URL(rig.pages);
    const socket = connect(Number(port), '127.0.0.1');
    const begun = 'POST /email/unsubscribe/x HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\ndo';
    await new Promise((resolve) => socket.write(begun, resolve));
    socket.destroy();
    await expect.poll(() => rig.lines.join()).toContain('a page for mail failed');
    expect(rig.errors).toEqual([]);
  });

  it('has pages that load nothing, are kept by nobody and found by no search engine', async () => {
    const rig = await open({ pages: true });
    const { headers, status } = await fetch(`${rig.pages}/email/confirm/x`);
    expect(status).toBe(404);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect((await fetch(rig.pages, { method: 'PUT' })).status).toBe(405);
    const body = 'x'.repeat(10_000);
    expect((await fetch(`${rig.pages}/email/unsubscribe/x`, { method: 'POST', body })).status).toBe(413);
  });
});
