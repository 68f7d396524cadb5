/** Words for what a recorded change did: `subscribed #general to lora, and set the schedule to every weekday at 09:00, UTC`. */
import { type Channel, labelOf, layoutOf, type Subscription } from '../channels/channel.ts';
import { orderOf } from '../channels/order.ts';
import { type RecordedChange, settingsIn } from '../channels/recorded-change.ts';
import { sayMoment } from '../model/day-format.ts';
import type { Line } from '../model/message.ts';
import type { Context } from './context.ts';
import { sayWhen } from './current-settings.ts';
import { code } from './reply.ts';
import { titlesOf } from './topic-name.ts';

type Needs = Pick<Context, 'delivery' | 'channels'>;
type Change = Omit<RecordedChange, 'id' | 'by' | 'at'>;

/** More topics than these are counted, not named. */
const MOST_NAMED = 5;

/** @param where the channel in a sentence, such as `this channel` */
export function sayChange(change: Change, where: string, context: Needs): Line {
  const parts = [...topicParts(change, where), ...settingParts(change, context)];
  return parts.flatMap((part, at): Line => {
    if (at === 0) return part;
    return [{ text: at === parts.length - 1 ? ' and ' : ', ' }, ...part];
  });
}

function topicParts({ added, removed }: Change, where: string): Line[] {
  const edits = added.flatMap((now) => {
    const was = removed.find((one) => isEditOf(now, one));
    return was === undefined ? [] : [[was, now] as const];
  });
  const changed = new Set(edits.flat());
  const [came, gone] = [added, removed].map((list) => list.filter((topic) => !changed.has(topic)));
  return [
    ...(came?.length ? [[{ text: `subscribed ${where} to ` }, ...named(came)]] : []),
    ...(gone?.length ? [[{ text: `unsubscribed ${where} from ` }, ...named(gone)]] : []),
    ...edits.map(([was, now]) => sayEdit(was, now)),
  ];
}

/** An edited topic was removed as it was and added as it is, with the moment at which it was subscribed to. */
function isEditOf(now: Subscription, was: Subscription): boolean {
  return now.at === was.at && now.by.id === was.by.id;
}

function sayEdit(was: Subscription, now: Subscription): Line {
  const named = { text: labelOf(was), style: 'code' as const };
  if (was.query !== now.query)
    return [{ text: 'changed the topic ' }, named, { text: ' to ' }, ...code(now.query)];
  return now.name === undefined
    ? [{ text: 'removed the name of the topic ' }, named]
    : [{ text: 'named the topic ' }, named, { text: ' ' }, { text: now.name, style: 'strong' }];
}

function named(topics: readonly Subscription[]): Line {
  const more = topics.length - MOST_NAMED;
  const shown = titlesOf(topics.slice(0, MOST_NAMED));
  return more > 0 ? [...shown, { text: ` and ${more} more` }] : shown;
}

/** What a switch switches. */
const SWITCHES: Record<string, string> = {
  quietLine: 'the line on days without papers',
  thumbnails: 'pictures of papers',
  announce: 'announcements of changes',
  page: 'the page of posts',
};
const VALUES: Record<string, string> = {
  limit: 'papers per post',
  order: 'the order',
  trending: 'the order',
  ours: 'the list of teammates',
  byTaste: 'the order',
  layout: 'the layout',
};

function settingParts(change: Change, context: Needs): Line[] {
  const names = settingsIn(change);
  const isTime = (name: string) => name === 'schedule' || name === 'zone';
  // An older field of the layout, kept in step with it.
  const others = names.filter(
    (name) =>
      !isTime(name) &&
      !(name === 'abstracts' && names.includes('layout')) &&
      !(name === 'order' && (names.includes('trending') || names.includes('byTaste'))) &&
      !(name === 'byTaste' && names.includes('trending')) &&
      name !== 'paused',
  );
  return [
    ...(names.includes('paused') ? [sayPause(change, context)] : []),
    ...(names.some(isTime) ? [sayTime(change, context)] : []),
    ...others.map((name) => saySetting(name, change, context)),
  ];
}

function sayPause({ channel, after }: Change, { channels, delivery }: Needs): Line {
  const paused = after.paused as Channel['paused'];
  if (paused === undefined) return [{ text: 'resumed posts' }];
  if (paused.off) return [{ text: 'turned the schedule off' }];
  const known = channels.get(channel);
  const zone = known === undefined ? 'UTC' : delivery.zone(known);
  return [
    {
      text:
        paused.until === undefined ? 'paused posts' : `paused posts until ${sayMoment(paused.until, zone)}`,
    },
  ];
}

function sayTime({ channel, before, after }: Change, context: Needs): Line {
  const known = context.channels.get(channel);
  if (known === undefined) return [{ text: 'changed the schedule' }];
  const { schedule: _schedule, zone: _zone, ...rest } = known;
  const when = (values: Partial<Channel>) => {
    const chosen = {
      ...(known.schedule && { schedule: known.schedule }),
      ...(known.zone && { zone: known.zone }),
    };
    const mine = Object.fromEntries(
      Object.entries({ ...chosen, ...values }).filter(
        ([name]) => !(name in { ...before, ...after }) || name in values,
      ),
    );
    return sayWhen({ ...rest, ...mine } as Channel, context);
  };
  const now = when(pickTime(after));
  return [
    { text: 'set the schedule to ' },
    { text: now, style: 'strong' },
    { text: ` (was ${when(pickTime(before))})` },
  ];
}

function pickTime(values: Record<string, unknown>): Partial<Channel> {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => name === 'schedule' || name === 'zone'),
  ) as Partial<Channel>;
}

function saySetting(name: string, { channel, before, after }: Change, { channels }: Needs): Line {
  const { abstracts = true, order = 'votes' } = channels.get(channel) ?? {};
  const [was, is] = [before, after].map((values) => {
    const chosen = { abstracts, order, ...(values as Partial<Channel>) };
    if (name === 'layout') return layoutOf(chosen);
    return name === 'trending' || name === 'byTaste' ? orderOf(chosen) : values[name];
  });
  const what = SWITCHES[name];
  // An absent switch is on, but for the page.
  const isOff = name === 'page' ? is !== true : is === false;
  if (what !== undefined) return [{ text: `turned ${isOff ? 'off' : 'on'} ${what}` }];
  if (name === 'tasteMin') return sayTasteMin(was, is);
  const old = isShort(was) ? ` (was ${was})` : '';
  if (!isShort(is)) return [{ text: `changed ${VALUES[name] ?? `the setting ${name}`}${old}` }];
  return [
    { text: `set ${VALUES[name] ?? `the setting ${name}`} to ` },
    { text: String(is), style: 'strong' },
    { text: old },
  ];
}

function sayTasteMin(was: unknown, is: unknown): Line {
  const old = typeof was === 'number' ? ` (was ${was}%)` : '';
  if (typeof is !== 'number') return [{ text: `turned off the least taste of papers${old}` }];
  return [{ text: 'set the least taste of papers to ' }, { text: `${is}%`, style: 'strong' }, { text: old }];
}

function isShort(value: unknown): boolean {
  return (
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && value.length < 40)
  );
}
