/** `quiet`: sets whether a day without papers gets a line saying why. */
import { misused } from './command.ts';
import { says } from './phrases/match.ts';
import { setting } from './setting.ts';

export const quiet = setting<boolean>({
  name: 'quiet',
  usage: 'quiet on|off',
  does: 'post one line on days without papers, saying why',
  phrases: [
    {
      says: says('quiet(?: mode)?', '(?:quiet|empty) days?', 'silence on empty days'),
      means: misused('quiet', '`quiet` takes `on` or `off`. To stop all posts, pause.', [
        'quiet on',
        'quiet off',
        'pause',
      ]),
    },
  ],
  sets: 'quietLine',
  argument: { name: 'on', does: 'Say why' },
  said(on, when) {
    if (on) return `Days without papers ${when} get one line saying why.`;
    return when === 'now'
      ? 'Nothing will be posted on days without papers.'
      : 'Days without papers already get no post.';
  },
});
