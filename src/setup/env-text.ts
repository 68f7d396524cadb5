/** Changes settings in the text of a `.env` file, and leaves everything else in it as it is. */
import { isDeepStrictEqual, parseEnv } from 'node:util';
import { PaperboyError } from '../model/errors.ts';

export type Values = Readonly<Record<string, string>>;

/**
 * Returns the text with these settings. A setting is changed where it stands; else it goes below its example (`#NAME=`), or to
 * the end.
 * @throws PaperboyError `bad-settings` when the text can't be changed so that everything else is read as before
 */
export function withSettings(text: string, changes: Values): string {
  const wanted = { ...parseEnv(text), ...changes };
  const names = Object.keys(changes);
  const inPlace = names.reduce((rest, name) => setOne(rest, name, changes[name] ?? ''), text);
  if (isDeepStrictEqual(parseEnv(inPlace), wanted)) return inPlace;
  // A value that ends oddly, or a name that stands within one: what comes last counts.
  const atEnd = names.reduce((rest, name) => append(rest, lineOf(name, changes[name] ?? '')), text);
  if (isDeepStrictEqual(parseEnv(atEnd), wanted)) return atEnd;
  throw new PaperboyError(
    'bad-settings',
    `The file can't be changed without changing other settings in it. Write ${names.join(', ')} by hand.`,
  );
}

/** The settings in the text; an empty one counts as missing. */
export function settingsIn(text: string): Values {
  const set = Object.entries(parseEnv(text)).flatMap(([name, value]) => {
    const own = value?.trim() ?? '';
    return own === '' ? [] : [[name, own] as const];
  });
  return Object.fromEntries(set);
}

function setOne(text: string, name: string, value: string): string {
  const line = lineOf(name, value);
  const set = assignment(name);
  if (set.test(text))
    return text.replace(set, (found: string, before: string, comment = '') => {
      const rest = found.slice(0, found.length - comment.length);
      const gap = comment === '' ? '' : rest.slice(rest.trimEnd().length);
      return `${before}${line}${gap}${comment}`;
    });
  const example = new RegExp(`^#[ \\t]*${name}=.*$`, 'm');
  if (example.test(text)) return text.replace(example, (found) => `${found}${endOf(text)}${line}`);
  return append(text, line);
}

/** What sets a name, in quotes on several lines too; it captures what stands before the name, and the comment. */
function assignment(name: string): RegExp {
  const quoted = ['"', "'", '`'].map((quote) => `${quote}[^${quote}]*${quote}[ \\t]*`).join('|');
  const value = `(?:${quoted}|[^\\r\\n#]*)`;
  return new RegExp(`^([ \\t]*(?:export[ \\t]+)?)${name}[ \\t]*=[ \\t]*${value}(#[^\\r\\n]*)?$`, 'gm');
}

function append(text: string, line: string): string {
  const end = endOf(text);
  return `${text}${text === '' || text.endsWith('\n') ? '' : end}${line}${end}`;
}

/** The end of its lines. */
function endOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/**
 * `NAME=value`, with quotes only where they are needed: some programs that read such files take them for part of the value.
 * @throws PaperboyError `bad-settings` for a value that no line can hold
 */
function lineOf(name: string, value: string): string {
  const ways = [value, `"${value}"`, `'${value}'`, `\`${value}\``].map((way) => `${name}=${way}`);
  const line = ways.find((way) => !/[\r\n]/.test(way) && parseEnv(`${way}\nNEXT=1`)[name] === value);
  if (line !== undefined) return line;
  throw new PaperboyError('bad-settings', `${name} has characters that can't stand together in a .env file.`);
}
