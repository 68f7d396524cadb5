/** Words the one message that an address gets before it confirmed. */
import type { AddressWish } from '../../src/model/addresses.ts';
import type { Block, Line, Message } from '../../src/model/message.ts';
import type { Invitation } from './invitations.ts';
import { PATHS, tokenOf } from './links.ts';
import type { Mailbox } from './mailbox.ts';
import { escaped, linkHtml } from './markup.ts';
import { type Rendered, render } from './render.ts';

/** The topic that every paper matches. */
const EVERYTHING = '*';
/** Characters of a topic, or of a name, that are shown. */
const MOST_WORDS = 60;

/** @param publicUrl where the link leads; without it, the message holds a code */
export function invitationMail(
  { wish, token, code }: Pick<Invitation, 'wish' | 'token' | 'code'>,
  to: Mailbox,
  publicUrl: string | undefined,
): Rendered {
  const asked: Line = [
    { text: 'Someone, probably you, asked Paperboy to send ' },
    ...sayWish(wish),
    { text: ` to ${to.address}.` },
  ];
  const url = publicUrl && `${publicUrl}${PATHS.confirm}${tokenOf(to.address, token)}`;
  const how: Block[] = url
    ? [{ kind: 'text', line: [{ text: 'To start, confirm: ' }, { text: url, url }] }]
    : [
        { kind: 'text', line: [{ text: 'To start, type this where you use Paperboy:' }] },
        { kind: 'code', text: `/papers email confirm ${to.address} ${code}` },
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

/** What an address is to get, as the object of a sentence. */
export function sayWish(wish: AddressWish): Line {
  const { schedule } = wish;
  const when = schedule !== undefined && isPlainWords(schedule) ? [{ text: `, ${schedule}` }] : [];
  if ('copies' in wish) {
    const { name } = wish.copies;
    return [{ text: isPlainWords(name) ? `the posts of ${name}` : 'the posts of a channel' }, ...when];
  }
  const { topic } = wish;
  if (topic === undefined) return [{ text: 'the papers that are trending' }, ...when];
  if (topic === '*') return [{ text: 'all papers' }, ...when];
  if (topic === EVERYTHING) return [{ text: 'all papers' }, ...when];
  if (!isPlainWords(topic)) return [{ text: 'papers on a topic' }, ...when];
  return [{ text: 'papers on ' }, { text: topic, style: 'code' }, ...when];
}

/** Whether words can be shown to someone who did not ask for them: strangers may not write letters to others in our name. */
function isPlainWords(words: string): boolean {
  const others = words.replace(/\bcat:\S+/gi, '');
  return (
    words.length <= MOST_WORDS &&
    !/:\/\/|www\.|[@＠]|[\p{L}\p{N}][.．。｡][\p{L}]{2,}|[\d\s().+-]{9,}/iu.test(others)
  );
}
