/** What holds of everything that comes out, whatever went in. Each throws, and says what it found. */
import assert from 'node:assert/strict';
import { Parser } from 'htmlparser2';
import type { PaperboyError } from '../../src/model/errors.ts';

/** Control characters, bidi marks, what has no width, and halves of characters: a terminal or a page would obey them. */
const OBEYED = /(?![\t\n])\p{Cc}|[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u;
/** Longer than any sentence for people. Characters. */
const MOST_SAID = 8_000;

/** Nothing in a text is obeyed. */
export function isSeen(text: string, what: string): void {
  const found = OBEYED.exec(text);
  if (found !== null) {
    const code = found[0].codePointAt(0)?.toString(16);
    assert.fail(
      `${what} holds U+${code}: ${JSON.stringify(text.slice(Math.max(0, found.index - 40), found.index + 40))}`,
    );
  }
}

/** Every string in a value, keys aside. */
export function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

/** A refusal is a sentence of bounded length, which a terminal can show. */
export function isSentence({ code, message, advice, gist }: PaperboyError): void {
  assert.ok(code.length > 0, 'an error has a code');
  for (const said of [message, advice, gist]) {
    if (said === undefined) continue;
    assert.ok(said.length > 0 && said.length <= MOST_SAID, `an error of ${said.length} characters`);
    assert.doesNotMatch(said, /\[object \w+\]|\bundefined\b|ZodError|\n {4}at /, 'an error is a sentence');
  }
}

/** What comes out is no longer than `times` what went in, beside `beside`. Characters. */
export function isBounded(value: unknown, length: number, times: number, beside: number): void {
  const size = typeof value === 'string' ? value.length : (JSON.stringify(value) ?? '').length;
  const most = times * length + beside;
  assert.ok(size <= most, `${size} characters came of ${length}, more than ${most}`);
}

/** HTML runs nothing, loads nothing from elsewhere, and its links lead to the web, to mail, or to pages beside it. */
export function isHarmlessHtml(html: string, allowed: { tags?: RegExp } = {}): void {
  const { tags = /^(?!script$|iframe$|object$|embed$|base$|svg$|math$)/ } = allowed;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        assert.match(name, tags, `a tag ${name}`);
        for (const [key, value] of Object.entries(attributes)) {
          assert.doesNotMatch(key, /^on/i, `an attribute ${key}`);
          if (/^(?:href|src|action|formaction)$/.test(key))
            assert.match(
              value,
              /^(?:https?:\/\/|mailto:|#|\/(?!\/)|\?|data:image\/|$)/i,
              `a ${key} to ${value}`,
            );
        }
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
}

/** The head of a mail has the names that it should have, and no line of it was written by others. */
export function isHarmlessHead(raw: string, names: RegExp): void {
  const [head = ''] = raw.split('\r\n\r\n', 1);
  assert.doesNotMatch(head, /[^\r]\n|\r[^\n]/, 'a lone line end in the head of a mail');
  for (const line of head.split('\r\n'))
    if (!/^[ \t]/.test(line)) assert.match(line, names, `a header ${line}`);
}

/** Nothing of the secrets is in a text. */
export function isWithout(secrets: readonly string[], text: string): void {
  for (const secret of secrets)
    assert.ok(!text.includes(secret), `a secret stands in: ${text.slice(0, 300)}`);
}
