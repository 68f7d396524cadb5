import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it("the page's modules keep to their types", async () => {
  const at = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
  const run = promisify(execFile)(process.execPath, [
    at('node_modules/typescript/bin/tsc'),
    '-p',
    at('adapters/web/tsconfig.page.json'),
  ]);
  const said = await run.then(
    ({ stdout }) => stdout,
    (failed: { stdout: string }) => failed.stdout,
  );
  expect(said).toBe('');
});
