/** Makes the commands that set one value of a channel, and writes the changed channel. */
import type { z } from 'zod';
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
  /** What was asked for cannot be done. */
  isRefused?: true;
}

type Value = string | number | boolean;
type Field = 'limit' | 'quietLine';

interface Setting<V extends Value>
  extends Omit<Description, 'group' | 'changes' | 'arguments'>,
    Pick<Command, 'phrases'> {
  /** The field of a channel's record, whose schema says which values there are; or how the value is kept in others. */
  sets: Field | Kept<V>;
  argument: Pick<Argument, 'name' | 'does'>;
  /** Other words for values. */
  words?: Readonly<Record<string, V>>;
  /** Why it cannot be set where the caller is; absent: it can be set everywhere. */
  refusal?(caller: Caller): string | undefined;
  /** @param when `already` where nothing changes */
  said(value: V, when: 'now' | 'already', caller: Pick<Caller, 'place'>): string;
}

/** A value that is not one field of a channel's record. */
interface Kept<V> {
  value: z.ZodType<V>;
  /** Undefined where nothing is chosen, so that any value is a change. */
  of(channel: Channel): V | undefined;
  /** What of the record is written. */
  fields(value: V, channel: Channel): Partial<Channel>;
}

/** A command with one value, read as `on` for a switch and as the command's name for anything else. */
export function setting<V extends Value>(given: Setting<V>): Command {
  const { sets, argument, said, words = {}, refusal, ...described } = given;
  const kept = typeof sets === 'string' ? keptAs<V>(sets) : sets;
  const only: Argument = { ...argument, value: kept.value, required: true };
  const limits = argumentOf(only);
  const key = limits.kind === 'switch' ? 'on' : described.name;
  return {
    ...described,
    group: 'when',
    changes: 'always',
    arguments: [only],
    parse(rest) {
      const named = Object.entries(words).find(([word]) => word === rest.trim().toLowerCase())?.[1];
      const read = readValue(described.name, named === undefined ? rest : String(named), limits);
      return read && 'value' in read ? { [key]: read.value } : read;
    },
    run(values: Record<string, unknown>, caller, context) {
      const value = values[key] as V;
      const why = refusal?.(caller);
      return change(caller, context, (channel) => {
        if (why !== undefined) return { said: `${why} Nothing was changed.`, isRefused: true };
        // Setting a damaged channel's value again makes its record whole.
        const isSame = kept.of(channel) === value && channel.state.kind !== 'damaged';
        if (isSame) return { said: `${said(value, 'already', caller)} Nothing was changed.` };
        return { said: said(value, 'now', caller), channel: { ...channel, ...kept.fields(value, channel) } };
      });
    },
  };
}

function keptAs<V extends Value>(field: Field): Kept<V> {
  return {
    value: Channel.shape[field] as z.ZodType as z.ZodType<V>,
    of: (channel) => channel[field] as Value as V,
    fields: (value) => ({ [field]: value }),
  };
}

/** Writes what `edit` makes of the newest record, once, and confirms it with the settings that result. */
export async function change(
  caller: Caller,
  context: NextPostNeeds,
  edit: (channel: Channel) => Change,
): Promise<Reply> {
  const blocks = ({ said, isRefused }: Change) =>
    said === undefined ? [] : [text(said, isRefused ? 'warning' : 'plain')];
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
