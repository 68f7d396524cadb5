/** Runs all checks side by side, each within a time limit. What a check throws is its finding: no check keeps another from its own. */
import { withDeadline } from '../model/deadline.ts';
import { messageOf } from '../model/errors.ts';
import { type Finding, failed } from '../model/finding.ts';

export interface Check {
  /** What it looks at, for the finding that it gave no answer. */
  about: string;
  look(): Promise<Finding[]>;
}

/**
 * @param patienceMs how long each check may take
 * @param redact takes secrets out of what a platform or a driver said
 * @returns the findings in the order of the checks
 */
export async function runChecks(
  checks: readonly Check[],
  patienceMs: number,
  redact: (text: string) => string,
): Promise<Finding[]> {
  const found = await Promise.all(checks.map((check) => runOne(check, patienceMs)));
  return found.flat().map(({ about, line, todo, ...rest }) => ({
    ...rest,
    about: redact(about),
    // What is true of a program that runs is not of a look at it.
    line: redact(line).replace(' It will be tried again.', ''),
    ...(todo === undefined ? {} : { todo: redact(todo) }),
  }));
}

async function runOne({ about, look }: Check, patienceMs: number): Promise<Finding[]> {
  const late = () => [failed(about, `There was no answer within ${patienceMs / 1_000} seconds.`)];
  try {
    return await withDeadline(look(), patienceMs, late);
  } catch (error) {
    return [failed(about, messageOf(error))];
  }
}

/** The worst standing among findings; `ok` where there are none. */
export function worstOf(findings: readonly Finding[]): Finding['standing'] {
  const standings = new Set(findings.map(({ standing }) => standing));
  return standings.has('fail') ? 'fail' : standings.has('warn') ? 'warn' : 'ok';
}
