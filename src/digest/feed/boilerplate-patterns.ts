/** Patterns for what publishers write around an abstract, each for one line; lines are short, so matching is bounded. */
import { DOI_PREFIX } from '../../model/doi.ts';

const MONTH = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?';
const DATE = `(?:\\d{1,2} ${MONTH} \\d{4}|${MONTH} (?:\\d{1,2},? )?\\d{4}|\\d{4}[- ](?:\\d\\d|${MONTH})(?:[- ]\\d{1,2})?)`;
const DOI = `(?:https?://)?(?:dx\\.)?(?:doi(?:\\.org)?\\s*[:/]?\\s*)?${DOI_PREFIX}[^\\s|;]+`;
export const LABEL =
  '(?:tl;?dr|pmid|pmcid|authors?(?:\\(s\\))?|publication date|source|published(?: online)?(?: on| date)?|available online|' +
  'received|accepted|revised|first published|e-?pub|journal|volume|issue|pages?|article number|issn|citation|categories|' +
  'comments?|key ?words|title|licen[sc]e|copyright)';

/** A line that is not part of an abstract, anywhere at its beginning. */
export const LEADING: readonly RegExp[] = [
  /^[^\p{L}\p{N}]*$/u,
  /^no abstract(?: (?:is )?available)?\.?$/i,
  /^arxiv:\S+(?: announce type: \S+)?$/i,
  new RegExp(`^(?:${DOI}[.;]?\\s*)+$`, 'i'),
  new RegExp(`^${LABEL}\\s*:`, 'i'),
  /^doi\s*:.{0,60}$/i,
  new RegExp(`\\bpublished online:? ${DATE}[;,.]?\\s*(?:${DOI})?$`, 'i'),
  /\bdoi\s*:?\s*10\.\S+(?:\.?\s*(?:online|e-?pub) ahead of print)?[.,;]?(?:\s*[\w ]{0,40})?$/i,
  new RegExp(`\\bdoi\\s*:?\\s*10\\.\\S+\\s+(?:e-?pub|eCollection) (?:${DATE}|\\d{4})\\.?$`, 'i'),
  /^[^.]{0,160}\b(?:volume|vol\.?) \d+(?:[(][^()]{1,20}[)])?(?:, [^,.]{1,40}(?:\. ?\d[^,.]{0,20})?){0,6}\.?$/i,
  /^[^.]{2,100}, vol\. \d+, pages? \S{1,30}: /i,
  /^[^.]{2,160}[,.] (?:early ?view|ahead of print|accepted articles?|accepted manuscripts?|online first|just accepted|in press|article in press)\.?$/i,
  /^(?:early ?view|ahead of print|online first|just accepted|accepted (?:articles?|manuscripts?)|(?:article )?in press|open access)\.?$/i,
  /^this article is licensed under .{0,200}$/i,
  /^[\p{L}\d&:. -]{2,80} \d+(?: ?\(\d+\))?: ?e?\d+(?:[-–]\d+)?\.?$/u,
  new RegExp(`^[^:]{2,120}\\. ${DATE}(?:;[^ ]{1,40})?\\.?$`, 'i'),
  /^(?:graphical |visual |structured )?(?:abstract|a b s t r a c t|摘要|resumen|resumo|résumé|zusammenfassung)\s*[:.]?$/i,
];

/** A line that identifies the paper. */
export const IDENTIFIED = /^(?:doi\b|authors?(?:\(s\))?\s*:|pmid\s*:|https?:\/\/(?:dx\.)?doi\.org\/)/i;

/** `Authors: Ann Lee`, `Author(s): Ann Lee`, `by Ann Lee`. */
export const AUTHORS = /^(?:[Aa]uthors?(?:\([Ss]\))?\s*:|AUTHORS?(?:\(S\))?\s*:|by (?=\p{Lu}))\s*/u;

