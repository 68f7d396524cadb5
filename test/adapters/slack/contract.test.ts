import { describeAdapter, type Rig } from '../contract.ts';
import { BOT } from './slack.ts';
import { commandOf, createTime, openWorld, see, until } from './world.ts';

describeAdapter('Slack in Socket Mode', async (): Promise<Rig> => {
  const { slack, adapter, service, stop } = await openWorld(undefined, undefined, undefined, {
    time: createTime(),
  });
  await until(() => service.joined.length === 2, 'the channels');
  const id = (channel: string) => channel.split(':')[2] ?? '';
  return {
    adapter,
    service,
    channel: 'slack:T1:C1',
    otherChannel: 'slack:T1:C2',
    noChannel: 'slack:T1:C9',
    secrets: [BOT.token, BOT.app, 't1cket-s3cret'],
    seen: async (channel) => slack.seen(id(channel)).map(see),
    async command(channel, text) {
      const before = slack.shown.length;
      await slack.send('slash_commands', commandOf(slack, id(channel), text));
      await until(() => slack.shown.length > before, 'the answer');
      return slack.shown.filter((one) => one.channel === id(channel) && one.onlyFor === 'U1').map(see);
    },
    fail() {
      slack.faults.set('*', [{ status: 503 }]);
    },
    close: stop,
  };
});
