/** `today`: shows the newest digest. */
import { type Command, takesNothing } from './command.ts';
import { digestPage } from './digest-page.ts';
import { says } from './phrases/match.ts';
import { reply, text } from './reply.ts';

const NEW = '(?:latest|newest|new|recent|fresh|current|most recent|last)';
const PAPERS =
  '(?:daily )?(?:papers?|digests?|articles?|publications?|stuff|ones?|news|feed|research|picks|list)';

export const today: Command = {
  name: 'today',
  keywords: 'new today latest newest'.split(' '),
  group: 'find',
  usage: 'today',
  does: 'show the newest digest',
  phrases: [
    {
      says: says(
        `(?:(?:any|some|all|the|\\d{1,2}) )*(?:${NEW}|today(?:'s|s)?|heute|neue(?:ste)?|aktuell)(?: (?:(?:and|the|of|in|for|today(?:'s)?) ?|\\d{1,2} )*(?:${PAPERS})?)?(?: (?:of|for|from))?(?: today)?`,
        '(?:daily )?(?:papers?|digests?|news|feed|articles?)(?: (?:of|for|from))?(?: (?:today|now))?',
        "(?:(?:is|are) there )?(?:what(?:'s|s| is| are)?|anything|something|was gibt's|gibt es)(?: there)? (?:new(?:s|es)?|neues|hot off the press|out|fresh|today)(?: (?:papers|in|today|here|there|out|on|this morning|for me|heute) ?)*",
        '(?:(?:is|are) there )?any (?:news|updates)(?: (?:today|yet|here))?',
        'what (?:came out|was published|did i miss|got published|happened)(?: today)?',
        "(?:anything|something|what is|what's) (?:worth (?:reading|a read|a look)|interesting|cool|exciting|good)(?: (?:today|now|here|this morning))?",
        'surprise me|(?:a |any |some )?random papers?|catch me up|catch up|read|feed',
      ),
      means: 'today',
    },
  ],
  parse: takesNothing,
  async run(_values, _caller, { archive }) {
    const [newest] = await archive.days();
    if (newest === undefined)
      return reply([text('No digest has arrived yet. `/papers status` shows how the sources are doing.')]);
    return digestPage(newest, 0, { archive });
  },
};
