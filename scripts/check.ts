/**
 * Runs lint, types and tests side by side, for `npm test`; arguments are passed on to Vitest. What fails first is printed and ends
 * the tests. The exit code is 0 when all three pass, and 1 otherwise.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));

const tests = spawn(process.execPath, [VITEST, 'run', ...process.argv.slice(2)], { stdio: 'inherit' });
const passed = await Promise.all([
  ...['lint', 'types'].map(async (script) => {
    const failure = await failureOf(script);
    if (failure === undefined) return true;
    tests.kill('SIGTERM');
    process.stdout.write(`\nnpm run ${script} failed:\n\n${failure}\n`);
    return false;
  }),
  codeOf(tests).then((code) => code === 0),
]);
process.exitCode = passed.every(Boolean) ? 0 : 1;

/** What a script of package.json printed when it failed; undefined when it passed. */
async function failureOf(script: string): Promise<string | undefined> {
  // On Windows, npm is a script itself, which needs a shell.
  const child = spawn('npm', ['run', '-s', script], { shell: process.platform === 'win32' });
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  return (await codeOf(child)) === 0 ? undefined : said;
}

async function codeOf(child: ChildProcess): Promise<unknown> {
  const [code] = await once(child, 'close');
  return code;
}
