// @ts-check
/**
 * Creates elements, and keeps values in the browser's storage. Text is only ever set as text, so nothing from a paper can
 * become markup.
 */

/** @typedef {Record<string, string | number | boolean | undefined>} Attributes `class`, `aria-…` and others; false and undefined are left out */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string | undefined)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A button that does something when it is pressed. @param {Attributes} attributes @param {() => void} pressed @param {...(Node | string)} children */
export function makeButton(attributes, pressed, ...children) {
  const button = make('button', { type: 'button', ...attributes }, ...children);
  button.addEventListener('click', pressed);
  return button;
}

/**
 * A link out of the workspace; where the address is not safe to follow, the same content without one.
 * @param {string} url
 * @param {Attributes} attributes
 * @param {...(Node | string)} children
 */
export function link(url, attributes, ...children) {
  const { protocol, href } = URL.canParse(url) ? new URL(url) : { protocol: '', href: '' };
  if (protocol !== 'https:' && protocol !== 'http:') return make('span', attributes, ...children);
  return make('a', { ...attributes, href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}

/**
 * The element of the page with this id.
 * @template {HTMLElement} [T=HTMLElement]
 * @param {string} id
 * @param {new () => T} [kind]
 * @returns {T}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (element === null || (kind !== undefined && !(element instanceof kind)))
    throw new Error(`#${id} is missing`);
  return /** @type {T} */ (element);
}

/** The value that was stored; undefined when there is none that can be read. @param {string} key @returns {unknown} */
export function readStored(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '');
  } catch {
    return undefined;
  }
}

/** Stores a value; without storage (a private window), it is not kept. @param {string} key @param {unknown} value */
export function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {}
}
