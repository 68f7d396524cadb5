/** The workspace's HTTP API: identifies the browser, validates JSON requests, and answers with JSON and events. */
import type { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { MOST_FILE_BYTES, nameOfFile, TOO_LARGE } from '../../src/chat/library-file.ts';
import { networkOf } from '../../src/chat/network.ts';
import { ButtonAction } from '../../src/model/message.ts';
import type { CommandService, Person } from '../../src/model/ports.ts';
import { type ChannelApi, serveChannels } from './channel-api.ts';
import type { Channel } from './channels.ts';
import { type Conversation, type Outcome, show } from './conversation.ts';
import type { Examination } from './examination.ts';
import type { History } from './history.ts';
import { createPace, type Pace } from './pace.ts';
import { addressOf, channelIn, idOf, personIn, readBody, readNumber } from './request.ts';
import { serveSetup } from './setup-api.ts';
import { MOST_STREAMS, type Streams } from './stream.ts';

const LONGEST_TEXT = 4000;
/** Entries in one answer of the log. */
const PAGE = 50;

const TOO_MANY_HERE = `${MOST_STREAMS.ofAddress} pages of this workspace are open from your address, which is the limit. Close some of them.`;
const TOO_MANY = `${MOST_STREAMS.inAll} pages of this workspace are open, which is the limit. Try again later.`;

const text = z.string({ error: 'Send the message as "text".' }).max(LONGEST_TEXT, {
  error: `That is too long. The limit is ${LONGEST_TEXT.toLocaleString('en')} characters.`,
});
const nonce = z.string().min(1).max(100).optional();
const Asked = z.object({ text, nonce });
const Said = z.object({
  text: text.refine((words) => words.trim() !== '', 'The message is empty.'),
  nonce,
});
const Uploaded = z.object({
  file: z.object({
    name: z.string().max(500).transform(nameOfFile),
    content: z.string().max(MOST_FILE_BYTES, { error: TOO_LARGE }),
  }),
  nonce,
});
const Pressed = z.object({ act: ButtonAction, aside: z.boolean().optional(), nonce });
const short = z.string().max(500);
/** A page that was loaded from an earlier version lacks the newer fields. */
const Filled = z.object({
  form: z.object({
    topics: z.array(z.string().max(4000)).max(1000).exactOptional(),
    readAt: z.number().exactOptional(),
    schedule: short.exactOptional(),
    days: z.array(short).max(10).exactOptional(),
    time: short.exactOptional(),
    zone: short.exactOptional(),
    limit: short.exactOptional(),
    order: short.exactOptional(),
    layout: short.exactOptional(),
    announce: z.boolean().exactOptional(),
    quiet: z.boolean().exactOptional(),
    thumbnails: z.boolean().exactOptional(),
    paused: z.boolean().exactOptional(),
  }),
  nonce,
});

export interface ApiContext extends ChannelApi {
  service: CommandService;
  history: History;
  conversation: Conversation;
  streams: Streams;
  /** Only for whoever runs Paperboy. */
  examine?: Examination;
}

export function serveApi(app: Hono, context: ApiContext): void {
  // What the page's menu and its help are made of.
  app.get('/api/commands', (c) => c.json(context.service.specs));
  const { examine, operators } = context;
  app.get('/api/checks', async (c) => {
    operators.assert(c, 'paperboy doctor');
    return c.json({ findings: (await examine?.()) ?? [] });
  });
  const pace = createPace();
  operators.serve(app, pace);
  serveSetup(app, operators, pace, context.setup);
  serveChannels(app, context, pace);
  serveConversation(app, context, pace);
  serveEvents(app, context);
}

function serveConversation(
  app: Hono,
  { channels, conversation, history, people }: ApiContext,
  pace: Pace,
): void {
  app.get('/api/channels/:key/messages', async (c) => {
    const { key } = await channelIn(c, channels);
    const before = c.req.query('before');
    const end = before === undefined ? undefined : readNumber(before, 'before');
    const id = idOf(c);
    const { entries, more } = history.page(key, id, PAGE, end);
    return c.json({ messages: entries.map((entry) => show(entry, id)), more });
  });
  function answer<T>(
    path: string,
    schema: z.ZodType<T>,
    work: (sent: T & { channel: Channel; person: Person; client: string }) => Promise<Outcome>,
    count: Pace['change'] = async () => {},
  ): void {
    app.post(`/api/channels/:key/${path}`, async (c) => {
      await count(c);
      const { id, name } = await personIn(c, people);
      const client = networkOf(addressOf(c));
      const sender = { channel: await channelIn(c, channels), person: { id, name }, client };
      return c.json(await work({ ...sender, ...(await readBody(c, schema)) }));
    });
  }
  answer('ask', Asked, conversation.ask);
  // Commands are counted by themselves.
  answer('messages', Said, conversation.say, pace.change);
  answer('press', Pressed, conversation.press);
  answer('library', Uploaded, conversation.import);
  answer('settings', Filled, conversation.fill);
}

function serveEvents(app: Hono, { streams, history }: ApiContext): void {
  app.get('/api/events', (c) => {
    const asked = c.req.header('last-event-id') ?? c.req.query('after');
    const after = asked === undefined ? history.latest() : readNumber(asked, 'after');
    const body = streams.follow(idOf(c), after, networkOf(addressOf(c)));
    if (body === 'too-many-here') throw new HTTPException(429, { message: TOO_MANY_HERE });
    if (body === 'too-many') throw new HTTPException(503, { message: TOO_MANY });
    // A proxy that gathers the answer before passing it on would hold every message back.
    return c.body(body, 200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
  });
}
