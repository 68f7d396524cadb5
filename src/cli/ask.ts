/** `paperboy ask TEXT`: prints the answer of chat in a channel of the local workspace. */
import { createHash } from 'node:crypto';
import { readName } from '../../adapters/web/channel-names.ts';
import { openLocalChannels } from '../../adapters/web/channels.ts';
import type { App } from '../app/app.ts';
import { countCharacters } from '../model/characters.ts';
import { withDeadline } from '../model/deadline.ts';
import { badUsage } from '../model/errors.ts';
import type { Person, Place } from '../model/ports.ts';
import { ADDRESS_ADAPTERS, adapterProblems, buildAdapters, LOCAL_ADAPTERS } from './adapters.ts';
import { withApp } from './open.ts';
import { printable, printableJson } from './printable.ts';
import { replyText } from './reply-text.ts';
import { buildSources } from './sources.ts';
import { ASK_AGAIN } from './subscribe.ts';
import type { Terminal } from './terminal.ts';
import { readWords } from './words.ts';

/** How long a new installation waits for its sources. Milliseconds. */
const FIRST_SOURCES_MS = 3_000;
const LONGEST_NAME = 80;
/** Those whose settings must be right. */
const USED = [...LOCAL_ADAPTERS, ...ADDRESS_ADAPTERS];

/** Returns 0, or 1 when the reply is a refusal. */
export async function runAsk(args: string[], terminal: Terminal): Promise<number> {
  const { values, flags, text } = readWords(args, { values: ['channel', 'as'], flags: ['json'] });
  if (text === '') throw badUsage('`ask` needs a command, for example: paperboy ask "/papers status".');
  return withApp(
    terminal,
    async (app, { store, env, clock, log }) => {
      const person = personOf(values.as ?? env.USER ?? env.LOGNAME ?? 'Terminal');
      const outside = { service: app.service, shelf: store.shelf, clock, log };
      for (const { adapter } of await buildAdapters(env, outside, LOCAL_ADAPTERS))
        app.connect(adapter.messenger);
      const [other] = await buildAdapters(env, outside, ADDRESS_ADAPTERS);
      const addresses = other?.adapter.messenger.addresses;
      app.reach(addresses);
      await readFirst(app);
      const places = (await openLocalChannels(store.shelf, clock)).places();
      const place = placeIn(places, values.channel ?? 'general');
      for (const one of places) if (!app.channels.get(one.id)?.joined) await app.service.join(one);
      const reply = await app.service.ask({ place, person, text });
      // What was begun would be cut off by the end of the command.
      const trouble = await addresses?.idle();
      terminal.print(flags.json ? `${printableJson(reply)}\n` : replyText(reply, terminal));
      if (trouble !== undefined) terminal.complain(`${trouble} ${ASK_AGAIN}`);
      return reply.refused || trouble !== undefined ? 1 : 0;
    },
    { buildSources, problems: (env) => adapterProblems(env, USED) },
  );
}

/** As at the start of the workspace: reads sources that are due, and a new store waits for its first digest. */
async function readFirst(app: App): Promise<void> {
  const isNew = app.search.size === 0;
  await app.readSources();
  if (!isNew) return;
  await withDeadline(app.sourcesAnswered(), FIRST_SOURCES_MS, () => {});
  if (app.search.size > 0) await app.keepIndex();
}

/** `general`, `#general` and `web:local:general` are the same channel. */
function placeIn(places: readonly Place[], typed: string): Place {
  const name = readName(typed.replace(/^web:local:/, ''));
  const place = places.find((one) => one.id === typed) ?? places.find((one) => one.name === `#${name}`);
  if (place !== undefined) return place;
  const names = places.map((one) => one.name).join(', ');
  throw badUsage(`There is no channel ${typed} in the local workspace. Its channels: ${names}.`);
}

/** The same name is the same person, with one reading list, and never a person of a browser. */
function personOf(typed: string): Person {
  const name = printable(typed).trim();
  if (name === '' || countCharacters(name) > LONGEST_NAME)
    throw badUsage(`--as needs a name of 1 to ${LONGEST_NAME} characters.`);
  const id = createHash('sha256').update(`terminal ${name}`).digest('hex').slice(0, 16);
  return { id: `web:${id}`, name };
}
