/** Renders a message as every platform does, and holds that nothing in it calls, links, formats or runs by itself. */
import assert from 'node:assert/strict';
import { bodiesOf } from '../../adapters/discord/bodies.ts';
import { compose } from '../../adapters/email/compose.ts';
import { render } from '../../adapters/email/render.ts';
import { toBlocks, toText } from '../../adapters/slack/render.ts';
import type { Message } from '../../src/model/message.ts';
import { see as seeDiscord } from '../adapters/discord/reading.ts';
import { see as seeSlack } from '../adapters/slack/world.ts';
import { isHarmlessHead, isHarmlessHtml, stringsOf } from './checks.ts';

/** Slack's and Discord's most characters of a message, with room for what stands around them. */
const MOST_SLACK = 60_000;
const MOST_DISCORD = 30_000;
/** What text may hold that a link leads to: it may be said, and nothing may lead there. */
const EVIL = /evil\.example|^javascript:|^data:/i;

/** A message as each platform is sent it. */
export interface Rendered {
  slack: { blocks: never; text: string };
  discord: Record<string, unknown>;
  embed: Record<string, unknown>;
  mail: ReturnType<typeof render>;
}

/** @param isOpen whether addresses that lead anywhere may be in it, as links of its own */
export async function isHarmlessMessage(message: Message, isOpen = false): Promise<void> {
  isHarmless(await renderAll(message), isOpen);
}

/** Renders it for every platform. */
export async function renderAll(message: Message): Promise<Rendered> {
  const slack = { blocks: toBlocks(message).blocks as never, text: toText(message.summary) };
  const bodies = await bodiesOf(message, { set: async () => {} } as never);
  const discord = bodies.components as unknown as Record<string, unknown>;
  const embed = bodies.embed() as unknown as Record<string, unknown>;
  return { slack, discord, embed, mail: render(message, { lines: [] }) };
}

/** @param isOpen as for `isHarmlessMessage` */
export function isHarmless({ slack, discord, embed, mail }: Rendered, isOpen = false): void {
  for (const [name, seen] of Object.entries({
    Slack: seeSlack(slack),
    Discord: seeDiscord(discord),
    'an embed': seeDiscord(embed),
  })) {
    assert.deepEqual(seen.pings, [], `${name} pings`);
    for (const url of seen.links) {
      assert.match(url, /^(?:https?:\/\/|attachment:)/i, `${name} links to ${url}`);
      if (!isOpen) assert.doesNotMatch(url, EVIL, `${name} links to ${url}`);
    }
  }
  for (const [name, made, most] of [
    ['Slack', slack, MOST_SLACK],
    ['Discord', discord, MOST_DISCORD],
  ] as const) {
    const size = JSON.stringify(made).length;
    assert.ok(size <= most, `${name} is sent ${size} characters`);
    for (const said of stringsOf(made)) assert.ok(said.isWellFormed(), `${name} is sent half a character`);
  }
  assert.doesNotMatch(mail.subject, /[\r\n]/, 'a subject of two lines');
  isHarmlessHtml(mail.html);
  assert.doesNotMatch(mail.html, /<(?:script|img|iframe|object|form)\b/i, 'a mail loads or runs something');
  if (!isOpen) assert.doesNotMatch(mail.html, /href="[^"]*evil\.example/, 'a mail links to what it says');
}

const HEAD =
  /^(?:From|To|Subject|Message-ID|Date|MIME-Version|Content-Type|Content-Transfer-Encoding|Auto-Submitted|List-Unsubscribe|List-Unsubscribe-Post|List-Id|X-Papers):(?: |$)/;

/** The bytes of a mail that holds a message, whose head nobody else can write into. */
export async function isHarmlessMail(
  message: Message,
  to: { address: string; domain: string; name?: string },
): Promise<void> {
  isHarmlessRaw(await mailOf(message, to));
}

/** The bytes of a mail that holds a message. */
export async function mailOf(
  message: Message,
  to: { address: string; domain: string; name?: string },
): Promise<string> {
  const rendered = render(message, { lines: [[{ text: message.summary }]] });
  const bytes = await compose({
    ...rendered,
    from: { ...to, address: 'papers@paperboy.example', domain: 'paperboy.example' },
    to,
    messageId: '<paperboy.0123456789abcdef0123456789abcdef@paperboy.example>',
    at: 0,
    headers: { 'X-Papers': message.summary },
  });
  return bytes.toString('latin1');
}

/** Nobody else can write into the head of the mail, or end a line of it. */
export function isHarmlessRaw(raw: string): void {
  isHarmlessHead(raw, HEAD);
  assert.doesNotMatch(raw, /[^\r]\n|\r[^\n]/, 'a lone line end in a mail');
}
