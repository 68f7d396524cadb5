// @ts-check
/** Creates elements. Text is only ever set as text, so nothing from a paper can become markup. */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | number | boolean | undefined>} [attributes] `class`, `aria-…` and others; false and undefined are left out
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(name, '');
    else if (value !== undefined && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
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

/**
 * A link to follow, or undefined for anything but http and https.
 * @param {string | undefined} url
 */
export function safeUrl(url) {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

/**
 * A link out of the workspace; where the address is not safe to follow, the same content without one.
 * @param {string | undefined} url
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
export function link(url, attributes, ...children) {
  const href = safeUrl(url);
  if (href === undefined) return make('span', attributes, ...children);
  return make('a', { ...attributes, href, target: '_blank', rel: 'noopener noreferrer' }, ...children);
}
