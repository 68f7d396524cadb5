/**
 * The look of mail: inline styles, which strict mail programs keep, and classes that follow the reader's dark mode where the
 * program allows it. Text keeps a contrast of 4.5:1 in both.
 */
const SANS = "-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

/** Each with its class, its color or colors, and the rest. */
export const STYLES = {
  ground: 'background:#f4f2ef',
  sheet: 'background:#ffffff;border-radius:6px',
  heading: `margin:0;color:#1f1c19;font:700 22px/1.3 ${SANS}`,
  topic: `margin:0;color:#1f1c19;font:700 17px/1.35 ${SANS}`,
  title: `margin:0;color:#1f1c19;font:600 16px/1.4 ${SANS}`,
  plain: `margin:0;color:#1f1c19;font:400 15px/1.5 ${SANS}`,
  quiet: `margin:0;color:#645e57;font:400 13px/1.5 ${SANS}`,
  warning: `margin:0;color:#a3211c;font:400 15px/1.5 ${SANS}`,
  copy: 'margin:0;color:#1f1c19;font:400 13px/1.5 Menlo,Consolas,monospace;white-space:pre-wrap;word-break:break-word',
  link: 'color:#a8341a;text-decoration:underline',
  name: 'color:#1f1c19;text-decoration:underline;text-decoration-color:#a8341a',
  mark: 'background:#fff0b3;color:#3a2a00',
  code: 'font-family:Menlo,Consolas,monospace;font-size:0.92em',
  rule: 'border-top:1px solid #e8e5e0',
  form: 'margin:0;padding:0 12px 12px 0;display:inline-block',
  button: `display:inline-block;padding:11px 20px;border-radius:6px;background:#b23a1f;color:#fffaf2;font:600 15px/1.3 ${SANS};text-decoration:none`,
} as const;

/** `class` and `style` of an element. @param more further declarations, such as its padding */
export function styled(name: keyof typeof STYLES, more = ''): string {
  const rest = more === '' ? '' : `;${more}`;
  return ` class="${name}" style="${STYLES[name]}${rest}"`;
}

const DARK: Partial<Record<keyof typeof STYLES, string>> = {
  ground: 'background:#171614',
  sheet: 'background:#201e1c',
  heading: 'color:#ece9e4',
  topic: 'color:#ece9e4',
  title: 'color:#ece9e4',
  plain: 'color:#ece9e4',
  quiet: 'color:#a8a199',
  warning: 'color:#ff9d94',
  copy: 'color:#ece9e4',
  link: 'color:#ff9f78',
  name: 'color:#ece9e4',
  mark: 'background:#5a4710;color:#ffecb8',
  rule: 'border-top-color:#302d29',
};

const dark = Object.entries(DARK)
  .map(([name, style]) => `.${name}{${style.replace(/(?=;|$)/g, '!important')}}`)
  .join('');

/** For the head of a page or a message. */
export const STYLE_SHEET = `<style>:root{color-scheme:light dark;supported-color-schemes:light dark}@media(prefers-color-scheme:dark){${dark}}@media(max-width:480px){.edge{padding-left:16px!important;padding-right:16px!important}}</style>`;
