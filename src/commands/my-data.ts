/** `my-data`: says what is stored of whoever asks, gives it as JSON in pages, and deletes it once a button confirms. */
import { z } from 'zod';
import type { ChannelId } from '../model/channel-id.ts';
import { firstUnits } from '../model/characters.ts';
import { span } from '../model/counted.ts';
import type { Line, Reply } from '../model/message.ts';
import { type Subject, withChannel } from '../model/traces.ts';
import { sayHeld } from '../people/words.ts';
import type { Command } from './command.ts';
import type { Caller, Context } from './context.ts';
import { says } from './phrases/match.ts';
import { nextPage, reply, text } from './reply.ts';

/** Characters of one page of JSON: every platform shows so much in a message. */
const PAGE = 2_800;

export const myData: Command<{ does?: 'export' | 'forget' }> = {
  name: 'my-data',
  aliases: ['mydata'],
  keywords: 'privacy gdpr'.split(' '),
  group: 'about',
  usage: 'my-data [export | forget]',
  does: 'show what is stored about you, get it, or delete it',
  details: 'Nothing is deleted before you press the button. What others share stays, without your name.',
  isTyped: true,
  arguments: [{ name: 'does', does: 'Get it, or delete it', value: z.enum(['export', 'forget']) }],
  phrases: [
    { says: says('forget (?:about )?me'), means: 'my-data forget' },
    { says: says('(?:export|download|show) (?:all )?my (?:personal )?data'), means: 'my-data export' },
  ],
  parse(rest) {
    if (rest === '') return {};
    if (/^(?:export|download|json)$/i.test(rest)) return { does: 'export' };
    return /^(?:forget|delete|erase|remove)(?: me| it| all)*$/i.test(rest) ? { does: 'forget' } : undefined;
  },
  run: ({ does }, caller, context) =>
    does === 'export' ? myDataPage(0, caller, context) : show(does === 'forget', caller, context),
};

type Needs = Pick<Context, 'people' | 'direct' | 'channels'>;

/** The person who asks, with their own conversation where it can be told. */
async function subjectOf({ place, person }: Caller, { people, direct }: Needs): Promise<Subject> {
  const own = place.direct ? place.id : (await direct?.open(place.id, person).catch(() => undefined))?.id;
  const subject = withChannel(people.subjectOf(person.id), own as ChannelId | undefined);
  return { ...subject, names: [person.name] };
}

const waitReply = (wait: number) =>
  reply([
    text(
      `That searches everything that is stored, so it's limited to a few times a minute. Try again in ${span(wait)}.`,
      'warning',
    ),
  ]);

async function show(isAsked: boolean, caller: Caller, context: Needs): Promise<Reply> {
  const wait = await context.people.takeScan(caller.person.id);
  if (wait > 0) return waitReply(wait);
  const lines = sayHeld(await context.people.count(await subjectOf(caller, context)));
  if (lines.length === 0) return reply([text('Nothing is stored about you.')]);
  const list: Line[] = lines.map((line) => [{ text: line }]);
  const actions = [
    { label: 'Delete all of it', act: { do: 'forget-me' as const } },
    { label: 'Show it as JSON', act: { do: 'my-data' as const, from: 0 } },
  ];
  return reply(
    [
      text(isAsked ? 'This is stored about you, and would be deleted:' : 'This is stored about you:'),
      { kind: 'list', lines: list },
      text("Deleting can't be undone. What others share stays, without your name.", 'quiet'),
    ],
    { actions: isAsked ? actions : actions.toReversed() },
  );
}

export async function forgetMe(caller: Caller, context: Needs): Promise<Reply> {
  const wait = await context.people.takeScan(caller.person.id);
  if (wait > 0) return waitReply(wait);
  const lines = sayHeld(await context.people.forget(await subjectOf(caller, context)));
  await context.channels.refresh();
  if (lines.length === 0) return reply([text('Nothing is stored about you.')]);
  const said = [
    text('Deleted what was stored about you:'),
    { kind: 'list' as const, lines: lines.map((line): Line => [{ text: line }]) },
  ];
  caller.wrote(said);
  return reply(said);
}

/** @param from characters of the JSON that were shown before */
export async function myDataPage(from: number, caller: Caller, context: Needs): Promise<Reply> {
  const json = await context.people.exportText(await subjectOf(caller, context), from === 0);
  if (typeof json !== 'string') return waitReply(json.wait);
  // A character that the cut would halve begins the next page.
  const page = firstUnits(json.slice(from), PAGE);
  if (page === '') return reply([text('There is no more.')]);
  const end = from + page.length;
  const heading =
    end === json.length && from === 0
      ? 'What is stored about you'
      : `What is stored about you, ${(from + 1).toLocaleString('en')} to ${end.toLocaleString('en')} of ${json.length.toLocaleString('en')} characters`;
  const left = json.length - end;
  return reply(
    [
      { kind: 'heading', text: heading },
      { kind: 'code', text: page },
    ],
    { actions: nextPage(left, 'Show more', { do: 'my-data', from: end }) },
  );
}
