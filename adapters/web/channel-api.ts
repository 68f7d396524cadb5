/** The part of the API that is about channels and people: the list, settings, renaming, deleting, and a person's own name. */
import type { Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';
import { networkOf } from '../../src/chat/network.ts';
import { LAYOUTS, ORDERS, switchesIn, TOPICS_HINT } from '../../src/chat/settings-form.ts';
import { completeZone } from '../../src/chat/zone-completion.ts';
import type { SiteLinks } from '../../src/model/catalog.ts';
import { POST_LIMIT } from '../../src/model/channel-form.ts';
import { formatSpaceId } from '../../src/model/channel-id.ts';
import type { ChannelCard, CommandService, Person } from '../../src/model/ports.ts';
import type { Setup } from '../../src/model/setup.ts';
import { ownerOf, ownKeyOf, placeOf, SPACE } from './channel-names.ts';
import type { Changed, Channel, Channels } from './channels.ts';
import type { History } from './history.ts';
import type { Operators } from './operators.ts';
import type { Pace } from './pace.ts';
import type { People } from './people.ts';
import { addressOf, channelIn, personIn, readBody } from './request.ts';
import { setupFor } from './setup-api.ts';

const Named = z.object({ name: z.string({ error: 'Send the name as "name".' }) });
const Topics = z.object({ topics: z.array(z.string().max(4000)).max(1000) });

const Papers = z.object({ ids: z.array(z.string().max(200)).max(200) });

/** Zones offered for what was typed so far. */
const ZONES_SHOWN = 8;
/** What the answer's status says of a change that was not made; 409 for all others. */
const STATUS: Partial<Record<string, 400 | 404>> = { 'bad-name': 400, missing: 404 };

/** A reading list as a file. */
const FILES = {
  bibtex: { type: 'application/x-bibtex', name: 'reading-list.bib' },
  ris: { type: 'application/x-research-info-systems', name: 'reading-list.ris' },
};

export interface ChannelApi {
  service: CommandService;
  channels: Channels;
  history: History;
  people: People;
  /** Pages beside the workspace; absent where nobody may read any. */
  links?: SiteLinks | undefined;
  operators: Operators;
  /** Only for whoever runs Paperboy. */
  setup?: Setup | undefined;
  /** Adds a channel and joins it. */
  addChannel: Channels['add'];
  renameChannel: Channels['rename'];
  /** Deletes a channel, its messages, its settings and its posts. */
  removeChannel: Channels['remove'];
}

export function serveChannels(app: Hono, context: ChannelApi, pace: Pace): void {
  serveList(app, context, pace);
  serveMarks(app, context);
  serveSettings(app, context, pace);
  serveOverview(app, context);
  servePeople(app, context, pace);
}

function serveList(app: Hono, context: ChannelApi, pace: Pace): void {
  const { channels, history, people, service, links, operators, setup } = context;
  const { addChannel, renameChannel, removeChannel } = context;
  app.get('/api/channels', async (c) => {
    const { id, name, named } = await personIn(c, people);
    const withLatest = (channel: Channel) => ({
      ...shown(channel),
      latest: history.page(channel.key, id, 1).entries[0]?.seq ?? 0,
    });
    const list = channels.list().map(withLatest);
    const own = channels.get(ownKeyOf(id) ?? '');
    const mine = own && { ...withLatest(own), own: true };
    return c.json({
      channels: list,
      own: mine,
      seq: history.latest(),
      you: { name, named },
      mail: service.reachesAddresses(),
      setup: setupFor(c, operators, setup),
      pages: links && { newest: links.newest, paper: links.paper },
    });
  });
  app.post('/api/channels', async (c) => {
    await pace.change(c);
    const channel = await changed(addChannel((await readBody(c, Named)).name));
    return c.json({ channel: { ...channel, latest: 0 } }, 201);
  });
  app.post('/api/channels/:key/rename', async (c) => {
    await pace.change(c);
    const { key } = await channelIn(c, channels);
    return c.json({ channel: await changed(renameChannel(key, (await readBody(c, Named)).name)) });
  });
  // Asked again after a failure, the channel is no longer listed.
  app.post('/api/channels/:key/delete', async (c) => {
    await pace.change(c);
    return c.json({ channel: await changed(removeChannel(keyIn(c))) });
  });
}

/** How the reader marked the papers that a page shows. */
function serveMarks(app: Hono, { channels, people, service }: ChannelApi): void {
  app.post('/api/channels/:key/marks', async (c) => {
    const place = placeOf(await channelIn(c, channels));
    const { ids } = await readBody(c, Papers);
    const marks = await service.marks({ place, ...(await readerIn(c, people)), ids });
    return c.json({ marks: Object.fromEntries(marks) });
  });
}

function serveSettings(app: Hono, { channels, history, service, links }: ChannelApi, pace: Pace): void {
  app.get('/api/channels/:key/settings', async (c) => {
    await pace.look(c);
    const channel = await channelIn(c, channels);
    const read = await service.form(placeOf(channel));
    if ('problem' in read) throw new HTTPException(503, { message: read.problem });
    return c.json({
      form: read.form,
      messages: history.count(channel.key),
      orders: ORDERS,
      layouts: LAYOUTS,
      switches: switchesIn(read.form),
      topicsHint: TOPICS_HINT,
      limit: POST_LIMIT,
      pages: await links?.channel(placeOf(channel).id),
    });
  });
  app.post('/api/channels/:key/check-topics', async (c) => {
    await pace.look(c);
    const place = placeOf(await channelIn(c, channels));
    const { topics } = await readBody(c, Topics);
    // A page that asks for a newer count closes this request.
    const checks = await service.checkTopics(place, topics, c.req.raw.signal);
    if ('problem' in checks) throw new HTTPException(503, { message: checks.problem });
    return c.json(checks);
  });
  app.get('/api/zones', async (c) => {
    await pace.look(c);
    return c.json(completeZone((c.req.query('typed') ?? '').slice(0, 100), ZONES_SHOWN));
  });
}

/** How a channel stands, where anything is stored for it, and how the sources are. */
function serveOverview(app: Hono, { service, people, channels, links }: ChannelApi): void {
  app.get('/api/channels/:key/overview', async (c) => {
    const channel = await channelIn(c, channels);
    const { id } = placeOf(channel);
    const home = await service.home({
      space: formatSpaceId(SPACE.platform, SPACE.space),
      ...(await readerIn(c, people)),
      // The others are not asked for: a home page holds only so many.
      shownTo: (ids) => new Set(ids.filter((one) => one === id)),
    });
    const card = home.channels.find(({ place }) => place.id === id);
    const pages = await links?.channel(id);
    return c.json({ channel: card && standingOf(card, channel.key), sources: home.sources, pages });
  });
}

/** Without who follows its topics, and its place, which the page knows. */
function standingOf({ place: _, topics, ...card }: ChannelCard, key: string) {
  return {
    ...card,
    ...(ownerOf(key) === undefined ? {} : { own: true }),
    topics: topics.map(({ by: _by, ...topic }) => topic),
  };
}

function servePeople(app: Hono, { service, people }: ChannelApi, pace: Pace): void {
  app.post('/api/you', async (c) => {
    const { id } = await personIn(c, people);
    await pace.change(c);
    const renamed = await people.rename(id, (await readBody(c, Named)).name);
    if ('message' in renamed) throw new HTTPException(400, { message: renamed.message });
    return c.json({ you: { name: renamed.name, named: true } });
  });
  app.get('/api/saved/:as', async (c) => {
    const as = c.req.param('as');
    if (as !== 'bibtex' && as !== 'ris') throw new HTTPException(404, { message: 'There is nothing here.' });
    const read = await service.savedAs({ ...(await readerIn(c, people)), as });
    if ('problem' in read) throw new HTTPException(503, { message: read.problem });
    const { type, name } = FILES[as];
    return c.body(read.text, 200, {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="${name}"`,
    });
  });
}

/** Who asks, and from which network. */
async function readerIn(c: Context, people: People): Promise<{ person: Person; client: string }> {
  const { id, name } = await personIn(c, people);
  return { person: { id, name }, client: networkOf(addressOf(c)) };
}

/** @throws HTTPException when the change was not made */
async function changed(change: Promise<Changed>): Promise<ReturnType<typeof shown>> {
  const done = await change;
  if ('channel' in done) return shown(done.channel);
  throw new HTTPException(STATUS[done.problem] ?? 409, { message: done.message });
}

function keyIn(c: Context): string {
  return c.req.param('key') ?? '';
}

function shown(channel: Channel): { key: string; name: string; id: string } {
  return { key: channel.key, name: channel.name, id: placeOf(channel).id };
}
