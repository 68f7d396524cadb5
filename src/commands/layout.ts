/** `layout`: sets how the papers of a post stand. */
import { layoutFields, layoutOf } from '../channels/channel.ts';
import { editDistance } from '../model/edit-distance.ts';
import { Layout } from '../model/message.ts';
import { setting } from './setting.ts';

const SAID: Record<Layout, string> = {
  cards: 'papers as cards with a summary',
  compact: 'one line for each paper',
  titles: 'titles only',
};

const command = setting<Layout>({
  name: 'layout',
  aliases: ['abstracts'],
  usage: 'layout cards|compact|titles',
  does: 'show papers in posts as cards, as one line each, or as titles only',
  details: '`abstracts on` means `layout cards`, and `abstracts off` means `layout compact`.',
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
