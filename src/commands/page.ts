/** `page`: sets whether what was posted in a channel can be read on a page. */
import { z } from 'zod';
import { says } from './phrases/match.ts';
import { setting } from './setting.ts';

export const page = setting<boolean>({
  name: 'page',
  usage: 'page on|off',
  does: 'let what was posted here be read on a page and in feeds, or not',
  details:
    'Whoever may open the pages of this Paperboy can then read what was posted here and which topics it matched, whether or not they are in this channel.',
  isTyped: true,
  phrases: [
    {
      says: says('(?:(?:publish|unhide|list) (?:this|the) channel|make (?:this|the) channel public)'),
      means: 'page on',
    },
    {
      says: says('(?:(?:unpublish|unlist) (?:this|the) channel|make (?:this|the) channel private)'),
      means: 'page off',
    },
  ],
  sets: { value: z.boolean(), of: ({ page: isOn }) => isOn, fields: (isOn) => ({ page: isOn }) },
  argument: { name: 'on', does: 'Have a page' },
  refusal: ({ place }) => (place.direct ? 'A direct conversation has no page.' : undefined),
  said: (on, when, { place }) =>
    on
      ? `This channel ${when} has a page, \`/c/${place.id}\`, where this Paperboy's pages are.`
      : `This channel ${when} has no page.`,
});
