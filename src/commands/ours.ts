/** `ours`: lists teammates whose papers are marked in a channel's posts, adds them and removes them. */
import { z } from 'zod';
import { MOST_OURS, OurName } from '../channels/channel.ts';
import { nameKey } from '../model/author-name.ts';
import { counted } from '../model/counted.ts';
import type { Block, Line, Reply } from '../model/message.ts';
import { namesIn } from '../query/person-names.ts';
import type { Command } from './command.ts';
import type { Caller } from './context.ts';
import { says } from './phrases/match.ts';
import { code, reply, text } from './reply.ts';

interface Values {
  does?: 'add' | 'remove';
  /** As typed: one name, or several with commas or semicolons between them. */
  names?: string;
}

export const ours: Command<Values> = {
  name: 'ours',
  aliases: ['team', 'teammates'],
  keywords: 'teammate teammates colleague colleagues'.split(' '),
  group: 'when',
  usage: 'ours [add | remove <name>]',
  does: 'mark papers by your team in posts here',
  details:
    "A paper by one of these people says so, however it writes the name: `Yann LeCun` is also `LeCun, Yann` and `Y. LeCun`. To be sent all of a person's papers, subscribe to `author:` as well.",
  example: 'ours add Yann LeCun',
  changes: 'given',
  isTyped: true,
  phrases: [
    {
      says: says('(?:mark|highlight) (?:the )?papers (?:by|of|from) (?!us\\b|our\\b|my\\b)(.+)'),
      means: (names) => `ours add ${names}`,
    },
    {
      says: says("(?:who(?:'s| is| are)|show|list) (?:on |in )?(?:our|my|the) team(?:mates)?"),
      means: 'ours',
    },
  ],
  arguments: [
    { name: 'does', does: 'Add or remove', value: z.enum(['add', 'remove']) },
    { name: 'name', does: 'The name as papers write it', value: z.string() },
  ],
  parse(rest) {
    if (rest === '') return {};
    const [, does = '', names = ''] = /^(add|remove|delete|drop)(?:\s+(.+))?$/is.exec(rest) ?? [];
    if (does === '') return undefined;
    const verb = /^add$/i.test(does) ? 'add' : 'remove';
    if (names === '') return { problem: `Type a name, such as \`/papers ours ${verb} Yann LeCun\`.` };
    return { does: verb, names };
  },
  run: ({ does, names = '' }, caller) => (does === undefined ? list(caller) : change(does, names, caller)),
};

/** Each name with the family name last, on one line. */
function readNames(typed: string): string[] {
  return namesIn(typed.replace(/["\u201c\u201d]/g, '')).map((name) => {
    const tidy = name.replace(/\s+/g, ' ');
    const [family, given, ...more] = tidy.split(/\s*,\s*/);
    return given === undefined || more.length > 0 ? tidy : `${given} ${family}`;
  });
}

function list({ channel: { ours: names = [] }, place }: Caller): Reply {
  const add: Line = [
    { text: 'To add someone, type ' },
    ...code('/papers ours add Yann LeCun'),
    { text: '.' },
  ];
  if (names.length === 0) {
    const where = place.direct ? 'you get' : 'this channel gets';
    return reply([text([{ text: `No papers are marked as your team's in what ${where}. ` }, ...add])]);
  }
  return reply([...listed(names), text(add, 'quiet')]);
}

function listed(names: readonly string[]): Block[] {
  return [
    text(`Papers by ${counted(names.length, 'person', 'people')} are marked in posts here:`),
    { kind: 'list', lines: names.map((name): Line => [{ text: name }]) },
  ];
}

async function change(does: 'add' | 'remove', typed: string, caller: Caller): Promise<Reply> {
  const names = readNames(typed);
  const wrong = names.find((name) => !OurName.safeParse(name).success || !/\p{L}{2}/u.test(name));
  if (names.length === 0 || wrong !== undefined)
    return refused([
      { text: 'Nothing was changed. ' },
      ...code(wrong ?? typed),
      { text: " can't be a name." },
    ]);
  const keys = new Set(names.map(nameKey));
  const edit = (now: readonly string[]) =>
    does === 'add'
      ? [...now, ...names.filter((name) => !now.some((one) => nameKey(one) === nameKey(name)))]
      : now.filter((name) => !keys.has(nameKey(name)));
  const before = caller.channel.ours ?? [];
  const after = edit(before);
  if (after.length === before.length)
    return reply([
      text(
        `${names.join(', ')}: ${does === 'add' ? 'already marked' : 'not on the list'}. Nothing was changed.`,
      ),
      ...(before.length > 0 ? listed(before) : []),
    ]);
  if (after.length > MOST_OURS)
    return refused([{ text: `Nothing was changed. ${MOST_OURS} people is the limit. Remove some first.` }]);
  const { channel } = await caller.change((newest) => {
    const { ours: now = [], ...others } = newest;
    const made = edit(now).slice(0, MOST_OURS);
    return { channel: made.length === 0 ? others : { ...others, ours: made } };
  });
  const now = channel.ours ?? [];
  const said = text(
    does === 'add'
      ? `Papers by ${names.join(', ')} are now marked in posts.`
      : `Removed ${names.join(', ')}.`,
  );
  caller.wrote([said]);
  return reply([said, ...(now.length > 0 ? listed(now) : [])]);
}

function refused(line: Line): Reply {
  return reply([text(line, 'warning')]);
}
