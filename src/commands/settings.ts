/** A channel's own settings: changed one at a time, each confirmed with the whole that results. */
import type { Channel } from '../channels/channel.ts';
import { printSchedule } from '../channels/schedule.ts';
import type { Block, Reply } from '../model/message.ts';
import type { Command } from './command.ts';
import { nextLine } from './follow.ts';
import { inline, reply, text } from './reply.ts';
import type { Asker, Rooms } from './rooms.ts';

type Setting = Extract<
  Command,
  { name: 'schedule' | 'limit' | 'order' | 'quiet' | 'abstracts' | 'pause' | 'resume' }
>;

export async function set(command: Setting, asker: Asker, rooms: Rooms): Promise<Reply> {
  const { blocks, change } = changeOf(command, asker, rooms);
  if (change) {
    await asker.change((channel) => ({ channel: change(channel) }));
    asker.wrote(blocks);
  }
  return reply([...blocks, ...(await state(asker, rooms))]);
}

/** How the channel stands now, in one list. */
export async function state(asker: Asker, rooms: Rooms): Promise<Block[]> {
  const channel = rooms.channels.get(asker.channel.id) ?? asker.channel;
  const schedule = sayWhen(channel, rooms);
  const abstracts = channel.abstracts ? 'with the first sentences' : 'titles only';
  const quiet = channel.quietLine ? 'one line says why' : 'nothing is posted';
  return [
    {
      kind: 'list',
      lines: [
        [{ text: 'When: ' }, { text: schedule, style: 'strong' }],
        [
          { text: 'How many: ' },
          { text: `at most ${channel.limit}, by ${channel.order}, ${abstracts}`, style: 'strong' },
        ],
        [{ text: 'On quiet days: ' }, { text: quiet, style: 'strong' }],
      ],
    },
    text([{ text: await nextLine(asker, rooms) }], 'quiet'),
  ];
}

/** Schedule and zone as people read them: `every weekday at 09:00, Europe/Berlin`. */
function sayWhen(channel: Channel, rooms: Rooms): string {
  return `${printSchedule(rooms.outlook.schedule(channel))}, ${rooms.outlook.zone(channel)}`;
}

function changeSchedule(
  { schedule, zone, note, reset }: Extract<Command, { name: 'schedule' }>,
  channel: Channel,
  rooms: Rooms,
): Change {
  if (schedule === undefined && zone === undefined && !reset) return { blocks: [] };
  // Slots of the old schedule are not owed by the new one.
  const since = rooms.clock();
  const change = ({ schedule: oldSchedule, zone: oldZone, ...before }: Channel): Channel => ({
    ...before,
    since,
    ...(reset ? {} : given('schedule', schedule ?? oldSchedule)),
    ...(reset ? {} : given('zone', zone ?? oldZone)),
  });
  const line = `Schedule updated: ${sayWhen(change(channel), rooms)}.${note === undefined ? '' : ` ${note}`}`;
  return { blocks: [text([{ text: line }])], change };
}

function given<K extends string, V>(name: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]?: V });
}

interface Change {
  blocks: Block[];
  change?: (channel: Channel) => Channel;
}

function changeOf(command: Setting, asker: Asker, rooms: Rooms): Change {
  const { channel } = asker;
  const said = (line: string, change: Change['change']): Change => ({
    blocks: [text(inline(line))],
    ...(change ? { change } : {}),
  });
  switch (command.name) {
    case 'schedule':
      return changeSchedule(command, channel, rooms);
    case 'limit':
      return said(
        `Posts now show up to ${command.limit} papers; the rest are behind a button.`,
        (before) => ({ ...before, limit: command.limit }),
      );
    case 'order':
      return said(`Papers are now ordered by ${command.order}.`, (before) => ({
        ...before,
        order: command.order,
      }));
    case 'quiet':
      return said(
        command.on
          ? 'On days without papers, one line will say why.'
          : 'Nothing will be posted on days without papers.',
        (before) => ({
          ...before,
          quietLine: command.on,
        }),
      );
    case 'abstracts':
      return said(
        command.on ? 'Posts now show the first sentences.' : 'Posts now show titles only.',
        (before) => ({ ...before, abstracts: command.on }),
      );
    case 'pause':
      if (channel.paused) return said('Already paused. Nothing was changed.', undefined);
      return said('Paused. Papers that arrive in the meantime will not be posted later.', (before) => ({
        ...before,
        paused: { by: asker.person, at: rooms.clock() },
      }));
    case 'resume':
      if (channel.state.kind === 'damaged' && !channel.paused)
        return said('Resumed with these settings.', (before) => before);
      if (!channel.paused) return said('Not paused. Nothing was changed.', undefined);
      return said('Resumed.', ({ paused: _, ...before }) => before);
  }
}
