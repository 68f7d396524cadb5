/** `paperboy subscribe` and `paperboy confirm`: subscribe a channel from the command line; an address confirms first. */
import type { App } from '../app/app.ts';
import { readSchedule } from '../commands/accept.ts';
import { cleanTyped } from '../commands/clean-input.ts';
import type { Addresses, AddressWish } from '../model/addresses.ts';
import { badUsage, PaperboyError } from '../model/errors.ts';
import type { Person, Place } from '../model/ports.ts';
import { splitTopics } from '../query/split-topics.ts';
import { readTopic } from '../query/topic.ts';
import { withApp } from './open.ts';
import { replyText } from './reply-text.ts';
import type { Terminal } from './terminal.ts';
import { withAddresses } from './with-addresses.ts';
import { readWords } from './words.ts';

const EXAMPLE = 'paperboy subscribe email:me@lab.org "continual learning"';
const PREFIX = /^email:/i;
const TERMINAL: Person = { id: 'terminal', name: 'Terminal' };

/** What helps where the mail server did not take a confirmation: this process ends. */
export const ASK_AGAIN =
  'Paperboy tries again while it runs (`npm start`), and when this is asked for again.';

/** Returns 0, or 1 when the topic is refused. @throws PaperboyError `bad-usage`, `bad-settings` or `refused` */
export async function runSubscribe(args: string[], terminal: Terminal): Promise<number> {
  const { values, text } = readWords(args, { values: ['schedule'], flags: [] });
  const [, channel = '', typed = ''] = /^(\S*)(.*)$/s.exec(text) ?? [];
  const topic = cleanTyped(typed.trim());
  const schedule = values.schedule?.trim();
  if (schedule !== undefined && (!PREFIX.test(channel) || readSchedule(schedule) === undefined))
    throw badUsage(`--schedule takes a schedule for an address, such as "weekly mon 9:00".`);
  if (channel === '') throw badUsage(`\`subscribe\` needs a channel and a topic, for example: ${EXAMPLE}.`);
  if (PREFIX.test(channel))
    return withAddresses(terminal, (addresses) => invite(addresses, channel, { topic, schedule }, terminal));
  if (topic === '') throw badUsage(`\`subscribe\` needs a topic, for example: ${EXAMPLE}.`);
  const subscribe = async (app: App) => {
    const known = app.channels.get(channel);
    if (known === undefined)
      throw badUsage(`There is no channel ${channel} yet. \`paperboy export\` lists all channels.`);
    const place: Place = { id: known.id, name: known.name };
    const reply = await app.service.ask({
      place,
      person: TERMINAL,
      text: `subscribe ${topic}`,
      chosen: true,
    });
    terminal.print(replyText(reply, terminal));
    return reply.refused ? 1 : 0;
  };
  return withApp(terminal, subscribe, { needsStore: true });
}

/** Returns 0. @throws PaperboyError `bad-usage`, `bad-settings`, or `refused` for a wrong code */
export async function runConfirm(args: string[], terminal: Terminal): Promise<number> {
  const [typed = '', code = '', ...more] = args;
  if (code === '' || more.length > 0)
    throw badUsage(
      '`confirm` needs an address and the code from the email: paperboy confirm email:me@lab.org 12345678.',
    );
  const confirm = async (addresses: Addresses) => {
    const made = await addresses.confirm(addressIn(typed, addresses), code);
    if ('problem' in made) throw new PaperboyError('refused', made.problem);
    return terminal.print(replyText(made.reply, terminal));
  };
  return withAddresses(terminal, confirm, { needsStore: true });
}

async function invite(
  addresses: Addresses,
  typed: string,
  { topic, schedule }: { topic: string; schedule: string | undefined },
  terminal: Terminal,
): Promise<number> {
  const address = addressIn(typed, addresses);
  for (const part of splitTopics(topic)) {
    const read = readTopic(part);
    if ('problem' in read) throw badUsage(`I couldn't read the topic ${part}: ${read.problem.message}`);
  }
  const wish: AddressWish = {
    ...(topic === '' ? {} : { topic }),
    ...(schedule === undefined ? {} : { schedule }),
  };
  const invited = await addresses.invite({ address, wish, person: TERMINAL, isOperator: true });
  if ('problem' in invited) throw new PaperboyError('refused', invited.problem);
  const trouble = await addresses.idle();
  if (trouble !== undefined) throw new PaperboyError('refused', `${trouble} ${ASK_AGAIN}`);
  if (invited.isUnsent)
    throw new PaperboyError(
      'refused',
      `Nothing was sent: an email that asks ${address} to confirm was sent before, and this starts with it.`,
    );
  const how =
    invited.by === 'link'
      ? 'Follow the link in it'
      : `It has a code: type \`paperboy confirm email:${address} CODE\``;
  return terminal.print(
    `To confirm, look for an email at ${address}. ${how}; nothing else is sent before.\nAn address gets one such email at a time.\n`,
  );
}

function addressIn(typed: string, addresses: Addresses): string {
  const read = addresses.read(typed.replace(PREFIX, ''));
  if ('problem' in read) throw badUsage(`${read.problem} For example: ${EXAMPLE}.`);
  return read.address;
}
