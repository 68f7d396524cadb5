import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Shown } from '../../../adapters/web/conversation.ts';
import { samplePost } from '../samples.ts';
import { type Browser, openBrowser, openWorkspace, type Workspace } from './workspace.ts';

interface Event {
  id: string | undefined;
  event: string;
  data: unknown;
}

let workspace: Workspace;
let browser: Browser;
const lines: { close: () => Promise<void> }[] = [];

beforeEach(async () => {
  workspace = await openWorkspace();
  browser = openBrowser(workspace.address);
  await browser.get('/api/channels');
});
afterEach(async () => {
  for (const line of lines.splice(0)) await line.close();
  await workspace.stop();
});

/** Opens the event stream; `next` waits for the next event that is not `hello`, undefined once it has ended. */
async function listen(from: { after?: number; lastEventId?: number } = {}, by = browser) {
  const headers: Record<string, string> =
    from.lastEventId === undefined ? {} : { 'Last-Event-ID': String(from.lastEventId) };
  const answer = await by.get(
    `/api/events${from.after === undefined ? '' : `?after=${from.after}`}`,
    headers,
  );
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) throw new Error('no stream');
  let text = '';
  async function next(): Promise<Event | undefined> {
    while (!text.includes('\n\n')) {
      const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) return undefined;
      text += value;
    }
    const end = text.indexOf('\n\n');
    const read = readEvent(text.slice(0, end));
    text = text.slice(end + 2);
    return read.event === 'hello' ? next() : read;
  }
  const line = { answer, next, close: () => reader.cancel().catch(() => undefined) };
  lines.push(line);
  return line;
}

function readEvent(text: string): Event {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1];
  return { id: field('id'), event: field('event') ?? 'message', data: JSON.parse(field('data') ?? 'null') };
}

const post = (key: string) => workspace.adapter.messenger.post(samplePost({ key, summary: key }));
const summaryOf = (event: Event | undefined) => (event?.data as Shown | undefined)?.message?.summary;

describe('the event stream', () => {
  it('tells of a post as it comes', async () => {
    const line = await listen();
    expect(line.answer.headers.get('content-type')).toBe('text/event-stream');
    await post('one');
    const event = await line.next();
    expect([event?.event, event?.id, summaryOf(event)]).toEqual(['entry', '1', 'one']);
  });

  it.each([['Last-Event-ID'], ['after']])('goes on after the last entry seen, given by %s', async (way) => {
    for (const key of ['one', 'two', 'three']) await post(key);
    const line = await listen(way === 'after' ? { after: 1 } : { lastEventId: 1 });
    expect([summaryOf(await line.next()), summaryOf(await line.next())]).toEqual(['two', 'three']);
    await post('four');
    expect(summaryOf(await line.next())).toBe('four');
  });

  it('goes on over a restart', async () => {
    const line = await listen();
    await post('one');
    const { id } = (await line.next()) ?? {};
    const { shelves, port } = workspace;
    await workspace.stop();
    expect(await line.next()).toBeUndefined();
    workspace = await openWorkspace({ shelves, port });
    await post('two');
    expect(summaryOf(await (await listen({ lastEventId: Number(id) })).next())).toBe('two');
  });

  it('asks for a reload when the log was begun anew, or too much was missed', async () => {
    expect((await (await listen({ after: 7 })).next())?.event).toBe('reload');
    for (let i = 0; i < 201; i += 1) await post(`${i}`);
    const line = await listen({ after: 0 });
    expect(await line.next()).toMatchObject({ event: 'reload', id: '201' });
    await post('news');
    expect(summaryOf(await line.next())).toBe('news');
  });

  it('tells a private answer to its own browser alone', async () => {
    const other = openBrowser(workspace.address);
    await other.get('/api/channels');
    const [mine, others] = [await listen(), await listen({}, other)];
    await browser.post('/api/channels/general/ask', { text: 'lora' });
    await post('for all');
    expect((await mine.next())?.data).toMatchObject({ text: '/papers lora', author: { you: true } });
    expect((await mine.next())?.data).toMatchObject({ onlyYou: true });
    expect(summaryOf(await mine.next())).toBe('for all');
    expect(summaryOf(await others.next())).toBe('for all');
  });

  it('tells of an added channel', async () => {
    const line = await listen();
    await browser.post('/api/channels', { name: 'x' });
    expect((await line.next())?.event).toBe('channels');
  });

  it('puts the oldest tab of a browser with many to rest', async () => {
    const first = await listen();
    const more = [await listen(), await listen(), await listen(), await listen()];
    expect((await first.next())?.event).toBe('rest');
    expect(await first.next()).toBeUndefined();
    await post('one');
    for (const line of more) expect(summaryOf(await line.next())).toBe('one');
  });

  it('refuses a place that is no number', async () => {
    expect((await browser.get('/api/events?after=x')).status).toBe(400);
  });

  it('ends when the workspace stops', async () => {
    const open = [await listen(), await listen()];
    await workspace.stop();
    for (const line of open) expect(await line.next()).toBeUndefined();
  });
});
