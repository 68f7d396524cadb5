/** The pages that links in mail lead to: to confirm, and to unsubscribe. What is posted to one changes something, and nothing else does. */
import type { CommandService } from '../../src/model/ports.ts';
import type { Confirmed } from './addresses.ts';
import { pageHtml } from './frame.ts';
import { type Invitation, wishesOf } from './invitation.ts';
import { sayWishes } from './invitation-mail.ts';
import type { Confirmation, Invitations } from './invitations.ts';
import { type Links, readToken } from './links.ts';
import { escaped } from './markup.ts';
import { channelsOf, PLATFORM, readPlaceId } from './places.ts';
import { styled } from './styles.ts';

export interface Page {
  status: number;
  html: string;
}

export interface PagesContext {
  invitations: Invitations;
  links: Links;
  service: Pick<CommandService, 'leave' | 'ask' | 'placesIn'>;
  /** Starts what was asked for. */
  confirmed: (address: string, confirmation: Confirmation) => Promise<Confirmed>;
}

export const NOTHING: Page = {
  status: 404,
  html: pageHtml("This link doesn't work", [
    'It may have expired or been cut off. Copy all of it from the email.',
  ]),
};

export const FAILED: Page = {
  status: 503,
  html: pageHtml('Something went wrong', ['Try again in a moment.']),
};

/** @param body what was posted; undefined where the page is only looked at */
export async function confirmPage(
  text: string,
  body: string | undefined,
  { invitations, confirmed }: PagesContext,
): Promise<Page> {
  const link = readToken(text);
  const invitation = link && (await invitations.look(link.address, link.token));
  if (link === undefined || invitation === undefined) return NOTHING;
  // The email itself says one thing. What was asked for beside it, or meanwhile, is shown before it is confirmed.
  const count = Number(new URLSearchParams(body).get(DOES) ?? 1);
  const isShown = count === wishesOf(invitation).length;
  if (invitation.state === 'confirmed' || body === undefined || !isShown)
    return invitationPage(link.address, invitation);
  const confirmation = await invitations.byToken(link.address, link.token, count);
  if (confirmation.kind === 'wrong') {
    const now = await invitations.look(link.address, link.token);
    return now === undefined ? NOTHING : invitationPage(link.address, now);
  }
  const made = await confirmed(link.address, confirmation);
  if ('problem' in made)
    return { status: 503, html: pageHtml('Something went wrong', [escaped(made.problem)]) };
  return { status: 200, html: pageHtml('Confirmed', made.lines.map(escaped)) };
}

/** Asks to confirm an invitation, unless that was done. */
function invitationPage(address: string, invitation: Invitation): Page {
  const done = (how: string) => ({
    status: 200,
    html: pageHtml('Confirmed', [`${escaped(address)} ${how}`]),
  });
  if (invitation.state === 'confirmed') return done('confirmed this already.');
  if (invitation.state === 'confirming') return done('is confirmed. What was requested is being started.');
  return { status: 200, html: askPage(address, invitation) };
}

function askPage(address: string, invitation: Invitation): string {
  const wishes = wishesOf(invitation);
  const lines = sayWishes(wishes, (only) => `Send ${only} to ${address}?`, `Send this to ${address}?`);
  const confirm = button('Confirm', String(wishes.length));
  return pageHtml('Do you want papers by email?', lines.map(escaped), confirm);
}

/** @param body what was posted; undefined where the page is only looked at */
export async function unsubscribePage(
  token: string,
  body: string | undefined,
  context: PagesContext,
): Promise<Page> {
  const { links, service } = context;
  const channel = await links.channelIn(token);
  if (channel === undefined) return NOTHING;
  const mailbox = readPlaceId(channel);
  const { address } = mailbox;
  const all = await channelsOf(mailbox, service);
  const others = all.filter((id) => id !== channel);
  const shown = escaped(address);
  const isThere = others.length < all.length;
  const does = body === undefined ? undefined : new URLSearchParams(body).get(DOES);
  if (does === undefined) {
    if (!isThere && others.length === 0) return { status: 200, html: ended(shown) };
    const buttons = [
      button('Unsubscribe'),
      isThere ? button('Send it on Mondays only', 'weekly') : '',
      others.length > 0 ? button('Stop all emails from here', 'all') : '',
    ];
    return {
      status: 200,
      html: pageHtml('Unsubscribe?', [`Stop sending this to ${shown}?`], buttons.join('')),
    };
  }
  if (does === 'weekly') {
    // What was ended begins again only by a new confirmation.
    if (!isThere) return { status: 200, html: ended(shown) };
    const place = { id: channel, name: address, direct: true as const };
    const person = { id: `${PLATFORM}:${address}`, name: address };
    const { refused } = await service.ask({ place, person, text: 'schedule weekly mon', chosen: true });
    if (refused) return FAILED;
    return { status: 200, html: pageHtml('Changed', [`${shown} will get this on Mondays.`]) };
  }
  // Whatever else a mail program posts is its one click.
  for (const id of does === 'all' ? others : []) await service.leave(id);
  await service.leave(channel);
  const rest =
    does === 'all' || others.length === 0
      ? ''
      : " You'll still get other emails from here; each has its own link.";
  return { status: 200, html: ended(shown, rest) };
}

function ended(shown: string, rest = ''): string {
  return pageHtml('Unsubscribed', [`This is no longer sent to ${shown}.${rest}`]);
}

/** The name of what a button posts. */
const DOES = 'do';

/** Posts to the address that the page itself is at. @param does what it posts beside that */
function button(label: string, does?: string): string {
  const field = does === undefined ? '' : `<input type="hidden" name="${DOES}" value="${does}">`;
  return `<form method="post"${styled('form')}>${field}<button type="submit"${styled('button', 'border:0;cursor:pointer')}>${label}</button></form>`;
}
