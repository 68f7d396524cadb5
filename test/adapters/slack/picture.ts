/**
 * Run by hand: writes docs/slack.png, our own rendering of the blocks that Slack is sent (Slack's looks differ a little).
 * `npm exec -- node test/adapters/slack/picture.ts`
 */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { toBlocks } from '../../../adapters/slack/render.ts';
import { sampleCard, samplePost } from '../samples.ts';

type Json = Record<string, unknown>;

const post = samplePost({
  blocks: [
    { kind: 'heading', text: 'Papers of Friday 12 December 2025' },
    {
      kind: 'text',
      tone: 'quiet',
      line: [{ text: "2 of 5 papers for this channel's topics, out of 28 that came." }],
    },
    {
      kind: 'cards',
      cards: [
        sampleCard(0, {
          commentCount: 3,
          reason: [
            { text: 'hyperparameter', style: 'code' },
            { text: ': hyperparameters', style: 'match' },
          ],
        }),
        sampleCard(1, {
          excerpt: [
            {
              text: 'Small models learn from no more words than a child hears. Training in stages, from few words and easy sentences to many and hard ones, helps on some tasks and not on others.',
            },
          ],
          reason: [
            { text: '"curriculum learning"', style: 'code' },
            { text: ': Curriculum Learning', style: 'match' },
          ],
        }),
      ].map((card) => ({
        ...card,
        actions: [...card.actions, { label: 'Save', act: { do: 'save' as const, id: card.id } }],
      })),
    },
  ],
  actions: [
    { label: 'Show 3 more', act: { do: 'rest', post: 'x', from: 0 } },
    { label: 'Mute hyperparameter here', act: { do: 'unsubscribe', query: 'hyperparameter' } },
  ],
});

const STYLE = `
  body { margin: 0; background: #fff; font: 15px/1.46 Lato, 'Helvetica Neue', Arial, sans-serif; color: #1d1c1d; }
  main { width: 720px; padding: 18px 22px 22px; display: grid; grid-template-columns: 40px 1fr; gap: 0 10px; }
  .face { width: 36px; height: 36px; border-radius: 6px; background: #1f3a5f; color: #fff; display: grid; place-items: center; font-weight: 900; }
  .who b { margin-right: 6px; } .who i { font-style: normal; font-size: 10px; background: #ddd; border-radius: 2px; padding: 1px 4px; }
  .who span { color: #616061; font-size: 12px; margin-left: 6px; }
  h2 { font-size: 18px; margin: 6px 0 2px; } p { margin: 8px 0 2px; white-space: pre-wrap; }
  a { color: #1264a3; text-decoration: none; } small { color: #616061; display: block; }
  code { color: #c01343; background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; padding: 1px 3px; font-size: 12px; }
  .buttons { margin: 6px 0 10px; display: flex; gap: 8px; } button { font: 700 13px/1 inherit; background: #fff; border: 1px solid #bbb; border-radius: 4px; padding: 7px 12px; color: #1d1c1d; }
`;

const safe = (text: unknown) => String(text).replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

function toHtml(block: Json): string {
  const elements = (block.elements ?? []) as Json[];
  switch (block.type) {
    case 'header':
      return `<h2>${safe((block.text as Json).text)}</h2>`;
    case 'context':
      return elements.map(({ text }) => `<small>${safe(text)}</small>`).join('');
    case 'actions':
      return `<div class="buttons">${elements.map(({ text }) => `<button>${safe((text as Json).text)}</button>`).join('')}</div>`;
    default:
      return `<p>${elements.flatMap((part) => (part.elements as Json[]).map(toRun)).join('')}</p>`;
  }
}

function toRun({ type, text, url, style }: Json): string {
  const { bold, code } = (style ?? {}) as { bold?: boolean; code?: boolean };
  let html = safe(text);
  if (type === 'link') html = `<a href="${safe(url)}">${html}</a>`;
  if (code) html = `<code>${html}</code>`;
  return bold ? `<b>${html}</b>` : html;
}

const body = toBlocks(post)
  .blocks.map((block) => toHtml(block as unknown as Json))
  .join('');
const page = `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><main><div class="face">P</div><div>
<div class="who"><b>paperboy</b><i>APP</i><span>9:00 AM</span></div>${body}</div></main>`;

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const tab = await browser.newPage({ deviceScaleFactor: 2, viewport: { width: 770, height: 600 } });
  await tab.setContent(page);
  await tab
    .locator('main')
    .screenshot({ path: fileURLToPath(new URL('../../../docs/slack.png', import.meta.url)) });
} finally {
  await browser.close();
}
