/** `thumbnails`: sets whether pictures of papers are shown in a channel. */
import { z } from 'zod';
import { hasThumbnails } from '../channels/channel.ts';
import { says } from './phrases/match.ts';
import { setting } from './setting.ts';

export const thumbnails = setting<boolean>({
  name: 'thumbnails',
  usage: 'thumbnails on|off',
  does: 'show a picture of each paper where its source has one, or none',
  details: 'Only cards have pictures.',
  phrases: [
    {
      says: says(
        '(?:no|hide|without|disable|remove|turn off) (?:the )?(?:thumbnails?|pictures?|images?|figures?)',
        '(?:pictures?|images?) off',
      ),
      means: 'thumbnails off',
    },
    {
      says: says(
        '(?:show|with|enable|turn on) (?:the )?(?:thumbnails?|pictures?|images?|figures?)',
        '(?:pictures?|images?) on',
      ),
      means: 'thumbnails on',
    },
  ],
  sets: { value: z.boolean(), of: hasThumbnails, fields: (thumbnails) => ({ thumbnails }) },
  argument: { name: 'on', does: 'Show pictures' },
  said: (on, when) => (on ? `Cards ${when} have pictures.` : `Cards ${when} have no pictures.`),
});
