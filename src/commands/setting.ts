/** Makes the commands that set one value of a channel, and writes the changed channel. */
import { Channel } from '../channels/channel.ts';
import type { Line, Reply } from '../model/message.ts';
import type { Argument, Command, Description } from './command.ts';
import type { Caller } from './context.ts';
import { currentSettings } from './current-settings.ts';
import type { NextPostNeeds } from './next-post.ts';
import { reply, text } from './reply.ts';
import { argumentOf } from './spec.ts';
import { readValue } from './value-words.ts';

/** A command's change to a channel, and its wording. */
export interface Change {
  /** A text has commands between backticks. Absent where nothing was asked for. */
  said?: Line | string;
  /** As it is to be stored; absent where nothing changes. */
  channel?: Channel;
}

type Value = Channel['limit' | 'order' | 'abstracts' | 'quietLine'];

interface Setting<V extends Value>
  extends Omit<Description, 'group' | 'changes' | 'arguments'>,
    Pick<Command, 'meant'> {
  /** The field of a channel's record, whose schema says which values there are. */
  sets: 'limit' | 'order' | 'abstracts' | 'quietLine';
  argument: Pick<Argument, 'name' | 'does'>;
  /** @param when `already` where nothing changes */
  said(value: V, when: 'now' | 'already'): string;
}

/** A command with one value, read as `on` for a switch and as the command's name for anything else. */
export function setting<V extends Value>({ sets, argument, said, ...described }: Setting<V>): Command {
  const only: Argument = { ...argument, value: Channel.shape[sets], required: true };
  const limits = argumentOf(only);
  const key = limits.kind === 'switch' ? 'on' : described.name;
  return {
    ...described,
    group: 'when',
    changes: 'always',
    arguments: [only],
    parse(rest) {
      const read = readValue(described.name, rest, limits);
      return read && 'value' in read ? { [key]: read.value } : read;
    },
    run(values: Record<string, unknown>, caller, context) {
      const value = values[key] as V;
      return change(caller, context, (channel) => {
        // Setting a damaged channel's value again makes its record whole.
        const isSame = channel[sets] === value && channel.state.kind !== 'damaged';
        if (isSame) return { said: `${said(value, 'already')} Nothing was changed.` };
        return { said: said(value, 'now'), channel: { ...channel, [sets]: value } };
      });
    },
  };
}

/** Writes what `edit` makes of the newest record, once, and confirms it with the settings that result. */
export async function change(
  caller: Caller,
  context: NextPostNeeds,
  edit: (channel: Channel) => Change,
): Promise<Reply> {
  const blocks = ({ said }: Change) => (said === undefined ? [] : [text(said)]);
  let made = edit(caller.channel);
  if (made.channel) {
    await caller.change((newest) => {
      made = edit(newest);
      return made.channel ? { channel: made.channel } : {};
    });
    caller.wrote(blocks(made));
  }
  return reply([...blocks(made), ...(await currentSettings(caller, context))]);
}
