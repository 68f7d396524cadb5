import type { Shown } from '../../../adapters/web/conversation.ts';
import { type Block, type Line, type Message, plain } from '../../../src/model/message.ts';
import { describeAdapter, type Rig, type Seen } from '../contract.ts';
import { openBrowser, openWorkspace } from './workspace.ts';

// The page's own rendering is held by the tests in a real browser; here the log is read as the page receives it.
describeAdapter('the local workspace', async (): Promise<Rig> => {
  const workspace = await openWorkspace();
  const reader = openBrowser(workspace.address);
  const someone = openBrowser(workspace.address);
  await someone.get('/api/channels');
  const messagesOf = async (browser: typeof reader, channel: string): Promise<Shown[]> => {
    const answer = await browser.get(`/api/channels/${channel.split(':')[2]}/messages`);
    return ((await answer.json()) as { messages: Shown[] }).messages;
  };
  return {
    adapter: workspace.adapter,
    service: workspace.service,
    channel: 'web:local:general',
    otherChannel: 'web:local:ml-papers',
    noChannel: 'web:local:nowhere',
    secrets: ['s3cret-token', '/private/place', someone.cookie().split('=')[1] ?? 'no cookie'],
    seen: async (channel) => (await messagesOf(reader, channel)).filter(hasMessage).map(see),
    async command(channel, text) {
      await someone.post(`/api/channels/${channel.split(':')[2]}/ask`, { text });
      return (await messagesOf(someone, channel))
        .filter((shown) => shown.onlyYou)
        .filter(hasMessage)
        .map(see);
    },
    fail() {
      workspace.shelves.broken = true;
    },
    close: workspace.stop,
  };
});

type WithMessage = Shown & { message: Message };

function hasMessage(shown: Shown): shown is WithMessage {
  return shown.message !== undefined;
}

function see({ message }: WithMessage): Seen {
  const lines = message.blocks.flatMap(linesOf);
  const links = lines.flat().flatMap(({ url }) => url ?? []);
  const text = lines.map(plain).join('\n');
  return { text, links: links.filter((url) => /^https?:/.test(url)), pings: [] };
}

function linesOf(block: Block): Line[] {
  switch (block.kind) {
    case 'heading':
    case 'code':
      return [[{ text: block.text }]];
    case 'text':
      return [block.line];
    case 'list':
      return block.lines;
    case 'cards':
      return block.cards.flatMap((card) => [
        card.title.map((span) => ({ ...span, url: card.url })),
        [{ text: card.authors ?? '' }],
        card.excerpt,
        card.reason ?? [],
      ]);
  }
}
