/** `cite`: shows the BibTeX entry of a paper, or its RIS record. */
import { z } from 'zod';
import type { Reply } from '../model/message.ts';
import { bibtex } from './bibtex.ts';
import type { Command } from './command.ts';
import type { Caller, Context } from './context.ts';
import { type FindPaperNeeds, withPaper } from './find-paper.ts';
import { listedPapers, notListed } from './listed-paper.ts';
import { paperCommand } from './paper-command.ts';
import { CITE_PHRASES, STYLE, styleAnswer } from './phrases/cite.ts';
import { code, reply } from './reply.ts';
import { ris } from './ris.ts';
import { FORMATS, type Format, formatNamed } from './saved-export.ts';

const named = {
  name: 'cite',
  aliases: ['bibtex'],
  group: 'read',
  usage: 'cite <id> [bibtex|ris]',
  does: 'get the BibTeX entry of a paper',
  details:
    '`<id>` is a paper ID, a DOI, a PubMed number, or a link; `#1` is the first paper on your reading list. You can give several. With `ris` at the end, you get RIS.',
  example: 'cite 2511.08544',
  phrases: CITE_PHRASES,
  numbered: listedPapers,
} as const;
const asBibtex = paperCommand({ ...named, each: (id, _, context) => citeListed(id, 'bibtex', context) });
const asRis = paperCommand({ ...named, each: (id, _, context) => citeListed(id, 'ris', context) });

type Values = Parameters<typeof asBibtex.run>[0] & { as?: Format };

export const cite: Command<Values> = {
  ...asBibtex,
  arguments: [
    ...(asBibtex.arguments ?? []),
    { name: 'format', does: 'For a reference manager', value: z.enum(FORMATS) },
  ],
  parse(rest, line) {
    const { ids, style } = splitStyle(rest);
    const as = style === undefined ? undefined : formatNamed(style);
    const read = asBibtex.parse(ids, line);
    if (style === undefined || read === undefined || !('ids' in read)) return read;
    return as === undefined ? styleAnswer(style, ids) : { ...read, ...(as === 'ris' ? { as } : {}) };
  },
  run: ({ as, ...values }, caller: Caller, context: Context) =>
    (as === 'ris' ? asRis : asBibtex).run(values, caller, context),
};

/** `2508.01234 as ris`: the IDs, and the word for a style behind them. */
function splitStyle(rest: string): { ids: string; style?: string } {
  const [, ids = '', style] = STYLE.exec(rest) ?? [];
  return style === undefined ? { ids: rest } : { ids, style };
}

/** A place that the reading list doesn't have is left as it was typed. */
async function citeListed(id: string, as: Format, context: FindPaperNeeds): Promise<Reply> {
  return /^#\d{1,9}$/.test(id) ? notListed(code(id)) : citePaper(id, context, as);
}

export function citePaper(id: string, context: FindPaperNeeds, as: Format = 'bibtex'): Promise<Reply> {
  return withPaper(id, context, (paper) =>
    as === 'ris'
      ? reply([{ kind: 'code', text: ris(paper) }], { summary: `RIS of ${paper.title}` })
      : reply([{ kind: 'code', text: bibtex(paper) }], { summary: `BibTeX of ${paper.title}` }),
  );
}
