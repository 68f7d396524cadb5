/** Formats digests as one HTML page, with every value escaped. */
import { html } from 'hono/html';
import { sayDay } from '../model/day-format.ts';
import type { Digest, Paper } from '../model/paper.ts';
import { linkOf } from '../model/paper-links.ts';
import { factsOf } from './text.ts';

/** A complete page without scripts and external files. `html` escapes every value. */
export function digestHtml(digests: readonly Digest[]): string {
  const title = digests.map(({ date }) => `Papers for ${sayDay(date)}`).join(', ');
  return `${html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>body{font:1rem/1.5 system-ui;max-width:45rem;margin:2rem auto;padding:0 1rem}.facts{color:#555}</style>
${digests.map(section)}
</html>`}\n`;
}

function section({ date, byline, papers, skipped }: Digest) {
  return html`<section>
<h1>Papers for ${sayDay(date)}</h1>
${byline === undefined ? '' : html`<p class="facts">by ${byline}</p>`}
${papers.map(article)}
${skipped.map(
  ({ line, reason }) => html`<p class="facts">Line ${line} was skipped: ${reason}</p>
`,
)}</section>`;
}

function article(paper: Paper) {
  return html`<article>
<h2><a href="${linkOf(paper)}" rel="noreferrer">${paper.title}</a></h2>
<p class="facts">${factsOf(paper)}</p>
<p>${paper.abstract}</p>
</article>
`;
}
