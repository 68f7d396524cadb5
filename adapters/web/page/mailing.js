// @ts-check
/** The dialog that subscribes an email address: it asks for the address and a topic, then for the code of the email. */
import { byId, make } from './dom.js';
import { showError } from './fields.js';

/** @import { Message } from '../../../src/model/message.ts' */

/** What is asked for where no topic is typed. */
const ALL = 'trending';
/** The code is typed where the answer says so, and not where the email has a link. */
const BY_CODE = /^\/papers email confirm /;

/**
 * @param {{ ask: (text: string) => Promise<Message | undefined>, done: (said: string) => void }} to asks as after `/papers`, and says that it is done
 * @returns {(isOn: boolean) => void} shows the button that opens the dialog, or hides it
 */
export function prepareMailing({ ask, done }) {
  const dialog = byId('mailing', HTMLDialogElement);
  const first = byId('mailing-form', HTMLFormElement);
  const second = byId('mailing-confirm', HTMLFormElement);
  const address = byId('mailing-address', HTMLInputElement);
  const topic = byId('mailing-topic', HTMLInputElement);
  const when = byId('mailing-when', HTMLSelectElement);
  const code = byId('mailing-code', HTMLInputElement);

  byId('mail').addEventListener('click', () => {
    first.reset();
    second.reset();
    show(first);
    dialog.showModal();
  });

  /** @param {HTMLFormElement} form */
  function show(form) {
    first.hidden = form !== first;
    second.hidden = form !== second;
    for (const [field, error] of [
      [address, 'mailing-error'],
      [code, 'mailing-wrong'],
    ]) {
      byId(String(error)).textContent = '';
      if (field instanceof HTMLElement) field.removeAttribute('aria-invalid');
    }
  }

  submitted(first, address, 'mailing-error', async () => {
    const said = await asked(
      ask,
      `email ${address.value.trim()} ${topic.value.trim() || ALL} ${when.value}`.trim(),
    );
    show(second);
    byId('mailing-said').replaceChildren(...textOf(said).map((line) => make('p', {}, line)));
    const isByCode = isCodeWanted(said);
    byId('mailing-typed').hidden = !isByCode;
    byId('mailing-do').hidden = !isByCode;
    code.disabled = !isByCode;
    if (isByCode) code.focus();
  });
  submitted(second, code, 'mailing-wrong', async () => {
    const said = await asked(ask, `email confirm ${address.value.trim()} ${code.value.trim()}`);
    dialog.close();
    done(said.summary);
  });

  return (isOn) => {
    byId('mail').hidden = !isOn;
  };
}

/** What is wrong is shown at the field; a form that waits for its answer is not sent again. @param {HTMLFormElement} form @param {HTMLInputElement} field @param {string} error @param {() => Promise<void>} work */
function submitted(form, field, error, work) {
  let isBusy = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    try {
      await work();
    } catch (thrown) {
      showError(field, byId(error), thrown);
    } finally {
      isBusy = false;
    }
  });
}

/** @param {(text: string) => Promise<Message | undefined>} ask @param {string} text @returns {Promise<Message>} */
async function asked(ask, text) {
  const said = await ask(text);
  if (said === undefined) throw new Error('Paperboy gave no answer.');
  const [first] = said.blocks;
  if (first?.kind === 'text' && first.tone === 'warning') throw new Error(textOf(said).join(' '));
  return said;
}

/** The lines of an answer; what is typed in chat has a field here. @param {Message} message */
function textOf({ blocks }) {
  return blocks.flatMap((block) =>
    block.kind === 'text' && !hasCode(block.line) ? [block.line.map(({ text }) => text).join('')] : [],
  );
}

/** @param {Message} message */
function isCodeWanted({ blocks }) {
  return blocks.some((block) => block.kind === 'text' && hasCode(block.line));
}

/** @param {{ text: string, style?: string }[]} line */
function hasCode(line) {
  return line.some(({ text, style }) => style === 'code' && BY_CODE.test(text));
}
