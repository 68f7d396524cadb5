/** Lists the topics of a channel, and says when its next post comes. */
import type { Subscription } from '../channels/channel.ts';
import { endSentence, sayDamage } from '../delivery/say.ts';
import { sayDay, sayDayAt, sayMoment } from '../model/day-format.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import type { Place } from '../model/ports.ts';
import type { Caller, Rooms } from './context.ts';
import { code, counted, inline, reply, text } from './reply.ts';
import { subjectOf, withName } from './spoken.ts';

/** The list of what the channel follows, as a reply. */
export async function topics(asker: Caller, rooms: Rooms): Promise<Reply> {
  return reply(await whole(asker, rooms));
}

/** What a channel follows now, and when it hears next: shown after every change of it. */
export async function whole(asker: Caller, rooms: Rooms): Promise<Block[]> {
  const channel = rooms.channels.get(asker.channel.id) ?? asker.channel;
  const list = rooms.channels.topics(channel.id);
  const hits = await rooms.ledger.lastHits(channel.id);
  const lines = list.map((topic, at): Line => {
    const hit = hits.get(topic.query);
    const day = sayDayAt(topic.at, rooms.outlook.zone(channel));
    const last = hit === undefined ? 'no paper yet' : `last paper ${sayDay(hit)}`;
    const by: Line = [{ text: `  by ${topic.by.name} on ${day}; ${last}`, style: 'quiet' }];
    const number = { text: `${at + 1}  ` };
    const problem = sayUnread(topic, at);
    const warning: Line = problem === undefined ? [] : [{ text: `  This topic ${problem}`, style: 'strong' }];
    return [number, ...code(topic.query), ...warning, ...by];
  });
  const { name, follows, gets } = subjectOf(asker.place);
  const listed: Block[] =
    lines.length === 0
      ? [
          text(
            channel.joined
              ? `${name} ${follows} no topics, so ${gets} the whole digest. \`/papers subscribe <query>\` narrows it down.`
              : `${name} ${follows} no topics, so nothing is posted here. Start with \`/papers subscribe <query>\`.`,
          ),
        ]
      : [text([{ text: `${name} ${follows} ${counted(list.length, 'topic')}:` }]), { kind: 'list', lines }];
  // That nothing is posted, and why, is said by the list already.
  if (!isSetUp({ channel }, rooms)) return listed;
  return [...listed, text(await nextLine(asker, rooms), 'quiet')];
}

/** Why nothing is posted where Paperboy was not added and no topic is followed. */
function sayNotSetUp(place?: Place): string {
  const why = place?.direct
    ? 'you follow no topics'
    : "Paperboy wasn't added to this channel, and it follows no topics";
  return `Nothing is posted here yet: ${why}. \`/papers subscribe <query>\` starts the posts.`;
}

/** A warning for each topic that matches nothing because it can't be read. */
export function unreadTopics(list: readonly Subscription[]): Block[] {
  return list.flatMap((topic, at) => {
    const problem = sayUnread(topic, at);
    if (problem === undefined) return [];
    return [
      text([{ text: `Topic #${at + 1}, ` }, ...code(topic.query), { text: `, ${problem}` }], 'warning'),
    ];
  });
}

/** What is wrong with a stored topic and what to do, after its name; undefined when it can be read. */
function sayUnread({ problem }: Subscription, at: number): string | undefined {
  if (problem === undefined) return undefined;
  return `can't be read, so it matches nothing: ${endSentence(problem)} Unsubscribe #${at + 1} and subscribe again.`;
}

/** Whether anything is posted to a channel at all: Paperboy was added to it, or a topic is followed there. */
export function isSetUp({ channel }: Pick<Caller, 'channel'>, rooms: Rooms): boolean {
  return channel.joined || rooms.channels.topics(channel.id).length > 0;
}

type Standing = Pick<Caller, 'channel'> & Partial<Pick<Caller, 'place'>>;

/**
 * `Next post: Fri, Dec 12, 2025 at 09:00 Europe/Berlin.`, or why there is none.
 * @param failure whether it says why the last post failed
 */
export async function nextLine(asker: Standing, rooms: Rooms, failure = true): Promise<Line> {
  return inline(await nextWords(asker, rooms, failure));
}

/** The same, with commands between backticks. */
async function nextWords(asker: Standing, rooms: Rooms, failure: boolean): Promise<string> {
  const channel = rooms.channels.get(asker.channel.id) ?? asker.channel;
  if (channel.state.kind === 'damaged') return sayDamage(channel.state.why);
  if (!isSetUp({ channel }, rooms)) return sayNotSetUp(asker.place);
  if (channel.paused) {
    const { by, off } = channel.paused;
    if (asker.place?.direct && !off) return 'You paused this. Type `/papers resume` to start again.';
    return off
      ? `Turned off by ${by.name}. Set a schedule to start posting again.`
      : `Paused by ${by.name}. Nothing is posted until someone resumes.`;
  }
  const slot = await rooms.outlook.next(channel);
  const next = slot === undefined ? '' : `Next post: ${sayMoment(slot.at, rooms.outlook.zone(channel))}.`;
  const trouble = rooms.outlook.trouble(channel);
  if (trouble !== undefined) return `${next} Not posting for now: ${endSentence(trouble)}`.trim();
  return channel.state.kind === 'ok' || !failure
    ? next
    : `${next} The last post failed: ${withName(channel.state.why, channel)}`;
}
