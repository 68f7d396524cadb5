/** `similar`: shows papers like one or several that are named. */
import { MOST_IDS, readIds } from './ids.ts';
import { paperCommand } from './paper-command.ts';
import { says } from './phrases/match.ts';
import { related } from './related.ts';

export const similar = paperCommand({
  name: 'similar',
  group: 'find',
  usage: 'similar <id>',
  does: 'show papers like this one',
  details: '`<id>` is a paper ID, a DOI, a PubMed number, or a link.',
  example: 'similar 2511.08544',
  isTyped: true,
  phrases: [
    {
      says: says(
        '(?:(?:find|show|give|get)(?: me)? )?(?:(?:more|other|some) )?(?:(?:papers?|ones?|work|articles?) )?(?:similar to|like|related to|related(?: papers)?|similar(?: papers)?(?: to)?) (?:paper )?(.+)',
      ),
      means: (rest) => (namesPapers(rest) ? `similar ${rest}` : undefined),
    },
  ],
  each: (id, _caller, context) => related([id], context, 'This paper'),
});

/** Whether every word is a paper's: "like humans do" is a search. */
function namesPapers(rest: string): boolean {
  const words = rest.split(/[\s,]+/);
  return words.length <= MOST_IDS && words.every((word) => readIds(word).length > 0);
}
