/** `similar`: shows papers like one or several that are named. */
import { counted } from '../model/counted.ts';
import { MOST_IDS, readIds } from './ids.ts';
import { paperCommand } from './paper-command.ts';
import { says } from './phrases/match.ts';
import { related } from './related.ts';

const described = paperCommand({
  name: 'similar',
  group: 'find',
  usage: 'similar <id> ...',
  does: 'show papers like these',
  details:
    '`<id>` is a paper ID, a DOI, a PubMed number, or a link; several find what they have in common. `/papers like <id>` does the same, and `/papers subscribe like:<id>` follows such papers.',
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

export const similar: typeof described = {
  ...described,
  // Several papers are one question: what is like all of them.
  run: ({ ids }, _caller, context) =>
    related(ids, context, ids.length === 1 ? 'This paper' : counted(ids.length, 'paper')),
};

/** Whether every word is a paper's: "like humans do" is a search. */
function namesPapers(rest: string): boolean {
  const words = rest.split(/[\s,]+/);
  return words.length <= MOST_IDS && words.every((word) => readIds(word).length > 0);
}
