/** What people type when they mean papers whose code is linked, or only those. */
import { offering, type Phrase } from '../command.ts';
import { ofAKind } from './asked-for.ts';
import { PAPERS, says } from './match.ts';

export const WITH_CODE_PHRASES: readonly Phrase[] = [
  {
    // "Papers with Code" is also a site that abstracts name.
    says: says(
      `${PAPERS}(?:with|having|that have|has|have|including) (?:open[- ]source |public |the )?(?:code|github|repos?)`,
    ),
    means: offering(
      'Papers whose code is linked, or these words?',
      'search has:code',
      'search "papers with code"',
    ),
  },
  {
    says: says('(.+?) papers? (?:with|that have) (?:open[- ]source |public )?code'),
    means: (topic) => ({ name: 'search', query: `${ofAKind(topic)} has:code` }),
  },
  {
    // Leaving out what has no code keeps what has it.
    says: says(
      "(?:(?:exclude|ignore|filter out|leave out|skip|hide|remove|drop|no|no more|don't (?:show|send)(?: me| us)?|(?:i|we) don't want)(?: (?:any|all|the|papers?|ones|those))*) (?:without|with no|that have no|lacking) (?:open[- ]source |public |any )?(?:code|github|repos?|implementation)",
      '(?:(?:it |they |papers? )?must have|(?:has|have) to have|(?:code|github) (?:is )?(?:required|only)) ?(?:open[- ]source |public )?(?:code|github|a repo)?',
      '(?:show|send|give|post|find|get|list)(?: me| us)? (?:only|just) papers? (?:with|that have) (?:code|github|a repo)',
    ),
    means: offering('`has:code` finds papers whose code is linked.', 'search has:code', 'subscribe has:code'),
  },
];
