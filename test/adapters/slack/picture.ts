/**
 * Run by hand: writes docs/slack.png, our own rendering of the blocks that Slack is sent (Slack's looks differ a little).
 * `npm exec -- node test/adapters/slack/picture.ts`. It needs Chromium, and as fonts Lato and one with emoji.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { toBlocks } from '../../../adapters/slack/render.ts';
import { newChannel } from '../../../src/channels/channel.ts';
import type { Chosen } from '../../../src/delivery/delivery.ts';
import { toPosts } from '../../../src/delivery/post-parts.ts';
import { parseDigests } from '../../../src/digest/parse.ts';
import type { Post } from '../../../src/model/message.ts';
import { readPaper } from '../../../src/query/document.ts';
import { predicateOf } from '../../../src/query/meaning.ts';
import { parseQuery } from '../../../src/query/parse.ts';
import type { Query } from '../../../src/query/tree.ts';

type Json = Record<string, unknown>;

/** The bundled digest, as a channel that follows two topics gets it. */
function bundledPost(): Post {
  const page = new URL('../../../fixtures/daily-papers-2025-12-12.txt', import.meta.url);
  const papers = parseDigests(readFileSync(page))[0]?.papers ?? [];
  const topics = new Map(
    ['"continual learning"', '"learning rate"'].flatMap((query): [string, Query][] => {
      const parsed = parseQuery(query);
      return parsed.ok ? [[query, parsed.query]] : [];
    }),
  );
  const chosen = papers.flatMap((paper): Chosen[] => {
    const document = readPaper(paper);
    const matched = [...topics].filter(([, tree]) => predicateOf(tree)(document)).map(([query]) => query);
    return matched.length > 0 ? [{ id: paper.id, topics: matched }] : [];
  });
  const channel = newChannel({
    id: 'slack:T:C',
    name: '#ml',
    joinedAt: 0,
    fromSeq: 0,
    fromDay: '2025-12-11',
    joined: true,
  });
  const [post] = toPosts({
    delivery: { key: 'picture', channel: channel.id, day: '2025-12-12', slotAt: 0, newest: '2025-12-12' },
    plan: { kind: 'post', shown: chosen.slice(0, 2), rest: chosen.slice(2), of: papers.length },
    channel,
    zone: 'UTC',
    papers: new Map(papers.map((paper) => [paper.id, paper])),
    topics,
    names: new Map(),
  });
  if (post === undefined) throw new Error('the bundled digest gives no post');
  return post;
}

const post = bundledPost();

const STYLE = `
  body { margin: 0; background: #fff; font: 15px/1.46 Lato, 'Helvetica Neue', Arial, sans-serif; color: #1d1c1d; }
  main { width: 720px; padding: 18px 22px 22px; display: grid; grid-template-columns: 40px 1fr; gap: 0 10px; }
  .face { width: 36px; height: 36px; border-radius: 6px; background: #1f3a5f; color: #fff; display: grid; place-items: center; font-weight: 900; }
  .who b { margin-right: 6px; } .who i { font-style: normal; font-size: 10px; background: #ddd; border-radius: 2px; padding: 1px 4px; }
  .who span { color: #616061; font-size: 12px; margin-left: 6px; }
  h2 { font-size: 18px; margin: 6px 0 2px; } p { margin: 8px 0 2px; white-space: pre-wrap; }
  a { color: #1264a3; text-decoration: none; } small { color: #616061; display: block; }
  code { color: #c01343; background: #f6f6f6; border: 1px solid #ddd; border-radius: 3px; padding: 1px 3px; font-size: 12px; }
  .section { display: flex; justify-content: space-between; align-items: center; margin: 2px 0 12px; }
  .buttons { margin: 6px 0 10px; display: flex; gap: 8px; } button { font: inherit; font-size: 13px; font-weight: 700; line-height: 1; background: #fff; border: 1px solid #bbb; border-radius: 4px; padding: 7px 12px; color: #1d1c1d; }
`;

const safe = (text: unknown) => String(text).replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

function toHtml(block: Json): string {
  const elements = (block.elements ?? []) as Json[];
  switch (block.type) {
    case 'header':
      return `<h2>${safe((block.text as Json).text)}</h2>`;
    case 'context':
      return elements.map(({ text }) => `<small>${safe(text)}</small>`).join('');
    case 'section': {
      const accessory = block.accessory as Json | undefined;
      return `<div class="section"><span>${safe((block.text as Json).text)}</span>${accessory?.type === 'overflow' ? toButton(accessory) : ''}</div>`;
    }
    case 'actions':
      return `<div class="buttons">${elements.map(toButton).join('')}</div>`;
    default:
      return `<p>${elements.flatMap((part) => (part.elements as Json[]).map(toRun)).join('')}</p>`;
  }
}

/** A menu opens from three dots. */
function toButton({ type, text }: Json): string {
  return `<button>${type === 'overflow' ? '⋯' : safe((text as Json).text)}</button>`;
}

function toRun({ type, text, url, style, fallback }: Json): string {
  const { bold, code } = (style ?? {}) as { bold?: boolean; code?: boolean };
  let html = safe(text ?? fallback);
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
