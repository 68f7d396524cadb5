/** The message with which Paperboy says hello in a channel, and the button that opens a place's settings. */
import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Place } from '../../src/model/ports.ts';
import { SETTINGS } from './names.ts';
import { inert } from './text.ts';

/** `inviter` is named so that people know whom to ask; nobody else is called. */
export function toIntro(place: Place, inviter: string | undefined): { text: string; blocks: KnownBlock[] } {
  const by: RichTextElement[] = inviter
    ? [
        { type: 'text', text: "Hi, I'm Paperboy. " },
        { type: 'user', user_id: inviter },
        { type: 'text', text: ' added me to this channel.' },
      ]
    : [{ type: 'text', text: "Hi, I'm Paperboy, and I'm new in this channel." }];
  const elements: RichTextElement[] = [
    ...by,
    {
      type: 'text',
      text: ' I post new papers once a day. Follow topics to get only those. Anyone can type: ',
    },
    ...['/papers hyperparameter', '/papers subscribe "continual learning"', '/papers help'].flatMap(
      (command, at): RichTextElement[] => [
        ...(at === 0 ? [] : [{ type: 'text' as const, text: ', ' }]),
        { type: 'text', text: command, style: { code: true } },
      ],
    ),
    { type: 'text', text: '. I only read messages that are sent to me.' },
  ];
  return {
    text: "Hi, I'm Paperboy. I post new papers once a day. Type /papers help.",
    blocks: [
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] },
      settingsBlock(place),
    ],
  };
}

/** Opens the settings of a place. */
export function settingsBlock(place: Place): KnownBlock {
  return {
    type: 'actions',
    elements: [
      {
        type: 'button',
        text: { type: 'plain_text', text: 'Settings', emoji: false },
        action_id: `${SETTINGS}:0`,
        value: writePlace(place),
      },
    ],
  };
}

/** A place as a button or a view carries it. Names of channels have at most 80 characters. */
export function writePlace({ id, name }: Place): string {
  return JSON.stringify({ id, name: inert(name).slice(0, 100) });
}

export function readPlace(text: string | undefined): Place | undefined {
  try {
    const { id, name } = JSON.parse(text ?? '') as Partial<Place>;
    return typeof id === 'string' && typeof name === 'string' ? { id, name } : undefined;
  } catch {
    return undefined;
  }
}
