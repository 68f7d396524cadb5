/** Discord's payloads in, what a reader sees out: its markdown is read as its apps read it, by rules written for these tests. */
import type { Seen } from '../contract.ts';

/** All text of a message in order, its links, and whom it would call. */
export function see(body: Record<string, unknown>): Seen {
  const texts: string[] = [];
  const links: string[] = [];
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) for (const inner of part) walk(inner);
    if (typeof part !== 'object' || part === null) return;
    const { type, content, description, components, accessory, url } = part as Record<string, unknown>;
    const markdown = type === 10 || type === undefined ? (content ?? description) : undefined;
    if (typeof markdown === 'string') {
      const read = readMarkdown(markdown);
      texts.push(read.text);
      links.push(...read.links);
    }
    if (typeof url === 'string') links.push(url);
    walk(components);
    walk(accessory);
  };
  walk({ content: body.content, components: body.components });
  walk(body.embeds);
  const allowed = body.allowed_mentions as { parse?: string[] } | undefined;
  const raw = JSON.stringify([body.content, body.components]);
  const pings = allowed?.parse?.length === 0 ? [] : (raw.match(/@everyone|@here|<@[!&]?\d+>/g) ?? []);
  return { text: texts.join('\n'), links, pings: [...pings] };
}

interface Read {
  text: string;
  links: string[];
}

/** Rules in the order of Discord's own parser: escapes first, then code, links, addresses, mentions, emphasis, line starts. */
export function readMarkdown(source: string): Read {
  const links: string[] = [];
  const text = source
    .split(/(```\n[\s\S]*?\n```)/)
    .map((part, at) => (at % 2 === 1 ? part.slice(4, -4) : inline(part)))
    .join('');
  return { text, links };

  function inline(part: string): string {
    return part
      .split('\n')
      .map((line) => spans(line.replace(/^(#{1,3} |-# |[-*] )/, '')))
      .join('\n');
  }

  function spans(line: string): string {
    let out = '';
    let at = 0;
    while (at < line.length) {
      const rest = line.slice(at);
      const rules: [RegExp, (found: RegExpExecArray) => string][] = [
        [/^\\([^0-9A-Za-z\s])/, ([, sign]) => sign ?? ''],
        [/^(`+)([\s\S]*?[^`])\1(?!`)/, ([, , code]) => (code ?? '').trim()],
        [
          /^\[((?:\\.|[^[\]\\]|\[[^\]]*\])*)\]\((https?:\/\/[^\s()<>]+)\)/,
          ([, words, url]) => {
            links.push(url ?? '');
            return spans(words ?? '');
          },
        ],
        [
          /^<?(https?:\/\/[^\s<>]+[^<.,:;"'\]\s>])>?/,
          ([whole, url]) => {
            links.push(url ?? '');
            return whole;
          },
        ],
        [/^<(@[!&]?\d+|#\d+|t:\d+(:\w)?|a?:\w+:\d+)>/, () => '«mention»'],
        [/^:[\w+~-]+:/, () => '«emoji»'],
        [/^@(everyone|here)/, () => '«everyone»'],
        [/^(\*\*|__|~~|\|\|)((?:\\.|[^\\])+?)\1/, ([, , inner]) => spans(inner ?? '')],
        [/^([*_])((?:\\.|[^\\*_])+?)\1/, ([, , inner]) => spans(inner ?? '')],
      ];
      const hit = rules.flatMap(([rule, give]) => {
        const found = rule.exec(rest);
        return found ? [{ found, give }] : [];
      })[0];
      if (hit) {
        out += hit.give(hit.found);
        at += hit.found[0].length;
      } else {
        out += rest[0];
        at++;
      }
    }
    return out;
  }
}
