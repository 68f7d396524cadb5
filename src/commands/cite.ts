/** `cite`: shows the BibTeX entry of a paper. */
import type { Reply } from '../model/message.ts';
import { bibtex } from './bibtex.ts';
import { misused } from './command.ts';
import { type FindPaperNeeds, withPaper } from './find-paper.ts';
import { readIds } from './ids.ts';
import { says } from './near.ts';
import { paperCommand } from './paper-command.ts';
import { reply } from './reply.ts';

export const cite = paperCommand({
  name: 'cite',
  aliases: ['bibtex'],
  group: 'read',
  usage: 'cite <id>',
  does: 'get the BibTeX entry of a paper',
  details: '`<id>` is a paper ID, a DOI, a PubMed number, or a link. You can give several.',
  example: 'cite 2511.08544',
  near: [
    {
      says: says('(?:cite|bibtex|citation)(?: (?:this|that|it|one|paper|these|them))*'),
      means: misused('cite', 'Which paper? Give its ID or link, or press its BibTeX button.'),
    },
    {
      says: says(
        '(?:bibtex|bib|citation|reference|cite|ris|latex)(?: entry| info)?(?: (?:of|for|to))? (?:paper )?(.+)',
        '(.+) (?:bibtex|citation)',
      ),
      means: (...found) => {
        const rest = found.find((one) => one !== '') ?? '';
        return readIds(rest).length > 0 ? `cite ${rest}` : undefined;
      },
    },
  ],
  each: (id, _caller, context) => citePaper(id, context),
});

export function citePaper(id: string, context: FindPaperNeeds): Promise<Reply> {
  return withPaper(id, context, (paper) =>
    reply([{ kind: 'code', text: bibtex(paper) }], { summary: `BibTeX of ${paper.title}` }),
  );
}
