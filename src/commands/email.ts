/** `email`: sends a channel's posts to an address too, or papers on a topic to an address alone. Addresses confirm first. */
import { z } from 'zod';
import { withName } from '../channels/channel.ts';
import type { Addresses, AddressWish } from '../model/addresses.ts';
import { type Block, inline, type Line, type Reply } from '../model/message.ts';
import { splitTopics } from '../query/split-topics.ts';
import { readTopic } from '../query/topic.ts';
import { queryLimits } from '../query/tree.ts';
import { EVERYTHING } from './accept.ts';
import type { Command } from './command.ts';
import type { Caller, Context } from './context.ts';
import { type EmailValues, readEmail } from './email-words.ts';
import { forgetChannel } from './membership.ts';
import { EMAIL_PHRASES } from './phrases/email.ts';
import { objectOf } from './place-names.ts';
import { problemReply } from './problem.ts';
import { code, reply, text } from './reply.ts';

/** What is typed for the papers that are trending, whatever the channel follows. */
const IS_TRENDING = /^(?:the )?trending(?: papers)?$/i;
const ALL = /^(?:all|everything)$/i;

export const email: Command<EmailValues> = {
  name: 'email',
  aliases: ['mail', 'e-mail'],
  keywords: 'inbox mailbox newsletter'.split(' '),
  group: 'follow',
  usage: 'email <address> [topic] [weekly | ...]',
  does: "send this channel's posts to an address too",
  details:
    'With a topic, the address gets papers on that topic alone, and with `trending` those that gained the most votes. A schedule at the end, such as `weekly mon 9:00`, is for the address. Nothing is sent before the address confirms. `email confirm <address> <code>` confirms where the email has a code, `email stop <address>` ends what an address gets from this channel, and `email` alone lists the addresses.',
  example: 'email me@lab.org "continual learning"',
  changes: 'given',
  isTyped: true,
  arguments: [
    { name: 'address', does: 'Where to send it', value: z.string().max(300) },
    {
      name: 'topic',
      does: "What to send, if not this channel's posts",
      value: z.string().max(queryLimits.length),
      completes: 'query',
    },
  ],
  phrases: EMAIL_PHRASES,
  parse: readEmail,
  run: (values, caller, context) => runEmail(values, caller, context),
};

async function runEmail(values: EmailValues, caller: Caller, context: Context): Promise<Reply> {
  const { address: typed, does, code: secret } = values;
  if (typed === undefined) return listed(caller, context);
  const addresses = context.addresses?.();
  if (addresses === undefined)
    return refused("Email isn't set up here. It needs `SMTP_URL` and `MAIL_FROM`.");
  const read = addresses.read(typed);
  if ('problem' in read) return refused(read.problem);
  const { address } = read;
  if (does === 'confirm') {
    const made = await addresses.confirm(address, secret ?? '');
    return 'reply' in made ? made.reply : refused(made.problem);
  }
  if (does === 'stop') return stop(address, secret, addresses, caller, context);
  const wish = wishFor(values, caller, context);
  return 'refusal' in wish ? wish.refusal : invite(address, wish.wish, addresses, caller);
}

function wishFor(
  { topic, schedule }: EmailValues,
  { place }: Caller,
  { channels }: Context,
): { wish: AddressWish } | { refusal: Reply } {
  const when = schedule === undefined ? {} : { schedule };
  if (topic === undefined) {
    const isPosted = channels.get(place.id)?.joined || channels.topics(place.id).length > 0;
    const none = `Nothing is posted here yet, so there is nothing to send. Subscribe to a topic first, or add one to the address.`;
    return isPosted
      ? { wish: { copies: { id: place.id, name: place.name }, ...when } }
      : { refusal: refused(none) };
  }
  if (IS_TRENDING.test(topic)) return { wish: when };
  if (ALL.test(topic)) return { wish: { topic: EVERYTHING, ...when } };
  const parts = splitTopics(topic);
  for (const part of parts.length === 0 ? [topic] : parts) {
    const read = readTopic(part);
    if ('problem' in read) return { refusal: problemReply(part, read.problem, 'subscribe') };
  }
  return { wish: { topic, ...when } };
}

/** The same answer whatever is known of the address. */
async function invite(
  address: string,
  wish: AddressWish,
  addresses: Addresses,
  { person, client }: Caller,
): Promise<Reply> {
  const invited = await addresses.invite({ address, wish, person, client });
  if ('problem' in invited) return refused(invited.problem);
  const how = invited.by === 'link' ? 'a link' : 'a code';
  const next: Line =
    invited.by === 'link'
      ? [{ text: 'Nothing else is sent until the link is followed.' }]
      : [
          { text: 'Nothing else is sent until you type ' },
          ...code(`/papers email confirm ${address} <code>`),
          { text: '.' },
        ];
  return reply([
    text([{ text: `To confirm, look for an email with ${how} at ${address}.` }]),
    text(next),
    text(
      'It can take some minutes, and may be in the spam folder. An address gets one such email at a time.',
      'quiet',
    ),
  ]);
}

async function stop(
  address: string,
  secret: string | undefined,
  addresses: Addresses,
  { place }: Caller,
  context: Context,
): Promise<Reply> {
  if (secret !== undefined) {
    const isDone = await addresses.stop(address, secret);
    return isDone
      ? reply([text([{ text: `Nothing more is sent to ${address}.` }])])
      : refused('That code is wrong. Copy it from the end of an email.');
  }
  const { id } = addresses.placeOf(address, place.id);
  if (context.channels.get(id) === undefined)
    return refused(
      `${address} gets nothing from ${objectOf(place)}. To end what it gets otherwise, use the code at the end of each email.`,
    );
  await forgetChannel(id, context);
  return reply([text([{ text: `${address} no longer gets the posts of ${objectOf(place)}.` }])]);
}

/** The addresses that get this channel's posts too, and how to add one. */
function listed({ place }: Caller, { channels }: Context): Reply {
  const copies = [...channels.all()].filter((one) => one.copies === place.id);
  const how = text("`/papers email me@lab.org` sends this channel's posts there too.", 'quiet');
  if (copies.length === 0) return reply([text('No address gets the posts of this channel.'), how]);
  const lines = copies.map(
    ({ id, name, state }): Line => [
      { text: masked(name) },
      ...(state.kind === 'ok'
        ? []
        : [{ text: ` — ${withoutAddress(withName(state.why, { id, name }), name)}` }]),
    ],
  );
  const list: Block = { kind: 'list', lines };
  return reply([text('These addresses get the posts of this channel:'), list, how]);
}

/** Everyone in a channel can read the list: `m…@lab.org`. */
function masked(address: string): string {
  return address.replace(/^(.).*(?=@)/, '$1…');
}

/** A mail server's answer names the address that it refuses. */
function withoutAddress(reason: string, address: string): string {
  const isAddress = new RegExp(address.replace(/[^\w@]/g, '\\$&'), 'gi');
  return reason.replace(isAddress, () => masked(address));
}

function refused(why: string): Reply {
  return reply([text(inline(why), 'warning')]);
}
