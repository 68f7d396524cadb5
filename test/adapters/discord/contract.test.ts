import { describeAdapter, type Rig, type Seen } from '../contract.ts';
import { TOKEN } from './cloud.ts';
import { see } from './reading.ts';
import { openRig, papers, send } from './rig.ts';

const CHANNELS: Record<string, string> = { 'discord:1:11': '11', 'discord:1:12': '12' };

describeAdapter('Discord by gateway', async (): Promise<Rig> => {
  const rig = await openRig();
  const { cloud, service } = rig;
  /** Answers that everyone in the channel sees are messages there. */
  const shared = new Map<string, Seen[]>();
  const ask = async (channel: string, text: string): Promise<Seen[]> => {
    const id = CHANNELS[channel] ?? '';
    const query = text.replace(/^\/papers\s*/, '');
    const { first, more } = await send(
      rig,
      papers(query, { channel_id: id, channel: { id, type: 0, name: `channel-${id}` } }),
    );
    const bodies = first.body.type === 5 ? more.map(({ body }) => body) : [first.body.data];
    const mine = bodies.filter(({ flags }) => (flags & 64) !== 0).map(see);
    shared.set(channel, [
      ...(shared.get(channel) ?? []),
      ...bodies.filter(({ flags }) => (flags & 64) === 0).map(see),
    ]);
    return mine;
  };
  return {
    adapter: rig.adapter,
    service,
    admitsByChange: true,
    channel: 'discord:1:11',
    otherChannel: 'discord:1:12',
    noChannel: 'discord:1:404',
    secrets: [TOKEN, 'secret-part'],
    async seen(channel) {
      const posted = cloud.channels.get(CHANNELS[channel] ?? '')?.messages.map(see) ?? [];
      return [...posted, ...(shared.get(channel) ?? [])];
    },
    command: ask,
    fail() {
      const act = { kind: 'status', status: 503 } as const;
      cloud.faults.push({ match: ({ path }) => path.startsWith('/channels'), act });
    },
    close: rig.close,
  };
});
