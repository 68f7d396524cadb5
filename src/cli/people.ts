/** `paperboy forget ID` and `paperboy export ID`: deletes, or prints, all that is stored about a person or a workspace. */
import { parseArgs } from 'node:util';
import { badUsage } from '../model/errors.ts';
import type { Subject } from '../model/traces.ts';
import { type Forgotten, openPeople } from '../people/people.ts';
import { sayHeld } from '../people/words.ts';
import { PLATFORM_TRACES } from './adapters.ts';
import { withApp } from './open.ts';
import { printableJson } from './printable.ts';
import type { Terminal } from './terminal.ts';

/** Returns 0, or 1 where the answer was not yes. */
export async function runForget(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { yes: { type: 'boolean' } },
    allowPositionals: true,
  });
  const subject = subjectIn(positionals, 'forget');
  return withApp(
    terminal,
    async (_, { store }) => {
      const people = openPeople(store, PLATFORM_TRACES);
      const found = await people.count(subject);
      if (isNothing(found)) return terminal.print(`Nothing is stored about ${subject.id}.\n`);
      if (!values.yes) {
        terminal.print(`Stored about ${subject.id}:\n${listed(found)}\n`);
        if (!(await isConfirmed(subject, terminal))) {
          terminal.complain('Nothing was deleted.');
          return 1;
        }
      }
      return terminal.print(`Deleted about ${subject.id}:\n${listed(await people.forget(subject))}`);
    },
    { needsStore: true },
  );
}

async function isConfirmed({ id }: Subject, terminal: Terminal): Promise<boolean> {
  const prompts = await terminal.openPrompts();
  try {
    const stopped = prompts.interrupted.then(() => '');
    const asked = prompts.ask(`This can't be undone. Type ${id} to delete all of it: `);
    return (await Promise.race([asked, stopped])) === id;
  } finally {
    prompts.close();
  }
}

export async function runExportPerson(args: string[], terminal: Terminal): Promise<number> {
  const subject = subjectIn(args, 'export');
  return withApp(
    terminal,
    async (_, { store, clock }) => {
      const stored = await openPeople(store, PLATFORM_TRACES).export(subject);
      const at = new Date(clock()).toISOString();
      return terminal.print(`${printableJson({ id: subject.id, exportedAt: at, stored })}\n`);
    },
    { looksOnly: true },
  );
}

function subjectIn(words: readonly string[], command: string): Subject {
  const [id, ...more] = words;
  if (id === undefined || more.length > 0)
    throw badUsage(`\`${command}\` needs one ID, such as slack:T1 or slack:T1:U1.`);
  const subject = PLATFORM_TRACES.subjectOf(id);
  if (subject === undefined)
    throw badUsage(`"${id}" isn't the ID of a person or a workspace, such as slack:T1:U1 or slack:T1.`);
  return subject;
}

const isNothing = ({ deleted, named }: Forgotten) => deleted.length === 0 && named === 0;

function listed(found: Forgotten): string {
  return `${sayHeld(found)
    .map((line) => `  ${line}`)
    .join('\n')}\n`;
}
