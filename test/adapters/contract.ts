/**
 * What every adapter promises the core, whichever platform it speaks to: one suite, run against each of them.
 * It is one file of over 200 lines, so that who writes an adapter reads all promises in one place.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PaperboyError } from '../../src/model/errors.ts';
import type { Post } from '../../src/model/message.ts';
import type { Adapter } from '../../src/model/ports.ts';
import { HOSTILE, sampleCard, samplePost, textReply } from './samples.ts';
import type { ScriptedService } from './scripted-service.ts';

/** What one message looks like to those who read the channel. */
export interface Seen {
  /** Every word of it as it stands there, formatting taken away. */
  text: string;
  /** Addresses that can be followed. */
  links: string[];
  /** Whom it calls. */
  pings: string[];
}

/** One adapter, its platform (or a stand-in for it) and a scripted command service, ready to be used by a test. */
export interface Rig {
  adapter: Adapter;
  service: ScriptedService;
  /** The platform lets bots into whole servers: a channel is admitted by a change there, and not by being heard. */
  admitsByChange?: true;
  /** A channel that can be posted to, and another one. */
  channel: string;
  otherChannel: string;
  /** Of the right form, but not there or closed to Paperboy. */
  noChannel: string;
  /** Whatever may never be printed: tokens, cookies, connection strings. */
  secrets: string[];
  /** All messages that everyone in the channel can see, oldest first. */
  seen(channel: string): Promise<Seen[]>;
  /** A person writes a command; gives what that person alone is shown. */
  command(channel: string, text: string): Promise<Seen[]>;
  /** From now on the platform takes nothing. */
  fail(): void;
  close(): Promise<void>;
}

/**
 * `open` gives a started adapter; the suite closes it after each test.
 * @param isOneWay nobody can write to it, so that it hears no commands
 */
export function describeAdapter(name: string, open: () => Promise<Rig>, isOneWay = false): void {
  describe(`${name} as an adapter`, () => {
    let rig: Rig;
    beforeEach(async () => {
      rig = await open();
    });
    afterEach(() => rig.close());

    posts(() => rig);
    strangers(() => rig);
    failures(() => rig);
    if (!isOneWay) commands(() => rig);
  });
}

function posts(rig: () => Rig): void {
  const postFor = (change: Partial<Post> = {}) => samplePost({ channel: rig().channel, ...change });

  it('names its platform as the first part of its channels', () => {
    const { adapter, channel } = rig();
    expect(channel.split(':')[0]).toBe(adapter.messenger.platform);
  });

  it('shows a post with its headline, its titles and its reasons', async () => {
    await rig().adapter.messenger.post(postFor());
    const [message, ...more] = await rig().seen(rig().channel);
    expect(more).toEqual([]);
    for (const part of [
      'Daily Papers, 12 December 2025',
      'CLIMB: Curriculum Learning',
      'matches: hyperparameter',
    ]) {
      expect(message?.text).toContain(part);
    }
    expect(message?.links).toContain('https://huggingface.co/papers/2408.01001');
  });

  it('shows a post to its own channel only', async () => {
    await rig().adapter.messenger.post(postFor());
    expect(await rig().seen(rig().otherChannel)).toEqual([]);
  });

  it('shows a post once when it is sent again, or finds it before that', async () => {
    const { messenger } = rig().adapter;
    const receipt = await messenger.post(postFor());
    expect(receipt.messageId).not.toBe('');
    const found = await messenger.find(postFor());
    if (found === undefined) await messenger.post(postFor());
    else expect(found).toEqual(receipt);
    expect(await rig().seen(rig().channel)).toHaveLength(1);
  });

  it('keeps posts of different keys and different channels apart', async () => {
    const { messenger } = rig().adapter;
    await messenger.post(postFor());
    expect(await messenger.find(postFor({ key: 'another day' }))).toBeUndefined();
    expect(await messenger.find(postFor({ channel: rig().otherChannel }))).toBeUndefined();
    await messenger.post(postFor({ key: 'another day' }));
    expect(await rig().seen(rig().channel)).toHaveLength(2);
  });

  it('does not find a post that was never sent', async () => {
    expect(await rig().adapter.messenger.find(postFor())).toBeUndefined();
  });

  it('shows a long digest from its first paper on', async () => {
    const cards = Array.from({ length: 28 }, (_, index) => sampleCard(index));
    await rig().adapter.messenger.post(postFor({ blocks: [{ kind: 'cards', cards }] }));
    expect((await rig().seen(rig().channel))[0]?.text).toContain(
      'Antidote: Post-fine-tuning Safety Alignment',
    );
  });

  it('shows a post that is one quiet line', async () => {
    const line = [{ text: 'Nothing matched today, of 28 papers.' }];
    await rig().adapter.messenger.post(postFor({ blocks: [{ kind: 'text', tone: 'quiet', line }] }));
    expect((await rig().seen(rig().channel))[0]?.text).toContain('Nothing matched today, of 28 papers.');
  });
}

