/** What people ask about languages: Paperboy writes English, and translates nothing. */

import { type Phrase, telling } from '../command.ts';
import { readIds } from '../ids.ts';
import { says } from './match.ts';

const LANGUAGE =
  '(?:english|german|deutsch|french|français|francais|spanish|español|espanol|italian|italiano|portuguese|chinese|mandarin|中文|japanese|日本語|korean|한국어|russian|polish|dutch|turkish|arabic|hindi|hebrew|swedish|czech|ukrainian|vietnamese)';
const CODE = '(?:en|de|fr|es|it|zh|ja|jp)';
const ENGLISH =
  "I only write English, and I don't translate papers. A search looks for its words as they are, in any language.";

export const LANGUAGE_PHRASES: readonly Phrase[] = [
  {
    // "german language" is a search, and this may be one.
    says: says(`((?:language|lang|locale|sprache|idioma|langue):? (?:${LANGUAGE}|${CODE}))`),
    means: (line) => telling(ENGLISH, 'help', `search ${line}`),
  },
  {
    says: says(
      `(?:set|change|switch|make) (?:it |the |my |your )?(?:(?:language|lang|locale|sprache)(?: (?:to|is))?:? )?(?:to |into )?(?:${LANGUAGE}|${CODE})`,
      `(?:(?:can|do) you )?(?:speak|talk|answer|reply|write|respond|translate)(?: (?:to|in|into|me|it|this|everything|the|papers?|abstracts?|summary|posts?))* ${LANGUAGE}`,
      `(?:in|auf|en) ${LANGUAGE}`,
      'help languages?|(?:which|what) languages? (?:(?:do|can|does|is|are|you|paperboy|speak|support|supported|available|understand|it|there) ?)+',
      '(?:change|set|switch) (?:(?:the|my|your) )?(?:language|lang|locale)',
    ),
    means: telling(ENGLISH, 'help'),
  },
  {
    says: says('translate (?:(?:the|abstract|summary|paper|of) )*(\\S+)(?: (?:to|in|into) .{2,30})?'),
    means: (named) => {
      const [id] = readIds(named);
      return id === undefined
        ? undefined
        : telling("I don't translate papers. This one's abstract is on its card.", `search ${id}`);
    },
  },
];
