/** The headers and the lines below a post by which an address ends what it gets. */
import { createHash } from 'node:crypto';
import type { Post } from '../../src/model/message.ts';
import { type Links, PATHS } from './links.ts';
import type { Mailbox } from './mailbox.ts';
import type { Footer } from './render.ts';

/** How a post says where it ends: for mail programs, and for readers. */
export interface Ending {
  headers: Record<string, string>;
  footer: Footer;
}

/** @param publicUrl where links lead; without it, a code is typed to Paperboy instead */
export async function endingOf(
  { channel }: Pick<Post, 'channel'>,
  to: Mailbox,
  { from, links, publicUrl }: { from: Mailbox; links: Links; publicUrl: string | undefined },
): Promise<Ending> {
  const list = createHash('sha256').update(channel).digest('hex').slice(0, 16);
  const headers = { 'List-Id': `Paperboy <${list}.${from.domain}>`, Precedence: 'bulk' };
  const why = `You get this because ${to.address} confirmed it. `;
  if (publicUrl === undefined) {
    const code = `/papers email stop ${to.address} ${await links.codeOf(to.address)}`;
    const how = 'To stop these emails, type this where you use Paperboy:';
    return { headers, footer: { lines: [[{ text: `${why}${how}` }], [{ text: code, style: 'code' }]] } };
  }
  const url = `${publicUrl}${PATHS.unsubscribe}${await links.tokenOf(channel)}`;
  return {
    headers: {
      ...headers,
      // One click is for https alone. https://www.rfc-editor.org/rfc/rfc8058#section-3.1
      'List-Unsubscribe': `<${url}>`,
      ...(url.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}),
    },
    footer: { lines: [[{ text: why.trim() }], [{ text: 'Unsubscribe', url }]] },
  };
}
