/** Puts rows into a whole HTML document, for mail and for the pages that links in mail lead to. */
import { escaped } from './markup.ts';
import { STYLE_SHEET, styled } from './styles.ts';

/** A thin line between what is told and what stands below every email. */
export const ruleHtml = `<tr><td class="edge" style="padding:24px 28px 0"><div${styled('rule', 'font-size:0;line-height:0')}>&nbsp;</div></td></tr>`;

const TABLE = 'role="presentation" cellpadding="0" cellspacing="0" border="0"';

/** @param rows HTML of `<tr>` elements of one cell each */
export function frameHtml(title: string, rows: string): string {
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>${escaped(title)}</title>${STYLE_SHEET}</head>`,
    `<body${styled('ground', 'margin:0;padding:0')}>`,
    `<table ${TABLE} width="100%"${styled('ground')}><tr><td align="center" style="padding:16px 8px">`,
    // Outlook on Windows knows no greatest width.
    `<!--[if mso]><table ${TABLE} width="640"><tr><td><![endif]-->`,
    `<table ${TABLE} width="100%"${styled('sheet', 'max-width:640px;text-align:left')}>`,
    rows,
    '<tr><td style="height:24px;line-height:24px;font-size:0">&nbsp;</td></tr></table>',
    '<!--[if mso]></td></tr></table><![endif]-->',
    '</td></tr></table></body></html>',
  ].join('\n');
}

/** A page of a heading and a few lines. @param below HTML under them, such as a form */
export function pageHtml(heading: string, lines: readonly string[], below = ''): string {
  const rows = [
    `<h1${styled('heading')}>${escaped(heading)}</h1>`,
    ...lines.map((line) => `<p${styled('plain')}>${line}</p>`),
    below,
  ].filter((one) => one !== '');
  return frameHtml(
    heading,
    rows.map((one) => `<tr><td class="edge" style="padding:16px 28px 0">${one}</td></tr>`).join(''),
  );
}
