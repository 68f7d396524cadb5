/** What people ask about citations, which Paperboy doesn't know: it tells where they are listed. */
import { isArxivId } from '../../model/arxiv-id.ts';
import { inline } from '../../model/message.ts';
import { readPaperId } from '../../model/paper-id.ts';
import { type Parsed, type Phrase, telling } from '../command.ts';
import { readIds } from '../ids.ts';
import { firstOf, says } from './match.ts';

const CITING = '(?:is citing|are citing|cites?|cited|has cited|have cited)';

export const CITATION_PHRASES: readonly Phrase[] = [
  {
    says: says(
      `(?:who(?: else)?|what|which (?:papers?|works?)) ${CITING} (.+)`,
      '(?:cited by|(?:papers?|works?|articles?) (?:citing|that cite|which cite))(?: paper)? (.+)',
    ),
    means: (...found) => citing(firstOf(found)),
  },
  {
    says: says(
      '((?:(?:h-?index|citation count|impact factor) (?:of|for) .{2,80}|(?:the )?(?:most|highly|top|best)[- ]cited(?: papers?)?(?: .{2,40})?|(?:sort|order|rank)(?: .{1,20})? by (?:citations?|impact)))',
    ),
    means: counting,
  },
  {
    // Of a title these may be a title, too.
    says: says(
      '(?:how many )?(?:citations|references|citers|times) (?:of|for|to|does|has|is|was) (.+)',
      'how (?:often|many times) (?:is|was|has) (.+?)(?: been)? (?:cited|referenced)',
      '(.+) (?:citations?|references|citation count|cited by|citing papers|bibliography)',
      '(?:bibliography|references|impact|citations? counts?|citation graph) (?:of|for|in) (.+)',
    ),
    means(...found) {
      const line = firstOf(found);
      return readIds(line).length > 0 ? citing(line) : undefined;
    },
  },
];

/** Of an author or of many papers, or the title of one. */
function counting(line: string): Parsed {
  const told = "I don't know how often papers are cited. `/papers top` ranks them by votes.";
  return telling(told, 'top', `search ${line}`);
}

function citing(line: string): Parsed {
  const [id] = readIds(line);
  const told = [
    ...inline("I don't know which papers cite another. Google Scholar does: "),
    { text: 'look this one up there', url: citationsUrl(id ?? line) },
    { text: '.' },
  ];
  return telling(told, ...(id === undefined ? [`search ${line}`] : [`search ${id}`, `similar ${id}`]));
}

/** Google Scholar's page for an ID or a title; it finds arXiv's IDs on a page of its own, which arXiv links to. */
function citationsUrl(named: string): string {
  const id = readPaperId(named);
  const query = new URLSearchParams(
    id === undefined ? { q: `"${named.replaceAll('"', '')}"` } : isArxivId(id) ? { arxiv_id: id } : { q: id },
  );
  return `https://scholar.google.com/${query.has('arxiv_id') ? 'scholar_lookup' : 'scholar'}?${query}`;
}
