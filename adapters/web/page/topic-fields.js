// @ts-check
/** The topics of a settings form, a line each, with a live count of what each would have matched. */
import { checkTopics } from './api.js';
import { make, makeButton } from './dom.js';

/** How long typing must rest before the topics are counted. */
const REST_MS = 350;

/** One line for each topic, with what it would have matched or what is wrong with it. @param {string} channel @param {string[]} queries @param {string} hint */
export function topicFields(channel, queries, hint) {
  const list = make('ol', { class: 'topics' });
  const all = make('p', { class: 'quiet', role: 'status' });
  let number = 0;
  let timer = 0;
  /** Ends the count under way. */
  let ended = new AbortController();
  /** @type {{ input: HTMLInputElement, said: HTMLElement }[]} */
  let rows = [];
  const filled = () => rows.filter(({ input }) => input.value.trim() !== '');

  /** @param {string} query */
  function add(query) {
    number += 1;
    const id = `topic-${number}`;
    const input = make('input', {
      type: 'text',
      id,
      maxlength: 1000,
      'aria-label': `Topic ${number}`,
      'aria-describedby': `${id}-said`,
      placeholder: 'diffusion -video',
      autocapitalize: 'none',
      spellcheck: 'false',
    });
    input.value = query;
    const said = make('p', { class: 'said-of', id: `${id}-said` });
    const remove = makeButton(
      { class: 'bare', 'aria-label': 'Remove this topic' },
      () => {
        const at = rows.findIndex((row) => row.input === input);
        rows = rows.filter((row) => row.input !== input);
        item.remove();
        (rows[Math.min(at, rows.length - 1)]?.input ?? adder).focus();
        count();
      },
      '✕',
    );
    const item = make('li', {}, make('div', { class: 'topic' }, input, remove), said);
    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = window.setTimeout(count, REST_MS);
    });
    rows.push({ input, said });
    list.append(item);
    return input;
  }

  async function count() {
    ended.abort();
    ended = new AbortController();
    const { signal } = ended;
    const asked = filled();
    const typed = asked.map(({ input }) => input.value.trim());
    try {
      const checks = await checkTopics(channel, typed, signal);
      // What was typed meanwhile is counted by the next one.
      if (JSON.stringify(filled().map(({ input }) => input.value.trim())) !== JSON.stringify(typed)) return;
      for (const row of rows) say(row, '', false);
      for (const [at, { message, isWrong }] of checks.topics.entries()) {
        const row = asked[at];
        if (row !== undefined) say(row, message, isWrong);
      }
      all.textContent = checks.topics.length === 1 ? '' : checks.all;
    } catch {
      if (!signal.aborted) all.textContent = '';
    }
  }

  /** @param {{ input: HTMLInputElement, said: HTMLElement }} row @param {string} words @param {boolean} isWrong */
  function say({ input, said }, words, isWrong) {
    said.textContent = words;
    said.classList.toggle('wrong', isWrong);
    if (isWrong) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  }

  const adder = makeButton({ class: 'button small' }, () => add('').focus(), 'Add a topic');
  for (const query of queries) add(query);
  if (queries.length === 0) add('');
  count();
  return {
    element: make(
      'fieldset',
      {},
      make('legend', {}, 'Topics'),
      make('p', { class: 'quiet' }, hint.replace(/^One per line, w/, 'W')),
      list,
      adder,
      all,
    ),
    read: () => filled().map(({ input }) => input.value.trim()),
    /** The field of the topic in this place, or the first. @param {number | undefined} at */
    placeOf(at = 0) {
      const row = filled()[at] ?? rows[0];
      if (row === undefined) return undefined;
      row.said.classList.add('wrong');
      return { place: row.said, field: row.input };
    },
  };
}
