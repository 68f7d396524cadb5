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

/** @import { Block, ButtonAction, Card, Message } from '../../../src/model/message.ts' */
/** @import { Overview } from './api.js' */
/** @import { Tools } from './message.js' */

/** How the core says when the next post comes. */
const NEXT = 'Next post: ';
/** From this width on, the pane stands beside the log. */
const WIDE = matchMedia('(min-width: 75rem)');

/** @param {{ ask: (act: ButtonAction) => Promise<Message | undefined>, overview: () => Promise<Overview>, search: (query: string) => string, close: () => void, fill: (text: string) => void, settings: () => void }} to */
export function createPane(to) {
  const pane = byId('pane');
  const body = byId('pane-body');
  const closer = byId('pane-close');
  const main = byId('main');
  const side = byId('side');
  let shown = '';
  /** The channel whose state is shown when no paper is. */
  let last = '';
  /** @type {Element | null} */
  let opener = null;

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
    body.replaceChildren(make('p', { class: 'waiting' }, 'Loading', make('i', { 'aria-hidden': 'true' })));
    body.scrollTop = 0;
    try {
      const abstract = await to.ask({ do: 'abstract', id });
      if (shown !== id || abstract === undefined) return;
      body.replaceChildren(...paper(abstract, tools));
      body.setAttribute('aria-label', abstract.summary);
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

  /** How the channel stands. @param {string} channel */
  async function overview(channel) {
    const hint = make('p', { class: 'quiet hint' }, 'Open a paper to read its abstract here.');
    if (!WIDE.matches) return;
    try {
      const all = await to.overview();
      if (shown !== '' || last !== channel) return;
      const own = all.channels.find(({ key }) => key === channel);
      if (own === undefined) return body.replaceChildren(hint);
      const { next } = own;
      const topics = own.topics.map(({ query, name = query }) =>
        make('li', {}, make('a', { href: to.search(query), title: query }, name)),
      );
      body.setAttribute('aria-label', 'About this channel');
      body.replaceChildren(
        make('h3', { class: 'pane-title' }, 'About this channel'),
        make(
          'dl',
          { class: 'about' },
          make('dt', {}, topics.length === 0 ? 'Topics' : `Topics (${topics.length})`),
          make(
            'dd',
            {},
            topics.length === 0 ? 'None: every paper is posted here.' : make('ul', {}, ...topics),
          ),
          make('dt', {}, 'Schedule'),
          make('dd', {}, own.schedule),
          make('dt', {}, next.startsWith(NEXT) ? 'Next post' : 'Posts'),
          make('dd', {}, next.replace(NEXT, '')),
          ...(own.problem === undefined ? [] : [make('dd', { class: 'wrong' }, own.problem)]),
          make('dt', {}, 'Sources'),
          ...all.sources.map((line) => make('dd', {}, ...renderLine(line, { fill: to.fill }))),
        ),
        makeButton({ class: 'button' }, to.settings, 'Channel settings'),
        hint,
      );
    } catch {
      if (shown === '') body.replaceChildren(hint);
    }
  }

  return {
    /** Something may have changed how the channel stands. */
    refresh() {
      if (shown === '') overview(last);
    },
    /** Shows a paper, or, without one, how the channel stands. @param {string | undefined} id @param {string} channel @param {Tools} tools */
    show(id, channel, tools) {
      for (const one of document.querySelectorAll('.card[aria-current]')) one.removeAttribute('aria-current');
      last = channel;
      const isOpen = pane.classList.contains('open');
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
      if (!isOpen) opener = document.activeElement;
      if (!isOpen && !WIDE.matches) closer.focus();
      if (shown === id) return;
      shown = id;
      read(id, tools);
    },
  };
}

/** The paper in full: its card opened up, then what else is known of it. @param {Message} message @param {Tools} tools @returns {Node[]} */
function paper(message, tools) {
  const nodes = renderMessage(message, tools);
  const card = message.blocks.flatMap((block) => (block.kind === 'cards' ? block.cards : []))[0];
  const heading = nodes.flatMap((node) =>
    node instanceof Element ? [...node.querySelectorAll('.title')] : [],
  )[0];
  if (card !== undefined && heading !== undefined) heading.replaceWith(titleLink(card));
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
