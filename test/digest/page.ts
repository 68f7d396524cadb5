/** Papers enter, the text of a Daily Papers page leaves, as the site would show it: what the reader of pages undoes. */
export interface Shown {
  title: string;
  abstract: string;
  authorCount: number;
  /** As written: `Aug 18, 2024`, or `Nov 11` on a page of its own year. */
  date: string;
  commentCount?: number;
}

const HEAD = `new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

`;

export function toPage(papers: readonly Shown[], date = 'Dec 12'): string {
  return `${HEAD}${date}\n${papers.map(toBlock).join('')}`;
}

function toBlock({ title, abstract, authorCount, date, commentCount }: Shown): string {
  const comments = commentCount === undefined ? '' : ` ${commentCount}`;
  return `\n${title}\n\n${abstract}\n\n  • ${authorCount} authors\n·\n${date}${comments}\n`;
}
