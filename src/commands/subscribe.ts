/** Subscribes a channel to the topics of one command: all of them, or none and what is wrong. */
import { MOST_TOPICS, type Subscription } from '../channels/channel.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import type { Problem } from '../query/parse.ts';
import { splitTopics } from '../query/split.ts';
import { readTopic, type Topic } from '../query/topic.ts';
import { authorOffers } from './author-offer.ts';
import type { Caller, Rooms } from './context.ts';
import { adviceOn, dryRun, matchesIn, readRecent, sayMatches } from './dry-run.ts';
import { nextLine, whole } from './follow.ts';
import { notesBlocks, placeOf, problemReply, useAction } from './problem.ts';
import { code, counted, inline, reply, text } from './reply.ts';
import { objectOf, subjectOf } from './spoken.ts';

export async function subscribe(typed: string, asker: Caller, rooms: Rooms): Promise<Reply> {
  const parts = splitTopics(typed);
  const read = (parts.length === 0 ? [typed] : parts).map(readTopic);
  const topics: Topic[] = [];
  for (const [at, one] of read.entries()) {
    if ('problem' in one) return problemIn(typed, parts, at, one.problem);
    if (!topics.some(({ meaning }) => meaning === one.topic.meaning)) topics.push(one.topic);
  }
  const known = await refusal(topics, asker, rooms);
  if (known !== undefined) return known;
  const added = await add(topics, asker, rooms);
  // Another process may have been first.
  const late = added.length === 0 ? await refusal(topics, asker, rooms) : undefined;
  if (late !== undefined) return late;
  asker.wrote([text(subscribed(added, asker))]);
  const others = topics.filter((topic) => !added.includes(topic));
  const offers = await authorOffers(parts, rooms);
  const blocks = [
    ...(await said(added, asker, rooms)),
    ...others.map(({ query }) => text([{ text: 'Already subscribed: ' }, ...code(query)], 'quiet')),
    ...offers.blocks,
    ...parts.flatMap(notesBlocks),
    ...(await whole(asker, rooms)),
  ];
  return reply(blocks, { actions: offers.actions });
}

/** Why nothing can be added; undefined when something can. */
async function refusal(topics: readonly Topic[], asker: Caller, rooms: Rooms): Promise<Reply | undefined> {
  const followed = rooms.channels.topics(asker.channel.id);
  const fresh = newAmong(topics, followed);
  if (fresh.length === 0) return alreadyFollowed(topics, followed, asker, rooms);
  return followed.length + fresh.length > MOST_TOPICS ? tooMany(followed.length, asker) : undefined;
}

function newAmong(topics: readonly Topic[], followed: readonly Subscription[]): Topic[] {
  const meanings = new Set(followed.map(({ meaning }) => meaning));
  return topics.filter(({ meaning }) => !meanings.has(meaning));
}

/** Adds those that are not followed yet, all in one write or none. */
async function add(topics: readonly Topic[], asker: Caller, rooms: Rooms): Promise<Topic[]> {
  const now = rooms.clock();
  const { added } = await asker.change((channel, followed) => {
    const fresh = newAmong(topics, followed);
    if (followed.length + fresh.length > MOST_TOPICS) return {};
    // A moment apart each, so that they keep the order in which they were typed.
    const first = Math.max(now, ...followed.map(({ at }) => at + 1));
    const add = fresh.map(({ query, meaning }, i): Subscription => {
      return { channel: channel.id, query, meaning, by: asker.person, at: first + i };
    });
    return { add };
  });
  const meanings = new Set(added.map(({ meaning }) => meaning));
  return topics.filter(({ meaning }) => meanings.has(meaning));
}

function subscribed(topics: readonly Topic[], { place }: Caller): Line {
  const names = topics.flatMap(({ query }, at): Line => [{ text: at === 0 ? '' : ', ' }, ...code(query)]);
  return [{ text: `Subscribed ${objectOf(place)} to ` }, ...names, { text: '.' }];
}

/** One topic with its dry run and a few papers; of several each with its count. */
async function said(topics: readonly Topic[], asker: Caller, rooms: Rooms): Promise<Block[]> {
  const [first, ...others] = topics;
  if (first === undefined) return [];
  if (others.length === 0) return [text(subscribed(topics, asker)), ...(await dryRun(first.parsed, rooms))];
  const recent = await readRecent(rooms);
  const lines = topics.map(({ parsed, query }): Line => {
    const matches = matchesIn(recent, parsed, rooms).length;
    const advice = adviceOn(matches, recent, parsed);
    const counts = `  ${sayMatches(matches, recent)}${advice === undefined ? '' : ` ${advice}`}`;
    return [...code(query), ...inline(counts)];
  });
  const heading = `Subscribed ${objectOf(asker.place)} to ${counted(topics.length, 'topic')}:`;
  return [text([{ text: heading }]), { kind: 'list', lines }];
}

/** Which topic cannot be read; the suggestion mends that one and leaves the others as they are. */
function problemIn(typed: string, parts: readonly string[], at: number, problem: Problem): Reply {
  const part = parts[at];
  if (part === undefined || parts.length === 1) return problemReply(part ?? typed, problem, 'subscribe');
  const line: Line = [...inline(`Nothing was changed. I couldn't read topic ${at + 1}, `), ...code(part)];
  const blocks = [text([...line, ...inline(`: ${problem.message}`)], 'warning'), ...placeOf(part, problem)];
  if (problem.suggestion === undefined) return reply(blocks);
  const meant = parts.with(at, problem.suggestion).join(', ');
  blocks.push(text([{ text: 'Did you mean ' }, ...code(meant), { text: '?' }]));
  return reply(blocks, { actions: [useAction(meant, 'subscribe')] });
}

function tooMany(before: number, { place }: Caller): Reply {
  const { name, follows } = subjectOf(place);
  const left = `${name} ${follows} ${before} topics, and ${MOST_TOPICS} is the limit.`;
  return reply([text([{ text: `Nothing was changed. ${left} Unsubscribe from some first.` }], 'warning')]);
}

async function alreadyFollowed(
  topics: readonly Topic[],
  before: readonly Subscription[],
  asker: Caller,
  rooms: Rooms,
): Promise<Reply> {
  const { name, follows } = subjectOf(asker.place);
  const blocks = topics.map(({ meaning }, i) => {
    const at = before.findIndex((topic) => topic.meaning === meaning);
    const topic = before[at] as Subscription;
    const end = i === topics.length - 1 ? '. Nothing was changed.' : '.';
    return text([
      { text: `${name} already ${follows} ` },
      ...code(topic.query),
      { text: ` (#${at + 1}, subscribed by ${topic.by.name})${end}` },
    ]);
  });
  return reply([...blocks, text(await nextLine(asker, rooms), 'quiet')]);
}
