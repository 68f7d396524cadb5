/** The home tab: a person's channels, reading list and the sources. */
import type { HomeView, KnownBlock } from '@slack/types';
import { counted } from '../../src/model/counted.ts';
import { type Block, inline, type Line, plain } from '../../src/model/message.ts';
import type { ChannelCard, CommandService } from '../../src/model/ports.ts';
import { HOME, toButtonBlock } from './buttons.ts';
import { settingsBlock } from './intro.ts';
import { cut, LIMITS } from './limits.ts';
import { toBlocks } from './render.ts';

/** A home tab holds 100 blocks, and a channel takes two. */
const MOST_CHANNELS = 25;
const MOST_SAVED = 20;
const MOST_SOURCES = 10;
const MOST_TOPICS = 5;

export function toHome({ channels, saved, sources }: Awaited<ReturnType<CommandService['home']>>): HomeView {
  const titles = saved.slice(0, MOST_SAVED).map(({ title, url }) => [{ text: plain(title), url }]);
  return {
    type: 'home',
    blocks: [
      ...words(
        heading('Paperboy'),
        text(
          'New papers for your channels, every day. `/papers help` shows what it can do. In Messages you can leave out the command.',
        ),
      ),
      toButtonBlock('Refresh', HOME, HOME),
      ...words(heading('Channels')),
      ...(channels.length > 0
        ? channels.slice(0, MOST_CHANNELS).flatMap(toChannel)
        : words(text('None yet. Type `/invite @paperboy` in a channel to add Paperboy.'))),
      ...more(channels.length - MOST_CHANNELS, 'channel'),
      ...words(
        heading('Your reading list'),
        saved.length > 0
          ? { kind: 'list', lines: titles }
          : text('Nothing here yet. Press Save below a paper.', 'quiet'),
      ),
      ...more(saved.length - MOST_SAVED, 'paper'),
      ...words(heading('Sources'), { kind: 'list', lines: sources.slice(0, MOST_SOURCES) }),
    ],
  };
}

function toChannel({ place, topics, schedule, next, problem }: ChannelCard): KnownBlock[] {
  const shown = topics.slice(0, MOST_TOPICS).map(({ query }) => query);
  const left = topics.length - shown.length;
  const follows = `${shown.join('; ') || 'the whole digest'}${left > 0 ? ` and ${left} more` : ''}`;
  const line: Line = [
    { text: place.name, style: 'strong' },
    { text: `\n${cut(follows, 1000)}\n${schedule}. ${next}` },
  ];
  if (problem) line.push({ text: `\n${cut(problem, 600)}`, style: 'strong' });
  return [...words({ kind: 'text', line }).slice(0, 1), settingsBlock(place)];
}

function more(count: number, what: string): KnownBlock[] {
  return count > 0 ? words(text(`And ${counted(count, `more ${what}`)}.`, 'quiet')) : [];
}

function heading(text: string): Block {
  return { kind: 'heading', text };
}

function text(words: string, tone: 'plain' | 'quiet' = 'plain'): Block {
  return { kind: 'text', line: inline(words), tone };
}

function words(...blocks: Block[]): KnownBlock[] {
  return toBlocks({ summary: '', blocks, actions: [] }, LIMITS.viewBlocks).blocks;
}
