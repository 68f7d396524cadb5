/**
 * Serves the pages that links in mail lead to. Looking at one changes nothing, as programs that check mail follow links; its
 * button does, and so does the one click by which mail programs unsubscribe. Nobody needs to sign in.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createListener, pathOf, readBody } from '../../src/chat/http-request.ts';
import { type Listening, listen } from '../../src/chat/http-server.ts';
import { formatSpaceId } from '../../src/model/channel-id.ts';
import { messageOf } from '../../src/model/errors.ts';
import { plain } from '../../src/model/message.ts';
import type { CommandService, Log } from '../../src/model/ports.ts';
import type { Confirmed } from './addresses.ts';
import { PATHS } from './headers.ts';
import { pageHtml, readToken, sayWish } from './invitation-mail.ts';
import type { Invitation, Invitations } from './invitations.ts';
import type { Links } from './links.ts';
import { escaped } from './markup.ts';
import { PLATFORM, readPlaceId } from './places.ts';
import { styled } from './styles.ts';

const BODY_BYTES = 4_096;
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

interface Page {
  status: number;
  html: string;
}

export interface PagesContext {
  invitations: Invitations;
  links: Links;
  service: Pick<CommandService, 'leave' | 'ask' | 'placesIn'>;
  /** Starts what was asked for. */
  confirmed: (
    address: string,
    confirmation: Awaited<ReturnType<Invitations['byToken']>>,
  ) => Promise<Confirmed>;
  log: Log;
}

const NOTHING: Page = {
  status: 404,
  html: pageHtml("This link doesn't work", [
    'It may be too old, or not whole. Copy all of it from the email.',
  ]),
};

const FAILED: Page = {
  status: 503,
  html: pageHtml('That did not work', ['Nothing was changed that we know of. Try again in a moment.']),
};

/** @throws PaperboyError `address-taken` or `bad-settings` when the port cannot be opened */
export function openPages(context: PagesContext, where: { host: string; port: number }): Promise<Listening> {
  const listener = createListener(async (request, response) => {
    const path = pathOf(request);
    const page = await pageFor(path, request, context).catch((error: unknown) => {
      context.log.error('a page for mail failed', { reason: messageOf(error) });
      return FAILED;
    });
    answer(response, page, request.method === 'HEAD');
  }, context.log);
  return listen(listener, { ...where, portSetting: 'EMAIL_PORT' });
}

async function pageFor(path: string, request: IncomingMessage, context: PagesContext): Promise<Page> {
  const isPost = request.method === 'POST';
  if (!isPost && request.method !== 'GET' && request.method !== 'HEAD') return { ...NOTHING, status: 405 };
  const body = isPost ? (await readBody(request, BODY_BYTES))?.toString() : undefined;
  if (isPost && body === undefined) return { ...NOTHING, status: 413 };
  if (path.startsWith(PATHS.confirm)) return confirmPage(path.slice(PATHS.confirm.length), isPost, context);
  if (path.startsWith(PATHS.unsubscribe))
    return unsubscribePage(path.slice(PATHS.unsubscribe.length), body, context);
  return NOTHING;
}

async function confirmPage(
  text: string,
  isPost: boolean,
  { invitations, confirmed }: PagesContext,
): Promise<Page> {
  const link = readToken(text);
  const invitation = link && (await invitations.look(link.address, link.token));
  if (link === undefined || invitation === undefined) return NOTHING;
  if (isPost) {
    const made = await confirmed(link.address, await invitations.byToken(link.address, link.token));
    if ('problem' in made)
      return { status: 503, html: pageHtml('That did not work', [escaped(made.problem)]) };
  } else if (invitation.state !== 'confirmed')
    return { status: 200, html: askPage(link.address, invitation) };
  const gets = escaped(plain(sayWish(invitation.wish)));
  return { status: 200, html: pageHtml('Confirmed', [`${escaped(link.address)} gets ${gets} from now on.`]) };
}

function askPage(address: string, { wish }: Invitation): string {
  const lines = [`Send ${escaped(plain(sayWish(wish)))} to ${escaped(address)}?`];
  return pageHtml('Do you want papers by email?', lines, button('Confirm'));
}

/** @param body what was posted; undefined where the page is only looked at */
async function unsubscribePage(
  token: string,
  body: string | undefined,
  context: PagesContext,
): Promise<Page> {
  const { links, service } = context;
  const channel = await links.channelIn(token);
  if (channel === undefined) return NOTHING;
  const { address, domain } = readPlaceId(channel);
  const all = (await service.placesIn(formatSpaceId(PLATFORM, domain))).filter(
    ({ name }) => name === address,
  );
  const others = all.filter(({ id }) => id !== channel);
  const shown = escaped(address);
  const does = body === undefined ? undefined : new URLSearchParams(body).get('do');
  if (does === undefined) {
    const isThere = others.length < all.length;
    const buttons = [
      button('Unsubscribe'),
      isThere ? button('Send it on Mondays only', 'weekly') : '',
      others.length > 0 ? button('End all emails from here', 'all') : '',
    ];
    return {
      status: 200,
      html: pageHtml('Unsubscribe?', [`Stop sending this to ${shown}?`], buttons.join('')),
    };
  }
  if (does === 'weekly') {
    const place = { id: channel, name: address, direct: true as const };
    const person = { id: `${PLATFORM}:${address}`, name: address };
    const { refused } = await service.ask({ place, person, text: 'schedule weekly mon', chosen: true });
    if (refused) return FAILED;
    return { status: 200, html: pageHtml('Changed', [`${shown} gets this on Mondays from now on.`]) };
  }
  // Whatever else a mail program posts is its one click.
  for (const { id } of does === 'all' ? others : []) await service.leave(id);
  await service.leave(channel);
  const rest =
    does === 'all' || others.length === 0
      ? ''
      : ' You still get other emails from here; each has a link of its own.';
  return { status: 200, html: pageHtml('Unsubscribed', [`This is no longer sent to ${shown}.${rest}`]) };
}

/** Posts to the address that the page itself is at. @param does what it posts beside that */
function button(label: string, does?: string): string {
  const field = does === undefined ? '' : `<input type="hidden" name="do" value="${does}">`;
  return `<form method="post"${styled('form')}>${field}<button type="submit"${styled('button', 'border:0;cursor:pointer')}>${label}</button></form>`;
}

function answer(response: ServerResponse, { status, html }: Page, isHead: boolean): void {
  response.writeHead(status, HEADERS).end(isHead ? undefined : html);
}
