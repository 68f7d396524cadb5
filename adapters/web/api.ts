/** The workspace's HTTP API: identifies the browser, validates JSON requests, and answers with JSON and events. */
import { createHash, randomUUID } from 'node:crypto';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import type { CommandSpec } from '../../src/model/command-spec.ts';
import { ButtonAction } from '../../src/model/message.ts';
import type { Person } from '../../src/model/ports.ts';
import { type Channel, type Channels, placeOf } from './channels.ts';
import { type Conversation, type Outcome, show } from './conversation.ts';
import type { History } from './history.ts';
import { MOST_STREAMS, type Streams } from './stream.ts';

const COOKIE = 'paperboy_browser';
const ONE_YEAR_S = 365 * 24 * 60 * 60;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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
  addChannel: Channels['add'];
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
  function answer<T>(
    path: string,
    schema: z.ZodType<T>,
    work: (sent: T & { channel: string; person: Person }) => Promise<Outcome>,
  ): void {
    app.post(`/api/channels/:name/${path}`, async (c) => {
      const sender = { channel: channelIn(c, channels), person: personOf(c) };
      return c.json(await work({ ...sender, ...(await readBody(c, schema)) }));
    });
  }
  answer('ask', Asked, conversation.ask);
  answer('messages', Said, conversation.say);
  answer('press', Pressed, conversation.press);
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

/**
 * The person who uses this browser. Their id is a hash, so the cookie itself is never stored or shown. Only answers to the
 * page's own requests set the cookie: a visit by a link from another site comes without it (`SameSite=Strict`) and must
 * not replace it.
 */
function personOf(c: Context): Person {
  const sent = getCookie(c, COOKIE);
  const secret = sent !== undefined && UUID.test(sent) ? sent : randomUUID();
  if (secret !== sent) {
    setCookie(c, COOKIE, secret, { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: ONE_YEAR_S });
  }
  const id = createHash('sha256').update(secret).digest('hex').slice(0, 16);
  return { id: `web:${id}`, name: `Reader ${id.slice(0, 4)}` };
}

async function readBody<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const body: unknown = await c.req.json().catch((thrown: unknown) => {
    if (thrown instanceof HTTPException) throw thrown;
    throw new HTTPException(400, { message: 'The request is not JSON.' });
  });
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const { path = [], message = '' } = read.error.issues[0] ?? {};
  const place = path.length === 0 ? 'body' : `"${path.join('.')}"`;
  throw new HTTPException(400, {
    message: message.endsWith('.') ? message : `The request's ${place} could not be read: ${message}.`,
  });
}

function readNumber(value: string, name: string): number {
  const read = whole.safeParse(value);
  if (read.success) return read.data;
  throw new HTTPException(400, { message: `"${name}" must be a whole number, 0 or more.` });
}

function channelIn(c: Context, channels: Channels): string {
  const name = c.req.param('name') ?? '';
  if (channels.has(name)) return name;
  throw new HTTPException(404, { message: `There is no channel #${name.slice(0, 80)} here.` });
}

function named({ name }: Channel): { name: string; id: string } {
  return { name, id: placeOf(name).id };
}