/** A line that is not part of an abstract, at its end. */
export const TRAILING: readonly RegExp[] = [
  /^[^\p{L}\p{N}]*$/u,
  /^(?:html|xml|pdf|epub|full[ -]?text|read more|continue reading|view (?:article|full text|pdf)|download(?: pdf)?|share|tweet|links?|supplementary material)[\s.…»>]*$/i,
  /^(?:pmid|pmcid)\s*:|^doi\s*:.{0,60}$/i,
  new RegExp(`^(?:${DOI}[.;]?\\s*)+$`, 'i'),
  /^the post .{1,300} (?:first )?appeared first on /i,
  /^the content of this rss feed/i,
  new RegExp(`^\\[[^\\]]{3,100}\\]\\s*published \\w{3,9},? ${DATE}$`, 'i'),
  /^(?:©|\(c\)|copyright\b).{0,200}$/i,
  /^this article is protected by copyright\b.{0,60}$/i,
  /^to cite this article before page numbers are assigned\b/i,
  /^graphical abstract$/i,
  /^key ?words?\s*[:：]/i,
];

/** The same at the end of a line, behind the last sentence. */
export const TAILS: readonly RegExp[] = [
  /【关键词】.{0,400}$/,
  /(?<=[.!?])\s*Key ?words?\s?:[^.]{1,300}\.?$/,
  /(?<=[.!?])\s*This article is protected by copyright\.?(?: All rights reserved\.?)?$/i,
  /(?<=[.!?])\s*Graphical abstract$/i,
];

/** Headings of a structured abstract, as they are glued to the first word of their section. */
export const GLUED_HEADING =
  /(?<=^|[.!?]\s?)(Abstract|Aims?|Background|Conclusions?|Discussion|Findings|Interpretation|Introduction|Methods?|Motivation|Objectives?|Purpose|Results?|Significance|Summary)(?=\p{Lu}\p{Ll}|A \p{Ll})/gu;

/** `Ann Lee, Bob Ray; 26(210):1-48, 2025.` is all that JMLR tells. */
export const NAMES_AND_PAGES = /^([^;]{3,2000}); \d{1,4}\(\d{1,4}\):\d{1,5}[−–-]\d{1,5}, \d{4}\.?$/;

/** All of it on one line, as feeds without markup have it. */
export const INLINE: readonly RegExp[] = [
  // CNKI marks the beginning of an abstract so.
  /^<正>\s*/,
  /^【摘\s?要】\s*/,
  /^(?:early ?view|ahead of print|online first|just accepted)\.\s+/i,
  /^arxiv:\S+\s+announce type:\s*\S+\s*/i,
  new RegExp(`^[^.;:]{0,120}\\bpublished online:? ${DATE}[;,.]?\\s*(?:${DOI}\\s+)?`, 'i'),
  /^[^.]{2,160}, (?:volume \d+, issue [^,.]{1,20}(?:, pages? [^,.]{1,30})?(?:, [^,.]{1,30})?|early ?view|ahead of print|online first|accepted articles?|just accepted)\.\s+/i,
  new RegExp(
    `^[^:]{2,120}\\. ${DATE};[^ ]{1,40}\\. (?:doi: 10\\.\\S+\\s+)?(?:(?:online|e-?pub) ahead of print\\.\\s*|(?:e-?pub|eCollection) (?:${DATE}|\\d{4})\\.\\s*)*`,
    'i',
  ),
];

/** `Abstract:`, `Abstract.` and `Abstract -` are labels. */
export const LABELED =
  /^(?:abstract|摘要|resumen|resumo|résumé|zusammenfassung)\s*[:：.–—|]\s*|^abstract\s+-\s+/i;
/** So is the bare word where a sentence or a heading begins behind it: never in `Abstract interpretation is ...`. */
export const BARE_LABEL =
  /^(?:Abstract\s*(?=(?:A|An|As|At|Because|By|Despite|Due|During|For|From|Here|However|If|In|It|Many|Most|On|Our|Over|Recent|Recently|Several|Since|Some|Such|The|There|These|This|To|Under|Using|We|What|When|While|With)\s)|Abstract\s*(?=(?:Aims?|Background|Context|Introduction|Methods?|Motivation|Objectives?|Problem|Purpose|Results)(?::|\s*[A-Z]))|ABSTRACT\s+(?=[A-Z][a-z]|[A-Z]{4,20}\s?:))/;
