// @ts-check
/** The message box: sends messages, keeps a draft for each channel, and recalls what was sent before. */
import { byId, readStored, store } from './dom.js';
import { createMenu } from './menu.js';

/** The key under which the browser stores what was sent. */
const SENT = 'paperboy sent';
const REMEMBERED = 50;

/** @param {(text: string) => void} send */
export function createComposer(send) {
  const form = byId('composer', HTMLFormElement);
  const box = byId('write', HTMLTextAreaElement);
  const recall = createRecall();
  /** @type {Map<string, string>} by channel */
  const drafts = new Map();
  let channel = '';

  const menu = createMenu(box, (item, now) => {
    set(item.insert);
    if (now) submit();
  });

  /** @param {string} text */
  function set(text) {
    box.value = text;
    box.setSelectionRange(text.length, text.length);
    heighten();
  }

  /** As high as its text, up to what the style sheet allows. */
  function heighten() {
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }

  function submit() {
    const text = box.value.trim();
    if (text === '') return;
    menu.close();
    recall.add(text);
    set('');
    send(text);
    box.focus();
  }

  /** Up and down go through what was sent, from an empty box or from a line brought back. @param {KeyboardEvent} event */
  function recalls(event) {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return false;
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
    const text = event.key === 'ArrowUp' ? recall.older(box.value) : recall.newer(box.value);
    if (text === undefined) return false;
    set(text);
    return true;
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  box.addEventListener('input', () => {
    heighten();
    menu.update();
  });
  box.addEventListener('blur', () => menu.close());
  box.addEventListener('keydown', (event) => {
    // The Enter that ends a composition (Japanese, Chinese, Korean) belongs to it.
    if (event.isComposing) return;
    if (menu.takes(event) || recalls(event)) return event.preventDefault();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  });

  return {
    focus: () => box.focus(),
    /** Whether anything is written and not sent, here or in another channel. */
    isInUse: () => [...drafts].some(([key, text]) => key !== channel && text !== '') || box.value !== '',
    offer: menu.offer,
    /** Writes a command into the box, to be completed and sent. @param {string} text */
    fill(text) {
      set(text);
      box.focus();
      menu.update();
    },
    /** @param {string} next @param {string} name */
    show(next, name) {
      if (next !== channel) {
        drafts.set(channel, box.value);
        channel = next;
        set(drafts.get(next) ?? '');
        menu.close();
      }
      byId('write-label').textContent = `Message ${name}`;
    },
  };
}

function createRecall() {
  const stored = readStored(SENT);
  /** @type {string[]} */
  let sent = Array.isArray(stored) ? stored.filter((text) => typeof text === 'string') : [];
  /** Where in `sent` the box is; its length when the box holds something new. */
  let at = sent.length;

  /** @param {string} text */
  const isHere = (text) => text === '' || text === sent[at];

  return {
    /** @param {string} text */
    add(text) {
      sent = [...sent.filter((other) => other !== text), text].slice(-REMEMBERED);
      at = sent.length;
      store(SENT, sent);
    },
    /** @param {string} text @returns {string | undefined} */
    older(text) {
      if (!isHere(text)) return undefined;
      if (text === '') at = sent.length;
      if (at === 0) return undefined;
      at -= 1;
      return sent[at];
    },
    /** @param {string} text @returns {string | undefined} */
    newer(text) {
      if (text === '' || !isHere(text)) return undefined;
      at += 1;
      return sent[at] ?? '';
    },
  };
}
