/** Parses a command line of options and free text, whose words may begin with a minus as in a query. */
import { badUsage } from '../model/errors.ts';

/**
 * Reads options with a value (`values`), options that are there or not (`flags`), and everything else, joined by spaces
 * (`text`). Options may stand anywhere before `--`; everything after it is text.
 * @throws PaperboyError `bad-usage` for an unknown option, or one without its value
 */
export function readWords<S extends string, F extends string>(
  args: readonly string[],
  known: { values: readonly S[]; flags: readonly F[] },
) {
  const values: Partial<Record<S, string>> = {};
  const flags: Partial<Record<F, true>> = {};
  const words: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') {
      words.push(...args.slice(at + 1));
      break;
    }
    const [, name, given] = /^--([a-z-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    const valued = known.values.find((one) => one === name);
    const flag = known.flags.find((one) => one === name);
    if (valued !== undefined) values[valued] = given ?? valueAfter(arg, args[++at]);
    else if (flag !== undefined && given === undefined) flags[flag] = true;
    else if (name !== undefined)
      throw badUsage(`There is no option ${arg}. Put -- before text that begins with dashes.`);
    else words.push(arg);
  }
  return { values, flags, text: words.join(' ').trim() };
}

function valueAfter(option: string, value: string | undefined): string {
  if (value === undefined) throw badUsage(`${option} needs a value.`);
  return value;
}
