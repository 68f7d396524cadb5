/** A place and who added Paperboy to it in, the message that says hello there out. */
import type { KnownBlock, RichTextElement } from '@slack/types';
import type { Place } from '../../src/model/ports.ts';
import { SETTINGS } from './names.ts';
import { inert } from './text.ts';

/** `inviter` is named so that people know whom to ask; nobody else is called. */
export function toIntro(place: Place, inviter: string | undefined): { text: string; blocks: KnownBlock[] } {
  const by: RichTextElement[] = inviter
    ? [
        { type: 'text', text: 'Hello, I am Paperboy. ' },
        { type: 'user', user_id: inviter },
        { type: 'text', text: ' added me to this channel.' },
      ]
    : [{ type: 'text', text: 'Hello, I am Paperboy, and new in this channel.' }];
  const elements: RichTextElement[] = [
    ...by,
    {
      type: 'text',
      text: ' I bring the papers of the day, one post a day. Choose topics to get those alone. Anyone can ask: ',
    },
    ...['/papers hyperparameter', '/papers subscribe "continual learning"', '/papers help'].flatMap(
      (command, at): RichTextElement[] => [
        ...(at === 0 ? [] : [{ type: 'text' as const, text: ', ' }]),
        { type: 'text', text: command, style: { code: true } },
      ],
    ),
    { type: 'text', text: '. I read no messages but those written to me.' },
  ];
  return {
    text: 'Hello, I am Paperboy: I bring the papers of the day. Write /papers help.',
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
