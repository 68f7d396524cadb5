/** The workspace's HTTP API: validates JSON requests and answers with JSON and events. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import type { CommandSpec } from '../../src/model/command-spec.ts';
import { ButtonAction } from '../../src/model/message.ts';
import { personOf } from './browser.ts';
import { type Channel, type Channels, placeOf } from './channels.ts';
import { type Conversation, show } from './conversation.ts';
import type { History } from './history.ts';
import { MOST_STREAMS, type Streams } from './stream.ts';

const LONGEST_TEXT = 4000;
/** Entries in one answer of the log. */
const PAGE = 50;

const TOO_MANY_HERE = `${MOST_STREAMS.ofAddress} pages of this workspace are open from your address, which is the limit. Close some of them.`;
const TOO_MANY = `${MOST_STREAMS.inAll} pages of this workspace are open, which is the limit. Try again later.`;

const text = z
  .string({ error: 'Send the message as "text".' })
  .max(LONGEST_TEXT, { error: `That is too long. The limit is ${LONGEST_TEXT} characters.` });
const nonce = z.string().min(1).max(100).optional();
const Asked = z.object({ text, nonce });
const Said = z.object({
  text: text.refine((words) => words.trim() !== '', 'The message is empty.'),
  nonce,
});
const Pressed = z.object({ act: ButtonAction, nonce });
const Named = z.object({ name: z.string({ error: 'Send the channel\'s name as "name".' }) });
const whole = z.coerce.number().int().nonnegative();

export interface ApiContext {
  /** What the page's menu is made of. */
  commands: readonly CommandSpec[];
  history: History;
  channels: Channels;
  conversation: Conversation;
  streams: Streams;
  /** Adds a channel and joins it. */
  addChannel: (typed: string) => ReturnType<Channels['add']>;
}

export function serveApi(app: Hono, context: ApiContext): void {
  app.get('/api/commands', (c) => c.json(context.commands));
  serveChannels(app, context);
  serveConversation(app, context);
  serveEvents(app, context);
}

function serveChannels(app: Hono, { channels, history, addChannel }: ApiContext): void {
  app.get('/api/channels', (c) => {
    const person = personOf(c);
    const list = channels.list().map((channel) => ({
      ...named(channel),
      latest: history.page(channel.name, person.id, 1).entries[0]?.seq ?? 0,
    }));
    return c.json({ channels: list, seq: history.latest(), you: { name: person.name } });
  });
  app.post('/api/channels', async (c) => {
    const added = await addChannel((await readBody(c, Named)).name);
    if ('channel' in added) return c.json({ channel: { ...named(added.channel), latest: 0 } }, 201);
    throw new HTTPException(added.problem === 'bad-name' ? 400 : 409, { message: added.message });
  });
  app.get('/api/channels/:name/messages', (c) => {
    const person = personOf(c);
    const before = c.req.query('before');
    const end = before === undefined ? undefined : readNumber(before, 'before');
    const { entries, more } = history.page(channelIn(c, channels), person.id, PAGE, end);
    return c.json({ messages: entries.map((entry) => show(entry, person.id)), more });
  });
}

function serveConversation(app: Hono, { channels, conversation }: ApiContext): void {
  app.post('/api/channels/:name/ask', async (c) => {
    const channel = channelIn(c, channels);
    return c.json(await conversation.ask({ channel, person: personOf(c), ...(await readBody(c, Asked)) }));
  });
  app.post('/api/channels/:name/messages', async (c) => {
    const channel = channelIn(c, channels);
    return c.json(await conversation.say({ channel, person: personOf(c), ...(await readBody(c, Said)) }));
  });
  app.post('/api/channels/:name/press', async (c) => {
    const channel = channelIn(c, channels);
    return c.json(
      await conversation.press({ channel, person: personOf(c), ...(await readBody(c, Pressed)) }),
    );
  });
}

function serveEvents(app: Hono, { streams, history }: ApiContext): void {
  app.get('/api/events', (c) => {
    const asked = c.req.header('last-event-id') ?? c.req.query('after');
    const after = asked === undefined ? history.latest() : readNumber(asked, 'after');
    const body = streams.follow(personOf(c), after, getConnInfo(c).remote.address ?? '');
    if (body === 'too-many-here') throw new HTTPException(429, { message: TOO_MANY_HERE });
    if (body === 'too-many') throw new HTTPException(503, { message: TOO_MANY });
    // A proxy that gathers the answer before passing it on would hold every message back.
    return c.body(body, 200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
  });
}

async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await c.req.json().catch((thrown: unknown) => {
    if (thrown instanceof HTTPException) throw thrown;
    throw new HTTPException(400, { message: 'The request is not JSON.' });
  });
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw new HTTPException(400, {
    message:
      issue?.code === 'custom' || issue?.message.endsWith('.') ? issue.message : wrong(place, issue?.message),
  });
}

function wrong(place: string, why = 'not understood'): string {
  return `The request's ${place === '' ? 'body' : `"${place}"`} could not be read: ${why}.`;
}

function readNumber(value: string, name: string): number {
  const read = whole.safeParse(value);
  if (!read.success)
    throw new HTTPException(400, { message: `"${name}" must be a whole number, 0 or more.` });
  return read.data;
}

function channelIn(c: Context, channels: Channels): string {
  const name = c.req.param('name') ?? '';
  if (channels.has(name)) return name;
  throw new HTTPException(404, { message: `There is no channel #${name.slice(0, 80)} here.` });
}

function named({ name }: Channel): { name: string; id: string } {
  return { name, id: placeOf(name).id };
}
