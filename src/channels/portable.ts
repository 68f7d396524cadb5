/** All channels and topics in, one JSON value out, and back: for a move, a backup, or an edit by hand. */
import { z } from 'zod';
import { PaperboyError } from '../model/errors.ts';
import { readZone } from '../model/zone.ts';
import { Channel, Subscription } from './channel.ts';
import type { Channels } from './channels.ts';

const FORMAT = 'paperboy-channels-1';

/** A file may be edited by hand, so a zone is read as it is in chat. */
const TypedZone = z.string().transform((text, context) => {
  const read = readZone(text);
  if ('zone' in read) return read.zone;
  context.addIssue(read.problem);
  return z.NEVER;
});

const Portable = z.object({
  format: z.literal(FORMAT),
  channels: z.array(
    Channel.extend({
      zone: TypedZone.exactOptional(),
      topics: z.array(Subscription.omit({ channel: true })),
    }),
  ),
});
export type Portable = z.infer<typeof Portable>;

export function exportChannels(channels: Channels): Portable {
  const all = [...channels.all()].map((channel) => ({
    ...channel,
    topics: channels.topics(channel.id).map(({ channel: _, ...topic }) => topic),
  }));
  return { format: FORMAT, channels: all.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function problemsOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`).join('; ');
}

/**
 * Takes channels over: settings are replaced, topics are added to those that are followed. Nothing is deleted, so the
 * same file twice changes nothing.
 * @param keep numbers of this store for channels that are new here: another store's mean nothing
 * @throws PaperboyError `bad-channels` naming every place that is wrong; nothing is changed then
 */
export async function importChannels(
  value: unknown,
  channels: Channels,
  keep: { fromSeq: number; now: number },
): Promise<{ channels: number; topics: number }> {
  const read = Portable.safeParse(value);
  if (!read.success)
    throw new PaperboyError('bad-channels', `This is no export of channels: ${problemsOf(read.error)}`);
  let added = 0;
  for (const { topics, ...channel } of read.data.channels) {
    const { id, name, joinedAt, fromDay, joined } = channel;
    const known = channels.get(id);
    const { fromSeq } = await channels.join({ id, name, joinedAt, fromDay, joined, fromSeq: keep.fromSeq });
    // What was due while the channel was on its way here is not owed.
    const since = known?.since ?? keep.now;
    await channels.update(id, () => ({ ...channel, fromSeq, since }));
    for (const topic of topics) if (await channels.subscribe({ ...topic, channel: id })) added++;
  }
  return { channels: read.data.channels.length, topics: added };
}
