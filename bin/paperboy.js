#!/usr/bin/env node
// Plain JavaScript on purpose: an old Node can read this far, and is told what to do instead of failing on a type.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `Paperboy needs Node 22.19 or newer; this is ${process.version}. ` +
      'Start it with `npm start` or `npm run -s paperboy -- help` after `npm ci`: they bring their own Node.\n',
  );
  process.exit(1);
}
// What is compiled is kept beside the packages, where only who installed them writes: half of the time of a start.
module.enableCompileCache?.(
  fileURLToPath(new URL('../node_modules/.cache/paperboy/compiled', import.meta.url)),
);
// In a container this is process 1, for which a signal without a listener does nothing: until the program listens, it ends here.
if (process.pid === 1)
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])
    process.on(signal, () => process.listenerCount(signal) === 1 && process.exit(code));
const { main } = await import('../src/cli.ts');
await main(process.argv.slice(2));
