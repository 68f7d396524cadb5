// @ts-check
/** The dialog that shows what `paperboy doctor` finds: settings aside, all that can be looked at while Paperboy runs. */
import { readChecks } from './api.js';
import { byId, make } from './dom.js';
import { problemOf } from './fields.js';
import { createOrder } from './overtaken.js';

/** @import { Finding } from '../../../src/model/finding.ts' */

const SAID = { ok: 'OK', warn: 'Warning', fail: 'Problem' };
const ORDER = ['fail', 'warn', 'ok'];

/** Makes the button in the side bar open the dialog. */
export function prepareChecking() {
  const dialog = byId('checking', HTMLDialogElement);
  const said = byId('checking-said');
  const list = byId('checking-list');
  const checks = createOrder();
  byId('check').addEventListener('click', async () => {
    const isOvertaken = checks();
    list.replaceChildren();
    said.textContent = 'Checking the store, sources and platforms…';
    dialog.showModal();
    try {
      const { findings } = await readChecks();
      if (isOvertaken()) return;
      // What is wrong comes first.
      const sorted = findings.toSorted((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing));
      said.textContent = sayAll(findings);
      list.replaceChildren(...sorted.map(entryOf));
    } catch (thrown) {
      if (isOvertaken()) return;
      said.textContent = problemOf(thrown);
    }
  });
}

/** @param {readonly Finding[]} findings */
function sayAll(findings) {
  const wrong = findings.filter(({ standing }) => standing !== 'ok').length;
  return wrong === 0 ? 'Everything is in order.' : 'Some things need a look.';
}

/** @param {Finding} finding */
export function entryOf({ about, standing, line, todo }) {
  return make(
    'li',
    { class: `finding ${standing}` },
    make('strong', {}, `${SAID[standing]}: ${about}`),
    make('p', {}, line),
    todo === undefined ? undefined : make('p', { class: 'quiet' }, todo),
  );
}
