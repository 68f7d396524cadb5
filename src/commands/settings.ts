/** Changes a channel's settings one at a time, and confirms each with the whole that results. */
import type { Channel } from '../channels/channel.ts';
import { printSchedule } from '../channels/schedule.ts';
import type { Block, Reply } from '../model/message.ts';
import type { Person } from '../model/ports.ts';
import type { Command } from './command.ts';
import type { Caller, Rooms } from './context.ts';
import { isSetUp, nextLine } from './follow.ts';
import { counted, inline, reply, text } from './reply.ts';

type Setting = Extract<
  Command,
  { name: 'schedule' | 'limit' | 'order' | 'quiet' | 'abstracts' | 'pause' | 'resume' }
>;

export async function set(command: Setting, asker: Caller, rooms: Rooms): Promise<Reply> {
  let made = changeOf(command, asker.channel, asker.person, rooms);
  if (made.channel) {
    await asker.change((newest) => {
      made = changeOf(command, newest, asker.person, rooms);
      return made.channel ? { channel: made.channel } : {};
    });
    asker.wrote(made.said);
  }
  return reply([...made.said, ...(await state(asker, rooms))]);
}

/** How the channel stands now, in one list. */
export async function state(asker: Caller, rooms: Rooms): Promise<Block[]> {
  const channel = rooms.channels.get(asker.channel.id) ?? asker.channel;
  const schedule = sayWhen(channel, rooms);
  const abstracts = channel.abstracts ? 'with the first sentences' : 'titles only';
  const quiet = channel.quietLine ? 'one line saying why' : 'nothing is posted';
  return [
    {
      kind: 'list',
      lines: [
        [
          { text: isSetUp({ channel }, rooms) ? 'When: ' : 'When posts start: ' },
          { text: schedule, style: 'strong' },
        ],
        [
          { text: 'Papers per post: ' },
          { text: `up to ${channel.limit}, sorted by ${channel.order}, ${abstracts}`, style: 'strong' },
        ],
        [{ text: 'On quiet days: ' }, { text: quiet, style: 'strong' }],
      ],
    },
    text(await nextLine(asker, rooms), 'quiet'),
  ];
}

/** Schedule and zone as people read them: `every weekday at 09:00, Europe/Berlin`. */
function sayWhen(channel: Channel, rooms: Rooms): string {
  return `${printSchedule(rooms.outlook.schedule(channel))}, ${rooms.outlook.zone(channel)}`;
}

interface Change {
  said: Block[];
  /** As it is to be stored; absent where nothing changes. */
  channel?: Channel;
}

/** What a command makes of a channel, and how that is said. */
function changeOf(command: Setting, channel: Channel, person: Person, rooms: Rooms): Change {
  const { paused, ...active } = channel;
  switch (command.name) {
    case 'schedule':
      return changeSchedule(command, channel, rooms);
    case 'limit': {
      const { limit } = command;
      return change(`Posts now show up to ${counted(limit, 'paper')}; a button shows the rest.`, {
        ...channel,
        limit,
      });
    }
    case 'order':
      return change(`Papers are now sorted by ${command.order}.`, { ...channel, order: command.order });
    case 'quiet':
      return change(
        command.on
          ? 'Days without papers now get one line saying why.'
          : 'Nothing will be posted on days without papers.',
        { ...channel, quietLine: command.on },
      );
    case 'abstracts':
      return change(command.on ? 'Posts now show the first sentences.' : 'Posts now show titles only.', {
        ...channel,
        abstracts: command.on,
      });
    case 'pause': {
      const { off } = command;
      // A person's own pause outlasts a new schedule, so it replaces one that came from turning the schedule off.
      if (paused && (off || !paused.off)) return change('Already paused. Nothing was changed.');
      const done = off ? 'Schedule turned off' : 'Paused';
      return change(`${done}. Papers that arrive in the meantime will not be posted later.`, {
        ...channel,
        paused: { by: person, at: rooms.clock(), ...(off ? { off } : {}) },
      });
    }
    case 'resume':
      if (paused) return change('Resumed.', active);
      if (channel.state.kind === 'damaged') return change('Resumed with these settings.', channel);
      return change('Not paused. Nothing was changed.');
  }
}

function change(line: string, channel?: Channel): Change {
  return { said: [text(inline(line))], ...(channel ? { channel } : {}) };
}

function changeSchedule(
  command: Extract<Setting, { name: 'schedule' }>,
  before: Channel,
  rooms: Rooms,
): Change {
  const { note, reset } = command;
  if (command.schedule === undefined && command.zone === undefined && !reset) return { said: [] };
  const { schedule: oldSchedule, zone: oldZone, paused, ...rest } = before;
  const schedule = reset ? undefined : (command.schedule ?? oldSchedule);
  const zone = reset ? undefined : (command.zone ?? oldZone);
  // A zone alone sets no schedule.
  const resumes = paused?.off === true && (reset === true || command.schedule !== undefined);
  const channel: Channel = {
    ...rest,
    // Slots of the old schedule are not owed by the new one.
    since: rooms.clock(),
    ...(schedule === undefined ? {} : { schedule }),
    ...(zone === undefined ? {} : { zone }),
    ...(paused === undefined || resumes ? {} : { paused }),
  };
  const done = resumes ? 'Schedule updated and posts resumed' : 'Schedule updated';
  const stays = channel.paused ? ' Posts stay paused: `/papers resume` starts them again.' : '';
  const line = inline(`${done}: ${sayWhen(channel, rooms)}.${stays}`);
  return { said: [text(note === undefined ? line : [...line, { text: ` ${note}` }])], channel };
}
