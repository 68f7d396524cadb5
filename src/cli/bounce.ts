/** `paperboy bounce`: reads one message that came back, from a file or from the pipe of a mail server. */
import { parseArgs } from 'node:util';
import { badUsage, reasonForPeople } from '../model/errors.ts';
import type { Terminal } from './terminal.ts';
import { withAddresses } from './with-addresses.ts';

/** What is said comes first, the original message behind. Bytes. */
const MOST_BYTES = 1024 * 1024;
/** Tells a mail server to keep the message and to try again: EX_TEMPFAIL of sysexits.h. */
const TRY_AGAIN = 75;
const SAID = {
  taken: 'The message was taken over.',
  unchanged: 'The message is about one of ours, and changes nothing.',
  other: 'The message is no report on mail that was sent from here, so nothing was changed.',
};

/**
 * Returns 0 for whatever message, as a mail server would send one on that is refused, or 75 where it can't be taken over now.
 * @throws PaperboyError `bad-usage`
 */
export async function runBounce(args: string[], terminal: Terminal): Promise<number> {
  const [path = '-', ...more] = parseArgs({ args, allowPositionals: true, options: {} }).positionals;
  if (more.length > 0)
    throw badUsage('`bounce` takes one file, or the message on standard input: paperboy bounce < message');
  const message = await terminal.readBeginning(path, MOST_BYTES);
  try {
    return await withAddresses(
      terminal,
      async (addresses) => terminal.print(`${SAID[await addresses.takeReturned(message)]}\n`),
      { needsStore: true },
    );
  } catch (error) {
    terminal.complain(`The message couldn't be taken over. ${reasonForPeople(error)}`);
    return TRY_AGAIN;
  }
}
