// @ts-check
/**
 * The pane at the side: reads one paper with its abstract, its BibTeX and related papers, or shows how the channel stands. On a
 * narrow screen it is a sheet above the page.
 */
import { failure } from './buttons.js';
import { titleOf } from './card.js';
import { byId, link, make, makeButton } from './dom.js';
import { renderLine } from './line.js';
import { renderBlock, renderMessage } from './message.js';
import { createOrder } from './overtaken.js';
import { channelLinks, paperLink } from './pages.js';

/** @import { Block, ButtonAction, Card, Message } from '../../../src/model/message.ts' */
/** @import { Overview } from './api.js' */
/** @import { Tools } from './message.js' */
/** @import { Pages } from './pages.js' */

const LIST_TITLE = 'About your reading list';
const LIST_WORDS =
  'Only you can see it. Press Save on a paper to add it, and Done to move it below the ones you still have to read.';
/** How the core says when the next post comes. */
const NEXT = 'Next post: ';
/** After this, changes that come together are looked at once. */
const REFRESH_MS = 300;
/** From this width on, the pane stands beside the log. */
const WIDE = matchMedia('(min-width: 75rem)');

/** @param {{ ask: (act: ButtonAction) => Promise<Message | undefined>, overview: (channel: string) => Promise<Overview>, search: (query: string) => string, close: () => void, fill: (text: string) => void, settings: () => void, pages: () => Pages | undefined }} to */
export function createPane(to) {
  const pane = byId('pane');
  const body = byId('pane-body');
  const closer = byId('pane-close');
  const main = byId('main');
  const side = byId('side');
  let shown = '';
  /** The channel whose state is shown when no paper is; undefined beside the reading list, which is about no channel. @type {string | undefined} */
  let last;
  /** @type {Element | null} */
  let opener = null;
  let refreshing = 0;

  closer.addEventListener('click', () => to.close());
  WIDE.addEventListener('change', () => {
    arrange();
    if (shown === '') overview(last);
  });

  /** Over the page it holds the focus; beside the log it does not. */
  function arrange() {
    const isSheet = pane.classList.contains('open') && !WIDE.matches;
    for (const part of [main, side]) part.inert = isSheet;
  }

  /** @param {string} id @param {Tools} tools */
  async function read(id, tools) {
    // What had the focus, such as a similar paper, goes away.
    if (body.contains(document.activeElement)) body.focus({ preventScroll: true });
    body.replaceChildren(make('p', { class: 'waiting' }, 'Loading', make('i', { 'aria-hidden': 'true' })));
    body.scrollTop = 0;
    try {
      const abstract = await to.ask({ do: 'abstract', id });
      if (shown !== id || abstract === undefined) return;
      body.replaceChildren(...paper(abstract, tools, to.pages()));
      body.setAttribute('aria-label', abstract.summary);
      const [first] = abstract.blocks;
      // It cannot be shown, and this says why.
      if (first?.kind === 'text' && first.tone === 'warning') return;
      const related = make('section', { class: 'related' });
      const cite = make('section', { class: 'cite' });
      body.append(related, cite);
      await Promise.all([
        fill(related, 'Similar papers', { do: 'related', ids: [id] }, (message) =>
          afterFirstCards(message.blocks).map((block) => renderBlock(block, tools)),
        ),
        fill(cite, 'BibTeX', { do: 'cite', id }, (message) =>
          message.blocks.map((block) => renderBlock(block, tools)),
        ),
      ]);
    } catch (thrown) {
      if (shown === id) body.replaceChildren(failure(thrown, () => read(id, tools)));
    }
  }

  /** @param {Element} section @param {string} title @param {ButtonAction} act @param {(message: Message) => (Node | undefined)[]} render */
  async function fill(section, title, act, render) {
    try {
      const message = await to.ask(act);
      const nodes = message === undefined ? [] : render(message).filter((node) => node !== undefined);
      if (nodes.length > 0) section.replaceChildren(make('h4', {}, title), ...nodes);
    } catch (thrown) {
      section.replaceChildren(failure(thrown, () => fill(section, title, act, render)));
    }
  }

  const overviews = createOrder();
  /** How the channel stands. @param {string | undefined} channel */
  async function overview(channel) {
    const isOvertaken = overviews();
    const hint = make('p', { class: 'quiet hint' }, 'Open a paper to read its abstract here.');
    if (!WIDE.matches) return;
    if (channel === undefined) {
      body.setAttribute('aria-label', LIST_TITLE);
      const title = make('h3', { class: 'pane-title' }, LIST_TITLE);
      return body.replaceChildren(title, make('p', { class: 'text' }, LIST_WORDS), hint);
    }
    try {
      const { channel: own, sources, pages } = await to.overview(channel);
      if (isOvertaken() || shown !== '' || last !== channel) return;
      if (own === undefined) return body.replaceChildren(hint);
      const [first, ...rest] = own.next;
      const isNext = first?.text.startsWith(NEXT) === true;
      const next = isNext ? [{ ...first, text: first.text.slice(NEXT.length) }, ...rest] : own.next;
      const change = own.own ? 'Change topics and schedule' : 'Channel settings';
      const settings = makeButton({ class: 'button', id: 'about-settings' }, to.settings, change);
      const hadFocus = document.activeElement?.id === settings.id;
      const none = own.own ? 'None: nothing is posted here.' : 'None: every paper is posted here.';
      const topics = own.topics.map(({ query, name = query }) =>
        make('li', {}, make('a', { href: to.search(query), title: query }, name)),
      );
      const links = channelLinks(pages);
      const title = own.own ? 'About your direct messages' : 'About this channel';
      body.setAttribute('aria-label', title);
      body.replaceChildren(
        make('h3', { class: 'pane-title' }, title),
        make(
          'dl',
          { class: 'about' },
          make('dt', {}, topics.length === 0 ? 'Topics' : `Topics (${topics.length})`),
          make('dd', {}, topics.length === 0 ? none : make('ul', {}, ...topics)),
          make('dt', {}, 'Schedule'),
          make('dd', {}, own.schedule),
          make('dt', {}, isNext ? 'Next post' : 'Posts'),
          make('dd', {}, ...renderLine(next, { fill: to.fill })),
          ...(own.problem === undefined ? [] : [make('dd', { class: 'wrong' }, own.problem)]),
          make('dt', {}, 'Sources'),
          ...sources.map((line) => make('dd', {}, ...renderLine(line, { fill: to.fill }))),
          ...(links === undefined ? [] : [make('dt', {}, 'Links'), make('dd', {}, links)]),
        ),
        settings,
        hint,
      );
      if (hadFocus) settings.focus();
    } catch {
      if (!isOvertaken() && shown === '') body.replaceChildren(hint);
    }
  }

  return {
    /** Shows a paper, or, without one, how the channel stands. @param {string | undefined} id @param {string | undefined} channel undefined beside the reading list @param {Tools} tools */
    show(id, channel, tools) {
      for (const one of document.querySelectorAll('.card[aria-current]')) one.removeAttribute('aria-current');
      last = channel;
      const isOpen = pane.classList.contains('open');
      if (!isOpen) opener = document.activeElement;
      pane.classList.toggle('open', id !== undefined);
      arrange();
      if (id === undefined) {
        shown = '';
        overview(channel);
        if (isOpen && opener instanceof HTMLElement) opener.focus();
        opener = null;
        return;
      }
      for (const one of document.querySelectorAll('.main .card'))
        if (one instanceof HTMLElement && one.dataset.paper === id) one.setAttribute('aria-current', 'true');
      if (!isOpen && !WIDE.matches) closer.focus();
      if (shown === id) return;
      shown = id;
      read(id, tools);
    },
    /** Shows how the channel stands now, unless a paper or something in the pane is in use. */
    refresh() {
      clearTimeout(refreshing);
      refreshing = window.setTimeout(() => {
        const { activeElement: focused } = document;
        const isUsed = focused !== body && focused?.id !== 'about-settings' && body.contains(focused);
        if (shown === '' && !isUsed) overview(last);
      }, REFRESH_MS);
    },
  };
}

/** The paper in full: its card opened up, then what else is known of it. @param {Message} message @param {Tools} tools @param {Pages | undefined} pages @returns {Node[]} */
function paper(message, tools, pages) {
  const nodes = renderMessage(message, tools);
  const card = message.blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : []))[0];
  /** @param {string} part */
  const first = (part) =>
    nodes.flatMap((node) => (node instanceof Element ? [...node.querySelectorAll(part)] : []))[0];
  if (card === undefined) return nodes;
  first('.title')?.replaceWith(titleLink(card));
  if (pages !== undefined) first('.card > .facts')?.append(paperLink(pages, card.id, titleOf(card)));
  return nodes;
}

/** @param {Card} card */
function titleLink(card) {
  return make('h3', { class: 'pane-title' }, link(card.url, {}, titleOf(card)));
}

/** The blocks behind the first cards, and behind the heading that follows them. @param {Block[]} blocks */
function afterFirstCards(blocks) {
  const own = blocks.findIndex(({ kind }) => kind === 'cards');
  return blocks.slice(own + 1).filter(({ kind }) => kind !== 'heading');
}
