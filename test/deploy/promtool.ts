/** Runs promtool where the machine has it; Debian's package prometheus brings it. */
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('promtool', ['--version']);

/** Why tests with promtool are skipped; undefined where it is there. */
export const noPromtool =
  status === 0 ? undefined : "promtool isn't installed: apt-get install prometheus brings it";

/** What it printed, and whether it found nothing wrong. */
export function promtool(args: readonly string[], input = ''): { ok: boolean; said: string } {
  const ran = spawnSync('promtool', args, { input, encoding: 'utf8' });
  return { ok: ran.status === 0, said: `${ran.stdout}${ran.stderr}` };
}
