/** `paperboy export` and `paperboy import-channels`: writes all channels with their settings as one JSON file, and reads it. */
import { openLocalChannels } from '../../adapters/web/channels.ts';
import { exportChannels, importChannels, type ReadTopic } from '../channels/portable.ts';
import { isShallow } from '../chat/json.ts';
import { cleanTyped } from '../commands/clean-input.ts';
import { wideEncoding } from '../digest/decode.ts';
import { type ChannelId, platformOf } from '../model/channel-id.ts';
import { badUsage, messageOf, PaperboyError } from '../model/errors.ts';
import { splitTopics } from '../query/split-topics.ts';
import { readTopic } from '../query/topic.ts';
import { ADAPTERS } from './adapters.ts';
import { withApp } from './open.ts';
import { printableJson } from './printable.ts';
import type { Terminal } from './terminal.ts';

export async function runExport(args: string[], terminal: Terminal): Promise<number> {
  if (args.length > 0) return (await import('./people.ts')).runExportPerson(args, terminal);
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
  const value = parse(await terminal.read(path));
  const problemOf = (id: ChannelId) => {
    const names = ADAPTERS.map(({ name }) => name);
    const platform = platformOf(id);
    return names.includes(platform) ? undefined : `there is no platform ${platform}: ${names.join(', ')}`;
  };
  return withApp(terminal, async (app, { store, clock }) => {
    const local = await openLocalChannels(store.shelf, clock);
    const localProblemOf = local.problemOf();
    const count = await importChannels(
      value,
      app.channels,
      { fromSeq: await app.archive.head(), now: clock() },
      readOneTopic,
      (id) => problemOf(id) ?? localProblemOf(id),
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

function parse(bytes: Uint8Array): unknown {
  const refused = (why: string) =>
    new PaperboyError('bad-channels', `This isn't an export of channels: ${why}. Nothing was changed.`);
  let value: unknown;
  try {
    // Windows PowerShell writes what a program prints as UTF-16.
    value = JSON.parse(new TextDecoder(wideEncoding(bytes)).decode(bytes));
  } catch (error) {
    throw refused(`it isn't JSON (${messageOf(error)})`);
  }
  if (!isShallow(value)) throw refused('it is nested too deeply');
  return cleanTyped(value);
}
