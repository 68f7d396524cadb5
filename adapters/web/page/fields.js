// @ts-check
/** Fields of forms with their labels, and places for what is wrong with them. */
import { make } from './dom.js';

/** @typedef {{ place: HTMLElement, field: HTMLElement }} Placed a field, and where its problem is said */

/** A place for what is wrong with a field, which the field is described by. @param {HTMLElement} field @returns {Placed} */
export function place(field) {
  const where = make('p', { class: 'wrong', id: `${field.id}-error`, role: 'alert' });
  field.setAttribute('aria-describedby', where.id);
  return { place: where, field };
}

/** @param {Placed} placed */
export function clear({ place: where, field }) {
  where.textContent = '';
  field.removeAttribute('aria-invalid');
}

/** @param {string} words @param {HTMLElement} field @param {...(HTMLElement | undefined)} below */
export function labeled(words, field, ...below) {
  return make('div', { class: 'field' }, make('label', { for: field.id }, words), field, ...below);
}

/** @param {unknown} thrown */
export function problemOf(thrown) {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Shows an error at its field. @param {HTMLInputElement} field @param {HTMLElement} where @param {unknown} thrown */
export function showError(field, where, thrown) {
  where.textContent = problemOf(thrown);
  field.setAttribute('aria-invalid', 'true');
  field.focus();
}
