/** `paperboy export` and `paperboy import-channels`: writes all channels with their settings as one JSON file, and reads it. */
import { openLocalChannels } from '../../adapters/web/channels.ts';
import { exportChannels, importChannels, type ReadTopic } from '../channels/portable.ts';
import { badUsage, messageOf, PaperboyError } from '../model/errors.ts';
import { splitTopics } from '../query/split-topics.ts';
import { readTopic } from '../query/topic.ts';
import { withApp } from './open.ts';
import { printableJson } from './printable.ts';
import type { Terminal } from './terminal.ts';

export async function runExport(args: string[], terminal: Terminal): Promise<number> {
  if (args.length > 0) throw badUsage('`export` takes no arguments; it prints to standard output.');
  return withApp(
    terminal,
    async (app) => terminal.print(`${printableJson(exportChannels(app.channels))}\n`),
    { looksOnly: true },
  );
}

export async function runImportChannels(args: string[], terminal: Terminal): Promise<number> {
  const [path, ...more] = args;
  if (path === undefined || more.length > 0) {
    throw badUsage('`import-channels` needs one file, or - for standard input.');
  }
  const value = parse(new TextDecoder().decode(await terminal.read(path)));
  return withApp(terminal, async (app, { store, clock }) => {
    const local = await openLocalChannels(store.shelf, clock);
    const count = await importChannels(
      value,
      app.channels,
      { fromSeq: await app.archive.head(), now: clock() },
      readOneTopic,
      local.problemOf(),
    );
    for (const id of count.ids) await local.addById(id);
    return terminal.print(`Channels: ${count.channels}. New topics: ${count.topics}.\n`);
  });
}

/** Reads a topic as chat does, except that commas do not separate topics: each has its own entry. */
function readOneTopic(text: string): ReturnType<ReadTopic> {
  const { length } = splitTopics(text);
  if (length <= 1) return readTopic(text);
  return { problem: { message: `"${text}" is ${length} topics. Write an entry for each.` } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PaperboyError(
      'bad-channels',
      `This isn't an export of channels: it isn't JSON (${messageOf(error)}).`,
    );
  }
}
