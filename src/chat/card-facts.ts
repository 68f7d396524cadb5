/** Says what is known about a paper, as every platform shows it. */
import { counted } from '../model/counted.ts';
import { sayDay } from '../model/day-format.ts';
import { type Card, type Line, type Link, plain } from '../model/message.ts';

/** `84 votes (+41 since yesterday)`, `5 comments`, `312 stars`; unknown and zero counts are left out. */
export function countsOf({ upvotes, growth, commentCount, stars }: Card): string[] {
  const counts: [number | undefined, string][] = [
    [upvotes, 'vote'],
    [commentCount, 'comment'],
    [stars, 'star'],
  ];
  const grew = growth === undefined ? '' : ` (${growth})`;
  return counts.flatMap(([count, one]) =>
    count ? [`${counted(count, one)}${one === 'vote' ? grew : ''}`] : [],
  );
}

/** The facts of a card in the order of their worth: votes and other counts, the day, the people, their organization. */
export function factsOf(card: Card): string[] {
  const { publishedOn, authors, organization } = card;
  const day = publishedOn === undefined ? undefined : sayDay(publishedOn);
  return [...countsOf(card), day, authors, organization].flatMap((fact) => (fact ? [oneLine(fact)] : []));
}

/** `Matches lora: LoRA`: why a paper is here; as it is where it says so itself, as `Ours: Ada Lovelace` does. Empty where there is none. */
export function reasonLine({ reason = [] }: Pick<Card, 'reason'>): Line {
  if (reason.length === 0) return [];
  const saysSo = /^(?:ours:|(?:matches|matched|because|why)\b)/i.test(plain(reason));
  return saysSo ? reason : [{ text: 'Matches ' }, ...reason];
}

/** The pages of a paper; none where the only one is where its title leads. */
export function cardLinks({ url, links, codeUrl }: Card): Link[] {
  const all = links ?? (codeUrl === undefined ? [] : [{ label: 'Code', url: codeUrl }]);
  return all.every((link) => link.url === url) ? [] : all;
}

/** Texts on one line, with a dot between them. */
export function dotted(lines: readonly Line[]): Line {
  return lines
    .filter((line) => line.length > 0)
    .flatMap((line, at): Line => (at === 0 ? line : [{ text: ' · ' }, ...line]));
}

/** A link as a line, named by its label. */
export function linkLine({ label, url }: Link): Line {
  return [{ text: label, url }];
}

/** The facts of a compact line beside the title: counts, then the PDF and the code. */
export function shortFacts(card: Card): Line[] {
  const links = cardLinks(card).filter(({ label }) => label === 'PDF' || label === 'Code');
  return [...countsOf(card).map((text): Line => [{ text }]), ...links.map(linkLine)];
}

/** A text without line breaks and runs of spaces. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
