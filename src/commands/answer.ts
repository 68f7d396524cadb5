/** Dispatches commands and pressed buttons to the files that answer them. */
import type { ButtonAction, Reply } from '../model/message.ts';
import type { Command } from './command.ts';
import type { Caller, Rooms } from './context.ts';
import { dayAgo, digest, today } from './digest.ts';
import { beyond, keptPaper } from './external-search.ts';
import { topics } from './follow.ts';
import { help, misused } from './help.ts';
import { abstract, cite, save, saved, sharePaper, unsave } from './paper.ts';
import { parseCommand } from './parse.ts';
import { preview, rest } from './preview.ts';
import { related } from './related.ts';
import { joined, reply, text } from './reply.ts';
import { search, shareSearch } from './search.ts';
import { set, state } from './settings.ts';
import { status } from './status.ts';
import { subscribe } from './subscribe.ts';
import { unsubscribe } from './unsubscribe.ts';
import { why } from './why.ts';

export async function answer(command: Command, asker: Caller, rooms: Rooms): Promise<Reply> {
  switch (command.name) {
    case 'search':
      return (await insteadOf(command, asker, rooms)) ?? search(command.query, 0, rooms);
    case 'today':
      return today(rooms);
    case 'date':
      return digest('day' in command ? command.day : dayAgo(command.ago, asker, rooms), 0, rooms);
    case 'subscribe':
      return subscribe(command.query, asker, rooms);
    case 'unsubscribe':
      return unsubscribe(command.what, asker, rooms);
    case 'topics':
      return topics(asker, rooms);
    case 'preview':
      return preview(asker, rooms);
    case 'status':
      return status(asker, rooms);
    case 'why':
      return each(command.ids, (id) => why(id, asker, rooms));
    case 'cite':
      return each(command.ids, (id) => cite(id, rooms));
    case 'save':
      return each(command.ids, (id) => save(id, asker, rooms));
    case 'unsave':
      return each(command.ids, (id) => unsave(id, asker, rooms));
    case 'saved':
      return saved(0, asker, rooms);
    case 'help':
      return help(command.about);
    case 'misused':
      return misused(command.about, command.problem);
    case 'schedule':
    case 'limit':
    case 'order':
    case 'quiet':
    case 'abstracts':
    case 'pause':
    case 'resume':
      return set(command, asker, rooms);
  }
}

/** The command that a search is carried out as where its words are the ids of papers that are kept. */
async function insteadOf(
  { unless }: Extract<Command, { name: 'search' }>,
  asker: Caller,
  rooms: Rooms,
): Promise<Reply | undefined> {
  if (unless === undefined) return undefined;
  for (const id of unless.ids) if ((await keptPaper(id, rooms)) === undefined) return undefined;
  return answer(unless, asker, rooms);
}

/** One after the other, so that a list keeps the order that was asked for. */
async function each(ids: readonly string[], one: (id: string) => Promise<Reply>): Promise<Reply> {
  const replies: Reply[] = [];
  for (const id of ids) replies.push(await one(id));
  return joined(replies);
}

export async function answerPress(act: ButtonAction, asker: Caller, rooms: Rooms): Promise<Reply> {
  switch (act.do) {
    case 'search':
      return search(act.query, act.from, rooms);
    case 'beyond':
      return beyond(act.query, rooms);
    case 'share':
      return shareSearch(act.query, act.from, asker.person.name, rooms);
    case 'digest':
      return digest(act.date, act.from, rooms);
    case 'rest':
      return rest(act.post, act.from, asker, rooms);
    case 'abstract':
      return abstract(act.id, rooms);
    case 'cite':
      return cite(act.id, rooms);
    case 'share-paper':
      return sharePaper(act.id, asker.person.name, rooms);
    case 'save':
      return save(act.id, asker, rooms);
    case 'unsave':
      return unsave(act.id, asker, rooms);
    case 'saved':
      return saved(act.from, asker, rooms);
    case 'related':
      return related(act.ids, rooms);
    case 'subscribe':
      return subscribe(act.query, asker, rooms);
    case 'unsubscribe':
      return unsubscribe({ query: act.query }, asker, rooms);
    case 'ask':
      return answer(parseCommand(act.text), asker, rooms);
    case 'send-again':
      return sendAgain(act.post, asker, rooms);
  }
}

async function sendAgain(key: string, asker: Caller, rooms: Rooms): Promise<Reply> {
  const delivery = await rooms.ledger.get(key);
  const own = delivery?.channel === asker.channel.id;
  if (own && (await rooms.ledger.sendAgain(key, rooms.clock()))) {
    const said = [text('Sending it again.')];
    asker.wrote(said);
    rooms.outlook.wake();
    return reply(said);
  }
  return reply([
    text('Nothing to send again: this post has been settled in the meantime.'),
    ...(await state(asker, rooms)),
  ]);
}
