/** Golden pairs of mail: `PAPERBOY_UPDATE_MAIL=1 npx vitest run test/adapters/email/render` writes them anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { invitationMail } from '../../../adapters/email/invitation-mail.ts';
import { type Rendered, render, subjectOf } from '../../../adapters/email/render.ts';
import { sampleCard, samplePost } from '../samples.ts';

const FOLDER = fileURLToPath(new URL('../../../fixtures/mail', import.meta.url));
const FOOTER = {
  lines: [
    [{ text: 'You get this because me@lab.example confirmed it.' }],
    [{ text: 'Unsubscribe', url: 'https://papers.example/email/unsubscribe/token' }],
  ],
};
const LINKS = [
  { label: 'arXiv', url: 'https://arxiv.org/abs/2408.01000' },
  { label: 'PDF', url: 'https://arxiv.org/pdf/2408.01000' },
  { label: 'Code', url: 'https://github.com/example/code' },
];
const [ME, INVITED] = [
  { address: 'me@lab.example', domain: 'lab.example' },
  { wish: { topic: '"continual learning" -video' }, token: 'token', code: '12345678' },
];

const MAILS: Record<string, Rendered> = {
  post: render(
    samplePost({
      blocks: [
        { kind: 'heading', text: 'Papers for Fri, Dec 12, 2025' },
        {
          kind: 'text',
          tone: 'quiet',
          line: [{ text: '3 of 28 new papers match the topics followed here.' }],
        },
        { kind: 'heading', text: 'continual learning' },
        { kind: 'cards', cards: [sampleCard(0, { links: LINKS }), sampleCard(1, { withdrawn: true })] },
        { kind: 'heading', text: '"R&D" <agents>' },
        { kind: 'cards', cards: [sampleCard(2)] },
        { kind: 'text', tone: 'quiet', line: [{ text: 'And 12 more.' }] },
      ],
    }),
    FOOTER,
  ),
  compact: render(
    samplePost({
      blocks: [{ kind: 'cards', layout: 'compact', cards: [sampleCard(0, { links: LINKS }), sampleCard(1)] }],
    }),
    FOOTER,
  ),
  quiet: render(
    samplePost({
      summary: 'Nothing today: no new digest has arrived.',
      blocks: [
        { kind: 'text', tone: 'quiet', line: [{ text: 'Nothing today: no new digest has arrived.' }] },
      ],
    }),
    FOOTER,
  ),
  'invitation-link': invitationMail(INVITED, ME, 'https://papers.example'),
  'invitation-code': invitationMail(INVITED, ME, undefined),
};

describe('mail', () => {
  it.each(Object.entries(MAILS))('reads as in fixtures/mail/%s', (name, { subject, html, text }) => {
    const made = { html: `${html}\n`, txt: `Subject: ${subject}\n\n${text}` };
    for (const [kind, content] of Object.entries(made)) {
      const path = `${FOLDER}/${name}.${kind}`;
      if (process.env.PAPERBOY_UPDATE_MAIL) writeFileSync(path, content);
      expect(content).toBe(readFileSync(path, 'utf8'));
    }
  });

  it.each(Object.entries(MAILS))('%s loads nothing and runs nothing', (_, { html }) => {
    expect(html).not.toMatch(/<(?:img|script|link|iframe|object|form)\b|url\(|@import|\son\w+=/i);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
  });

  it('has short lines of plain text, addresses and codes aside', () => {
    const long = MAILS.post?.text.split('\n').filter((line) => line.length > 72 && !/https?:/.test(line));
    expect(long).toEqual([]);
  });

  it('has a subject of one line that says what is in it', () => {
    const titled = (title: string, count = 1) =>
      subjectOf(
        samplePost({
          blocks: [{ kind: 'cards', cards: Array(count).fill(sampleCard(0, { title: [{ text: title }] })) }],
        }),
      );
    expect(titled('LoRA')).toBe('LoRA');
    expect(titled('LoRA', 2)).toBe('2 papers: LoRA; LoRA');
    expect(titled('a\nb', 11)).toBe('11 papers: a b; a b; a b; a b; a b');
    const long = titled('word '.repeat(100), 3);
    expect(long.length).toBeLessThanOrEqual(140);
    expect(long).toMatch(/^3 papers: word .*word…$/);
  });

  it('leaves out papers, and counts them, only where not even titles fit', () => {
    const cards = Array.from({ length: 400 }, (_, at) => sampleCard(at));
    const { html, text } = render(samplePost({ blocks: [{ kind: 'cards', cards }] }), FOOTER);
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
    const shown = html.match(/<h3 /g)?.length ?? 0;
    expect(shown).toBeGreaterThan(50);
    for (const part of [html, text.replace(/\s+/g, ' ')]) {
      expect(part).toContain('Summaries are left out');
      expect(part).toMatch(`${400 - shown} more papers didn`);
    }
  });

  it.each([
    ['lora OR peft', 'lora OR peft'],
    ['cat:cs.LG,cs.CL title:"x.ai"', 'a topic of 2 words'],
    ['win money at evil.example', 'a topic of 4 words'],
    ['https://evil', 'a topic of 1 word'],
    ['write to evil@x', 'a topic of 3 words'],
    ['call +1 555 0100 123', 'a topic of 5 words'],
    ['a'.repeat(61), 'a topic of 1 word'],
  ])('says of the topic %j in an invitation: %s', (topic, said) => {
    const { text, html } = invitationMail({ ...INVITED, wish: { topic } }, ME, undefined);
    expect(text.replace(/\s+/g, ' ')).toContain(
      `asked Paperboy to send papers on ${said} to me@lab.example.`,
    );
    if (said !== topic) expect(html).not.toContain('evil');
  });
});
