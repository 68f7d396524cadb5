/** The home tab: a person's channels, reading list and the sources. */
import type { HomeView, KnownBlock } from '@slack/types';
import { type Block, plain } from '../../src/model/message.ts';
import type { ChannelCard, CommandService } from '../../src/model/ports.ts';
import { HOME } from './buttons.ts';
import { settingsBlock } from './intro.ts';
import { cut, LIMITS } from './limits.ts';
import { toBlocks } from './render.ts';

export type HomeContent = Awaited<ReturnType<CommandService['home']>>;

/** A home tab holds 100 blocks, and a channel takes two. */
const MOST_CHANNELS = 25;
const MOST_SAVED = 20;

export function toHome({ channels, saved, sources }: HomeContent): HomeView {
  const own = channels.slice(0, MOST_CHANNELS);
  return {
    type: 'home',
    blocks: [
      ...words([
        { kind: 'heading', text: 'Paperboy' },
        {
          kind: 'text',
          line: [
            { text: 'New papers for your channels, every day. ' },
            { text: '/papers help', style: 'code' },
            { text: ' shows what it can do. In Messages you can leave out the command.' },
          ],
        },
      ]),
      refreshBlock(),
      ...words([{ kind: 'heading', text: 'Channels' }]),
      ...(own.length > 0
        ? own.flatMap(toChannel)
        : words([
            {
              kind: 'text',
              line: [
                { text: 'None yet. Type ' },
                { text: '/invite @paperboy', style: 'code' },
                { text: ' in a channel to add Paperboy.' },
              ],
            },
          ])),
      ...more(channels.length - own.length, 'channels'),
      ...words([
        { kind: 'heading', text: 'Your reading list' },
        saved.length > 0
          ? {
              kind: 'list',
              lines: saved.slice(0, MOST_SAVED).map((card) => [{ text: plain(card.title), url: card.url }]),
            }
          : {
              kind: 'text',
              tone: 'quiet',
              line: [{ text: 'Nothing here yet. Press Save below a paper.' }],
            },
      ]),
      ...more(saved.length - MOST_SAVED, 'papers'),
      ...words([
        { kind: 'heading', text: 'Sources' },
        { kind: 'list', lines: sources.slice(0, 10) },
      ]),
    ],
  };
}

function toChannel(card: ChannelCard): KnownBlock[] {
  const topics = card.topics.map(({ query }) => query);
  const shown = topics.slice(0, 5).join('; ');
  const follows =
    topics.length === 0
      ? 'the whole digest'
      : topics.length > 5
        ? `${shown} and ${topics.length - 5} more`
        : shown;
  const [block] = words([
    {
      kind: 'text',
      line: [
        { text: card.place.name, style: 'strong' },
        { text: `\n${cut(follows, 1000)}\n${card.schedule}. ${card.next}` },
        ...(card.problem ? [{ text: `\n${cut(card.problem, 600)}`, style: 'strong' as const }] : []),
      ],
    },
  ]);
  const settings = settingsBlock(card.place);
  return block ? [block, settings] : [settings];
}

function more(count: number, what: string): KnownBlock[] {
  return count > 0
    ? words([{ kind: 'text', tone: 'quiet', line: [{ text: `And ${count} more ${what}.` }] }])
    : [];
}

function refreshBlock(): KnownBlock {
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        text: { type: 'plain_text', text: 'Refresh', emoji: false },
        action_id: HOME,
        value: HOME,
      },
    ],
  };
}

function words(blocks: Block[]): KnownBlock[] {
  return toBlocks({ summary: '', blocks, actions: [] }, LIMITS.viewBlocks).blocks;
}
