/** What a channel follows: subscribing with a dry run, unsubscribing, and the list. */

import { cardOf } from '../card.ts';
import { MOST_TOPICS, type Subscription } from '../channels/channel.ts';
import { dateAt, endSentence, sayDamage, sayDay, sayMoment } from '../delivery/say.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import { parseQuery } from '../query/parse.ts';
import { meaningKey, printQuery } from '../query/print.ts';
import type { Query } from '../query/tree.ts';
import { code, counted, inline, reply, text } from './reply.ts';
import type { Asker, Rooms } from './rooms.ts';
import { problemReply } from './search.ts';

/** Days that hold papers which a dry run looks at. */
const DRY_RUN_DAYS = 7;
/** From this share of a week's papers on, a topic is nearly everything. */
const NEARLY_ALL = 0.6;
/** Below this many papers a share says nothing. */
const TOO_FEW_TO_JUDGE = 10;

export async function subscribe(typed: string, asker: Asker, rooms: Rooms): Promise<Reply> {
  const parsed = parseQuery(typed);
  if (!parsed.ok) return problemReply(typed, parsed.problem);
  const { channel, person } = asker;
  const meaning = meaningKey(parsed.query);
  const refused = () => notSubscribed(meaning, asker, rooms);
  const known = await refused();
  if (known !== undefined) return known;
  const query = printQuery(parsed.query);
  const topic = { channel: channel.id, query, meaning, by: person, at: rooms.clock() };
  const { added } = await asker.change((_, topics) => (topics.length < MOST_TOPICS ? { add: [topic] } : {}));
  // Another process may have been first.
  const late = added.length === 0 ? await refused() : undefined;
  if (late !== undefined) return late;
  const said = [text([{ text: `${channel.name} follows ` }, ...code(query), { text: ' from now on.' }])];
  asker.wrote(said);
  return reply([...said, ...(await dryRun(parsed.query, rooms)), ...(await whole(asker, rooms))]);
}

/** Why a topic of this meaning cannot be added; undefined when it can. */
async function notSubscribed(meaning: string, asker: Asker, rooms: Rooms): Promise<Reply | undefined> {
  const topics = rooms.channels.topics(asker.channel.id);
  const twin = topics.findIndex((topic) => topic.meaning === meaning);
  if (twin >= 0) return alreadyFollowed(twin, topics[twin] as Subscription, asker, rooms);
  if (topics.length < MOST_TOPICS) return undefined;
  return reply([
    text(
      `This channel follows ${MOST_TOPICS} topics already, the most it can. Unsubscribe from one first.`,
      'warning',
    ),
  ]);
}

export async function unsubscribe(
  what: { all: true } | { number: number } | { query: string },
  asker: Asker,
  rooms: Rooms,
): Promise<Reply> {
  const topics = rooms.channels.topics(asker.channel.id);
  const gone = 'all' in what ? topics : pick(what, topics);
  const { removed } = gone.length === 0 ? { removed: [] } : await asker.change(() => ({ remove: gone }));
  if (removed.length === 0) return nothingToLeave(what, asker, rooms);
  const names = removed.flatMap((topic, at): Line => [{ text: at === 0 ? '' : ', ' }, ...code(topic.query)]);
  const said = [text([{ text: `${asker.channel.name} no longer follows ` }, ...names, { text: '.' }])];
  asker.wrote(said);
  return reply([...said, ...(await whole(asker, rooms))]);
}

export async function topics(asker: Asker, rooms: Rooms): Promise<Reply> {
  return reply(await whole(asker, rooms));
}

/** What a channel follows now, and when it hears next: shown after every change of it. */
export async function whole(asker: Asker, rooms: Rooms): Promise<Block[]> {
  const channel = rooms.channels.get(asker.channel.id) ?? asker.channel;
  const list = rooms.channels.topics(channel.id);
  const hits = await rooms.ledger.lastHits(channel.id);
  const lines = list.map((topic, at): Line => {
    const hit = hits.get(topic.query);
    const day = dateAt(topic.at);
    const last = hit === undefined ? 'no paper yet' : `last paper ${hit}`;
    const by: Line = [{ text: `  ${topic.by.name}, ${day}; ${last}`, style: 'quiet' }];
    const number = { text: `${at + 1}  ` };
    if (topic.problem === undefined) return [number, ...code(topic.query), ...by];
    const problem = `  This topic cannot be read, so it matches nothing: ${topic.problem} Unsubscribe #${at + 1} and subscribe again.`;
    return [number, ...code(topic.query), { text: problem, style: 'strong' }, ...by];
  });
  const follows: Block[] =
    lines.length === 0
      ? [
          text(
            channel.joined
              ? `${channel.name} follows no topic, so it gets the whole digest. \`subscribe <query>\` narrows it down.`
              : `${channel.name} follows no topic, so nothing is posted here. \`subscribe <query>\` begins.`,
          ),
        ]
      : [
          text([{ text: `${channel.name} follows ${counted(list.length, 'topic')}:` }]),
          { kind: 'list', lines },
        ];
  return [...follows, text([{ text: await nextLine(asker, rooms) }], 'quiet')];
}

