/** `announce`: sets whether a line in the channel says who changed what it gets. */
import { z } from 'zod';
import { isAnnounced } from '../channels/channel.ts';
import { firstOf, says } from './phrases/match.ts';
import { setting } from './setting.ts';

export const announce = setting<boolean>({
  name: 'announce',
  usage: 'announce on|off',
  does: 'post one line here when someone changes what this channel gets',
  details: 'It says who changed what. Direct messages never get such lines.',
  phrases: [
    {
      says: says(
        '(?:turn|switch) (on|off) (?:the )?(?:change )?(?:announcements?|notices)(?: of changes)?',
        '(?:turn|switch) (?:the )?(?:change )?(?:announcements?|notices)(?: of changes)? (on|off)',
        '(?:change )?announcements? (on|off)',
      ),
      means: (...found) => `announce ${firstOf(found)}`,
    },
    {
      says: says(
        "(?:don't|do not|stop|no|quit) (?:announce|announcing|announcements?)(?: (?:of|changes|every|change|here|the))*",
      ),
      means: 'announce off',
    },
    { says: says('announce (?:all |the |every )?(?:changes?|edits)(?: here)?'), means: 'announce on' },
  ],
  sets: { value: z.boolean(), of: isAnnounced, fields: (announce) => ({ announce }) },
  argument: { name: 'on', does: 'Say who changed what' },
  refusal: ({ place }) =>
    place.direct ? 'Changes in direct messages are never announced: only you read them.' : undefined,
  said: (on, when) =>
    on
      ? `When someone changes what this channel gets, one line here ${when} says so.`
      : `Changes are ${when === 'now' ? 'no longer' : 'already not'} announced here.`,
});