function strangers(rig: () => Rig): void {
  it.each(HOSTILE)('keeps %s as it is written, wherever it stands', async (text) => {
    const card = sampleCard(0, { title: [{ text }], authors: text, excerpt: [{ text, style: 'match' }] });
    const blocks: Post['blocks'] = [
      { kind: 'heading', text },
      { kind: 'text', line: [{ text, style: 'strong' }] },
      { kind: 'list', lines: [[{ text }]] },
      { kind: 'cards', cards: [card] },
    ];
    await rig().adapter.messenger.post(samplePost({ channel: rig().channel, summary: text, blocks }));
    const [message] = await rig().seen(rig().channel);
    expect(undirected(message?.text).split(undirected(text)).length).toBeGreaterThan(4);
    expect(message?.links.filter((link) => link.includes('evil'))).toEqual([]);
    expect(message?.pings).toEqual([]);
  });

  it('follows no address that is not http or https', async () => {
    const url = 'javascript:alert(1)';
    const card = sampleCard(1, { url });
    const line = [{ text: 'a word', url }];
    const blocks: Post['blocks'] = [
      { kind: 'text', line },
      { kind: 'cards', cards: [card] },
    ];
    await rig().adapter.messenger.post(samplePost({ channel: rig().channel, blocks }));
    const [message] = await rig().seen(rig().channel);
    expect(message?.text).toContain('a word');
    expect(message?.links.filter((link) => !/^https?:/.test(link))).toEqual([]);
  });
}

function failures(rig: () => Rig): void {
  it('says that a channel is not there, once and for all', async () => {
    const thrown = await failureOf(rig().adapter.messenger.post(samplePost({ channel: rig().noChannel })));
    expect(thrown).toMatchObject({ code: 'no-access', retry: 'never' });
    expect(thrown.message).toContain(rig().noChannel);
  });

  it('says when to try again, and tells no secret', async () => {
    rig().fail();
    const thrown = await failureOf(rig().adapter.messenger.post(samplePost({ channel: rig().channel })));
    expect(['later', 'uncertain']).toContain(thrown.code);
    if (thrown.code === 'later') expect(thrown.retry).not.toBe('never');
    for (const secret of rig().secrets) expect(`${thrown.message} ${thrown.stack}`).not.toContain(secret);
  });

  it('stops, and may be told to twice', async () => {
    await rig().adapter.stop();
    await rig().adapter.stop();
  });
}

function commands(rig: () => Rig): void {
  it('tells the command service of the channels that it was let into, and of no others', async () => {
    const { service, channel, otherChannel, command, admitsByChange } = rig();
    await command(channel, '/papers lora');
    const joined = service.joined.map((place) => place.id);
    if (admitsByChange) expect(joined).toEqual([]);
    else expect(joined).toEqual(expect.arrayContaining([channel, otherChannel]));
    expect(service.asked.at(-1)?.place.admits).toBe(admitsByChange);
  });

  it('gives the command service what follows /papers, the place and the person, and the person the answer', async () => {
    const { service, channel } = rig();
    const shown = await rig().command(channel, '/papers "continual learning" -vision');
    expect(service.asked).toHaveLength(1);
    expect(service.asked[0]?.text).toBe('"continual learning" -vision');
    expect(service.asked[0]?.place.id).toBe(channel);
    expect(service.asked[0]?.person.id).not.toBe('');
    expect(shown.at(-1)?.text).toContain('28 papers');
    expect(await rig().seen(channel)).toEqual([]);
  });

  it('shows everyone what is meant for everyone', async () => {
    await rig().command(rig().channel, '/papers subscribe lora');
    expect((await rig().seen(rig().channel)).at(-1)?.text).toContain('This channel now follows lora.');
  });

  it('keeps hostile text in an answer as it is written', async () => {
    const text = HOSTILE.join(' ');
    rig().service.script = () => textReply(text);
    const answers = await rig().command(rig().channel, '/papers help');
    expect(undirected(answers.at(-1)?.text)).toContain(undirected(text));
  });
}

/** Marks that turn the direction of writing may be left out: nobody sees them. */
function undirected(text = ''): string {
  return text.replace(/[\u202A-\u202E\u2066-\u2069]/g, '');
}

async function failureOf(work: Promise<unknown>): Promise<PaperboyError> {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(PaperboyError);
  return thrown as PaperboyError;
}
