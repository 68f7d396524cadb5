/** `layout`: sets how the papers of a post stand. */
import { layoutFields, layoutOf } from '../channels/channel.ts';
import { editDistance } from '../model/edit-distance.ts';
import { Layout } from '../model/message.ts';
import { offering } from './command.ts';
import { says } from './phrases/match.ts';
import { setting } from './setting.ts';

const SAID: Record<Layout, string> = {
  cards: 'papers as cards with a summary',
  compact: 'one line for each paper',
  titles: 'titles only',
};

const command = setting<Layout>({
  name: 'layout',
  aliases: ['abstracts'],
  keywords: 'abstract summary summaries short shorter text titles'.split(' '),
  usage: 'layout cards|compact|titles',
  does: 'show papers in posts as cards, as one line each, or as titles only',
  details: '`abstracts on` means `layout cards`, and `abstracts off` means `layout compact`.',
  phrases: [
    {
      says: says(
        '(?:show |only |just )?(?:the )?titles?(?: only)',
        '(?:only|just) (?:the )?titles?',
        'titles',
      ),
      means: 'layout titles',
    },
    {
      says: says(
        '(?:no|hide|without|skip|disable|remove) (?:the )?(?:abstracts?|summar(?:y|ies)|previews?|excerpts?)',
        '(?:abstracts?|summar(?:y|ies)|excerpts?) off',
        '(?:turn|switch) off (?:the )?(?:abstracts?|summaries)',
        '(?:compact|dense|condensed) (?:view|mode|layout|list|posts?)',
        '(?:less|fewer|shorter|too much) (?:text|words)|too long|shorter',
        '(?:one line|a line) (?:per|for each|each) paper',
      ),
      means: 'layout compact',
    },
    {
      says: says(
        '(?:show|with|enable|include|add) (?:the )?(?:abstracts?|summaries|excerpts?)',
        '(?:summar(?:y|ies)|excerpts?) on',
        '(?:turn|switch) on (?:the )?(?:abstracts?|summaries)',
      ),
      means: 'layout cards',
    },
    {
      // One word may be a search.
      says: says('compact'),
      means: offering('Should posts have one line for each paper?', 'layout compact', 'search compact'),
    },
    {
      says: says('(?:the )?(?:abstracts?|summary|summaries)'),
      means: offering(
        'Each paper has a button for its abstract. Posts can also begin with it.',
        'layout cards',
        'layout compact',
      ),
    },
  ],
  sets: { value: Layout, of: layoutOf, fields: layoutFields },
  words: { on: 'cards', off: 'compact' },
  argument: { name: 'as', does: 'Show papers as' },
  said: (layout, when) => `Posts ${when} show ${SAID[layout]}.`,
});

/** Any other word behind the name is a search: layouts are what some papers are about. */
export const layout: typeof command = {
  ...command,
  parse(rest, line) {
    const read = command.parse(rest, line);
    const isFar = Layout.options.every((name) => editDistance(rest.toLowerCase(), name, 2) > 2);
    return read && 'query' in read && isFar ? undefined : read;
  },
};
