/** `abstracts`: sets whether posts show the first sentences of each paper. */
import { setting } from './setting.ts';

export const abstracts = setting<boolean>({
  name: 'abstracts',
  usage: 'abstracts on|off',
  does: 'show the first sentences in posts, or titles only',
  sets: 'abstracts',
  argument: { name: 'on', does: 'Show the first sentences' },
  said: (on, when) => `Posts ${when} show ${on ? 'the first sentences' : 'titles only'}.`,
});
