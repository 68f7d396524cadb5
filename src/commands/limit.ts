/** `limit`: sets how many papers a post shows. */

import { POST_LIMIT } from '../model/channel-form.ts';
import { counted } from '../model/counted.ts';
import { setting } from './setting.ts';

export const limit = setting<number>({
  name: 'limit',
  usage: `limit <${POST_LIMIT.min} to ${POST_LIMIT.max}>`,
  does: 'set how many papers a post shows',
  details: 'A button shows the rest.',
  example: 'limit 5',
  sets: 'limit',
  argument: { name: 'papers', does: 'How many papers at most' },
  meant(typed) {
    const count = /^top\s+(\d{1,3})$/i.exec(typed)?.[1];
    if (count === undefined) return undefined;
    return `To see the newest papers with the most votes, use \`/papers today\`. To change how many papers a post shows, use \`/papers limit ${count}\`. To search for these words, use \`/papers search ${typed}\`.`;
  },
  said: (most, when) =>
    `Posts ${when} show up to ${counted(most, 'paper')}${when === 'now' ? '; a button shows the rest' : ''}.`,
});
