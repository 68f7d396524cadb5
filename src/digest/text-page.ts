/**
 * Reads Daily Papers pages saved as text into digests, one for each page.
 *
 * A paper ends with its footer (`• 5 authors`, `·`, a date); the lines since the last footer are its title
 * and abstract. `text-page-parser.ts` sorts the lines into pages and blocks, from which papers are built here.
 */
import type { Day, Digest, Paper } from '../model/paper.ts';
import { buildPaper } from './build-paper.ts';
import { createDigestBuilder, type DigestBuilder } from './digest-builder.ts';
import { datePaper, inferDay } from './page-day.ts';
import { badDigest, glimpse, type Reading } from './reader.ts';
import { type BodyPart, isRunningText, readBody, type Title } from './text-body.ts';
import { isListOfPapers } from './text-heading.ts';
import { readLinks, readTitle } from './text-links.ts';
import { readPages } from './text-page-parser.ts';
import type { Footer, PaperBlock } from './text-page-parts.ts';

/** The longest text in characters: years of pages. */
const MAX_TEXT = 64 * 1024 * 1024;

const NO_TITLE = 'authors and a date without a title before them';

/** Reads all pages of a text. Throws `bad-digest` for text without a footer as the site writes it. */
export function readTextPage(text: string, reading: Reading): Digest[] {
  if (text.length > MAX_TEXT) {
    throw badDigest(`it is text of ${text.length} characters, more than the limit of ${MAX_TEXT}`);
  }
  const pages = readPages(text);
  // With the site's heading, footers with only a date are trusted.
  const isPaper = ({ footer, isTitled, body }: PaperBlock, headed: boolean) =>
    footer?.isSure || (headed && (footer || (isTitled && body.length > 1)));
  const isDigest = pages.some(
    ({ headed, blocks }) => blocks.some((block) => isPaper(block, headed)) || isListOfPapers(blocks),
  );
  if (!isDigest && pages.some(({ headed }) => headed))
    throw badDigest('it has the heading of a Daily Papers page but no papers under it');
  if (!isDigest)
    throw badDigest('it is text, but not a Daily Papers page', `; it begins with ${glimpse(text)}`);
  const builders = new Map<Day, { builder: DigestBuilder; byline: string | undefined }>();
  for (const page of pages) {
    if (page.blocks.length === 0) continue;
    const dates = page.blocks.flatMap((block) => block.footer?.date ?? []);
    const day = inferDay(page.date, dates, reading);
    const known = builders.get(day) ?? { builder: createDigestBuilder(), byline: page.byline };
    known.byline ??= page.byline;
    builders.set(day, known);
    for (const block of rejoin(page.blocks)) addBlock(block, day, known.builder);
    const last = page.blocks.at(-1);
    if (last && page.bare > 0) known.builder.skip(last.line, NO_TITLE, page.bare - 1);
  }
  const digests = [...builders].map(([day, { builder, byline }]) => builder.close(day, byline));
  if (digests.every(({ papers }) => papers.length === 0)) {
    const [first] = digests.flatMap(({ skipped }) => skipped);
    throw badDigest(`nothing in it is a paper (line ${first ? `${first.line}: ${first.reason}` : '1'})`);
  }
  return digests;
}

/**
 * A date or `5 authors` on its own line within an abstract looks like a footer. It was not one where the real footer
 * follows: after nothing but sentences comes the half that was missing. Joins such blocks.
 */
function* rejoin(blocks: readonly PaperBlock[]): Generator<PaperBlock> {
  let held: PaperBlock | undefined;
  for (const block of blocks) {
    const isRest = held?.footer && completes(block.footer, held.footer) && isRunningText(block.body);
    if (held && isRest && !held.isCut && !block.isCut) {
      const footer = { ...held.footer, ...block.footer, isSure: true };
      held = { ...held, body: [...held.body, ...block.body], links: [...held.links, ...block.links], footer };
      continue;
    }
    if (held) yield held;
    held = block;
  }
  if (held) yield held;
}

function completes(footer: Footer | undefined, half: Footer): boolean {
  const hadDate = half.date !== undefined;
  if (footer === undefined || hadDate === (half.authorCount !== undefined)) return false;
  return footer.authorCount !== undefined && (hadDate || footer.date !== undefined);
}

function addBlock(block: PaperBlock, page: Day, builder: DigestBuilder): void {
  const { line, body, isCut } = block;
  if (isCut) builder.skip(line, 'far too long for one paper');
  const pieces = readBody(body);
  if (pieces.length === 0 && !isCut) builder.skip(line, NO_TITLE);
  // Only the last part is directly before the footer and the links.
  for (const piece of pieces) addPiece(piece, piece === pieces.at(-1) ? block : undefined, page, builder);
}

function addPiece(piece: BodyPart, ended: PaperBlock | undefined, page: Day, builder: DigestBuilder): void {
  const paper = 'reason' in piece ? piece : toPaper(piece, ended, page);
  if ('reason' in paper) builder.skip(piece.line, paper.reason);
  else builder.add(paper, piece.line);
}

function toPaper(piece: Title, ended: PaperBlock | undefined, page: Day): Paper | { reason: string } {
  const footer = ended?.footer;
  if (footer === undefined && piece.abstract === '') {
    return { reason: `${glimpse(piece.title)} has no abstract, no authors and no date` };
  }
  const links = readLinks(ended?.links ?? []);
  const title = readTitle(piece.title);
  return buildPaper({
    ...links,
    ...title,
    id: title.id ?? links.id,
    upvotes: piece.upvotes,
    abstract: piece.abstract,
    authorCount: footer?.authorCount,
    publishedOn: footer?.date && datePaper(footer.date, page),
    commentCount: footer?.date?.commentCount ?? footer?.commentCount,
  });
}