/** `Next post: Friday 12 December 09:00 Europe/Berlin.`, or why there is none. */
export async function nextLine(asker: Pick<Asker, 'channel'>, rooms: Rooms): Promise<string> {
  const channel = rooms.channels.get(asker.channel.id) ?? asker.channel;
  if (channel.state.kind === 'damaged') return sayDamage(channel.state.why);
  if (!channel.joined && rooms.channels.topics(channel.id).length === 0) return 'No post is due here.';
  if (channel.paused) return `Paused by ${channel.paused.by.name}: no posts until someone resumes.`;
  const slot = await rooms.outlook.next(channel);
  const next = slot === undefined ? '' : `Next post: ${sayMoment(slot.at, rooms.outlook.zone(channel))}.`;
  const trouble = rooms.outlook.trouble(channel);
  if (trouble !== undefined) return `${next} Not posting for now: ${endSentence(trouble)}`.trim();
  return channel.state.kind === 'ok' ? next : `${next} The last try failed: ${channel.state.why}`;
}

function pick(what: { number: number } | { query: string }, topics: Subscription[]): Subscription[] {
  if ('number' in what) return topics.slice(what.number - 1, what.number);
  const parsed = parseQuery(what.query);
  const meaning = parsed.ok ? meaningKey(parsed.query) : undefined;
  return topics.filter((topic) => topic.meaning === meaning || topic.query === what.query);
}

async function nothingToLeave(
  what: { all: true } | { number: number } | { query: string },
  asker: Asker,
  rooms: Rooms,
): Promise<Reply> {
  const named: Line =
    'query' in what ? code(what.query) : [{ text: 'number' in what ? `topic #${what.number}` : 'any topic' }];
  return reply([
    text([{ text: `${asker.channel.name} does not follow ` }, ...named, { text: '.' }], 'warning'),
    ...(await whole(asker, rooms)),
  ]);
}

async function alreadyFollowed(at: number, topic: Subscription, asker: Asker, rooms: Rooms): Promise<Reply> {
  const line: Line = [
    { text: `${asker.channel.name} follows that already: #${at + 1} ` },
    ...code(topic.query),
    { text: `, since ${topic.by.name} subscribed. Nothing was changed.` },
  ];
  return reply([text(line), text([{ text: await nextLine(asker, rooms) }], 'quiet')]);
}

/** "Of last week's 180 papers, 7 would have come", with three of them; a warning when it is none or nearly all. */
async function dryRun(query: Query, rooms: Rooms): Promise<Block[]> {
  const days = (await rooms.archive.days()).slice(0, DRY_RUN_DAYS);
  const digests = await Promise.all(days.map((day) => rooms.archive.digestsOf(day)));
  const recent = new Set(digests.flat().flatMap(({ papers }) => papers));
  if (recent.size === 0) return [text('No papers are kept yet, so there is nothing to try it on.', 'quiet')];
  const found = rooms.search.search(query, { limit: rooms.search.size });
  const hits = found.hits.filter(({ id }) => recent.has(id));
  const span =
    days.length === 1
      ? `the digest of ${sayDay(days[0] as string)}`
      : `the last ${days.length} days with papers`;
  const line = `Of ${counted(recent.size, 'paper')} in ${span}, ${hits.length} would have come.`;
  if (hits.length === 0) {
    return [text(`${line} That may be what you want; if not, try fewer or other words.`, 'warning')];
  }
  const nearlyAll = recent.size >= TOO_FEW_TO_JUDGE && hits.length >= recent.size * NEARLY_ALL;
  const examples = await rooms.archive.getMany(hits.slice(0, 3).map(({ id }) => id));
  return [
    nearlyAll
      ? text(`${line} That is nearly everything: more words or \`-exclusions\` would narrow it.`, 'warning')
      : text(inline(line)),
    {
      kind: 'cards',
      cards: examples.map((paper) => ({ ...cardOf(paper, { query, titleOnly: true }), actions: [] })),
    },
  ];
}
