/** Words the one message that an address gets before it confirmed. */
import type { AddressWish } from '../../src/model/addresses.ts';
import { counted } from '../../src/model/counted.ts';
import { type Block, type Line, type Message, plain } from '../../src/model/message.ts';
import type { Invitation } from './invitation.ts';
import { PATHS, tokenOf } from './links.ts';
import type { Mailbox } from './mailbox.ts';
import { escaped, linkHtml } from './markup.ts';
import { isPlainWords } from './plain-words.ts';
import { type Rendered, render } from './render.ts';

/** The topic that every paper matches. */
const EVERYTHING = '*';

/** @param publicUrl where the link leads; without it, the message holds a code */
export function invitationMail(
  { wish, token, code }: Pick<Invitation, 'wish' | 'token' | 'code'>,
  to: Mailbox,
  publicUrl: string | undefined,
): Rendered {
  const asked: Line = [
    { text: 'Someone, probably you, asked Paperboy to send ' },
    ...sayWish(wish, isPlainWords),
    { text: ` to ${to.address}.` },
  ];
  const url = publicUrl && `${publicUrl}${PATHS.confirm}${tokenOf(to.address, token)}`;
  const how: Block[] = url
    ? [
        { kind: 'text', line: [{ text: 'To start, confirm: ' }, { text: url, url }] },
        { kind: 'text', tone: 'quiet', line: [{ text: 'The page lists everything that was requested.' }] },
      ]
    : [
        { kind: 'text', line: [{ text: 'To start, type this where you use Paperboy:' }] },
        { kind: 'code', text: `/papers email confirm ${to.address} ${code}` },
        {
          kind: 'text',
          tone: 'quiet',
          line: [{ text: 'Anything else requested for this address starts too.' }],
        },
      ];
  const message: Message = {
    summary: 'Confirm that papers may be sent to you',
    blocks: [
      { kind: 'heading', text: 'Do you want papers by email?' },
      { kind: 'text', line: asked },
      ...how,
    ],
    actions: [],
  };
  const ignore = "If you don't want this, do nothing: without your confirmation nothing more is sent.";
  const made = render(message, { lines: [[{ text: ignore }]] });
  // An address that stands there in full reads badly beside a button.
  const shown =
    url === undefined
      ? made.html
      : made.html.replace(linkHtml(escaped(url), url), linkHtml('Confirm', url, 'button'));
  return {
    ...made,
    text: made.text.replace(` <${url}>`, ''),
    html: shown.replace('To start, confirm: ', ''),
  };
}

/**
 * What an address is to get, as the object of a sentence.
 * @param mayShow whether words are shown as they were typed; absent: all are, as to whoever followed the link
 */
export function sayWish(wish: AddressWish, mayShow: (words: string) => boolean = () => true): Line {
  const { schedule } = wish;
  const when = schedule !== undefined && mayShow(schedule) ? [{ text: `, ${schedule}` }] : [];
  if ('copies' in wish) {
    const { name } = wish.copies;
    return [{ text: mayShow(name) ? `the posts of ${name}` : 'the posts of a channel' }, ...when];
  }
  const { topic } = wish;
  if (topic === undefined) return [{ text: 'the papers that are trending' }, ...when];
  if (topic === EVERYTHING) return [{ text: 'all papers' }, ...when];
  if (!mayShow(topic)) return [{ text: `papers on a topic of ${wordsIn(topic)}` }, ...when];
  return [{ text: 'papers on ' }, { text: topic, style: 'code' }, ...when];
}

function wordsIn(topic: string): string {
  return counted(topic.trim().split(/\s+/).length, 'word');
}

/**
 * Lines that say all that an address is to get. Topics come in one email, as do the posts of one channel, and of their schedules the
 * one that was asked for last counts.
 * @param sentence what is said of one thing alone
 * @param heading what stands above several
 * @param isAll whether all papers come in place of those that are trending; absent: where these stand beside topics
 */
export function sayWishes(
  wishes: readonly AddressWish[],
  sentence: (only: string) => string,
  heading: string,
  isAll = isMixed(wishes),
): string[] {
  const copied = Map.groupBy(wishes, (wish) => ('copies' in wish ? wish.copies.id : undefined));
  const topics = copied.get(undefined) ?? [];
  copied.delete(undefined);
  const given = isAll ? topics.map(withAll) : topics;
  const lines = [...linesOf(given), ...[...copied.values()].flatMap(linesOf)];
  const [only = ''] = lines;
  const said = lines.length === 1 ? [sentence(only.slice(BULLET.length))] : [heading, ...lines];
  return isAll ? [...said, ALL_COME] : said;
}

const ALL_COME =
  "One email can't have what is trending beside topics, so all papers come in it, those with the most votes first.";

/** Whether what is trending stands beside topics: both are to come in one email. */
function isMixed(wishes: readonly AddressWish[]): boolean {
  const topics = wishes.flatMap((wish) => ('copies' in wish ? [] : [wish.topic]));
  return topics.includes(undefined) && topics.some((topic) => topic !== undefined);
}

function withAll(wish: AddressWish): AddressWish {
  return 'copies' in wish || wish.topic !== undefined ? wish : { ...wish, topic: EVERYTHING };
}

const BULLET = '• ';

/** What comes in one email, with its schedule once. */
function linesOf(wishes: readonly AddressWish[]): string[] {
  const schedule = wishes.findLast((wish) => wish.schedule !== undefined)?.schedule;
  const when = schedule === undefined ? '' : `, ${schedule}`;
  const things = new Set(wishes.map(({ schedule: _, ...wish }) => `${BULLET}${plain(sayWish(wish))}`));
  if (things.size === 1) return [...things].map((thing) => `${thing}${when}`);
  return when === '' ? [...things] : [...things, `These come in one email${when}.`];
}
