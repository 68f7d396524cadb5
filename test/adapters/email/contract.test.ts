import { describeAdapter, type Rig } from '../contract.ts';
import { CHANNEL, ME, openRig, seeHtml } from './rig.ts';

// A mailbox shows messages with the same Message-ID once: what the server took is looked at as a mailbox does.
describeAdapter(
  'mail',
  async (): Promise<Rig> => {
    const login = { user: 'paperboy', pass: 's3cret-pass' };
    const rig = await openRig({ login });
    rig.server.unknown.add('nobody@lab.example');
    return {
      adapter: rig.adapter,
      service: rig.service,
      channel: CHANNEL,
      otherChannel: 'email:other.example:you@other.example',
      noChannel: 'email:lab.example:nobody@lab.example',
      secrets: [login.pass],
      async seen(channel) {
        const to = channel === CHANNEL ? ME : (channel.split(':')[2] ?? '');
        const mails = new Map(rig.mailsTo(to).map((mail) => [mail.messageId, mail]));
        return [...mails.values()].map((mail) => seeHtml(String(mail.html)));
      },
      command: async () => [],
      fail() {
        rig.server.forever = { at: 'rcpt', answer: '451 4.3.0 Try again later' };
      },
      close: rig.close,
    };
  },
  true,
);
