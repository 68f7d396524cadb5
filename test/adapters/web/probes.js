// @ts-check
/** Looks at the page from inside it: put into every tab by the tests as `probes`, whose functions answer in plain data. */

/** Elements that reach beyond the screen's right edge, outside what scrolls by itself. */
function tooWide() {
  const wide = [...document.querySelectorAll('body *:not(pre *)')].filter((element) => {
    const { right, width } = element.getBoundingClientRect();
    return width > 0 && right > innerWidth + 0.5 && getComputedStyle(element).visibility === 'visible';
  });
  const scrolls = document.documentElement.scrollWidth > innerWidth ? ['the page itself'] : [];
  const log = document.querySelector('#log');
  if (log !== null && log.scrollWidth > log.clientWidth) scrolls.push('the log');
  return [...scrolls, ...wide.map((element) => `${element.tagName}.${element.className}`)];
}

/** Texts whose contrast with what lies behind them is below 4.5 (WCAG 2.2, 1.4.3), as `ratio text`. */
function tooFaint() {
  /** @type {string[]} */
  const faint = [];
  /** @param {string} colour @param {Element} element @param {string} text */
  const check = (colour, element, text) => {
    const ratio = contrast(colour, element);
    if (ratio < 4.5) faint.push(`${ratio.toFixed(2)} ${text.trim().slice(0, 40)}`);
  };
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const text = own.map((node) => node.textContent).join('');
    const seen = element.checkVisibility({ visibilityProperty: true });
    if (text.trim() !== '' && seen) check(getComputedStyle(element).color, element, text);
  }
  for (const field of document.querySelectorAll('[placeholder]')) {
    check(getComputedStyle(field, '::placeholder').color, field, `the placeholder of ${field.id}`);
    check(getComputedStyle(field).color, field, `what is typed into ${field.id}`);
  }
  return faint;
}

/** @param {string} colour @param {Element} element */
function contrast(colour, element) {
  const ground = light(paint(behind(element)));
  const text = light(paint([...behind(element), colour]));
  return (Math.max(ground, text) + 0.05) / (Math.min(ground, text) + 0.05);
}

/** The colours that lie behind an element, the farthest first. @param {Element | null} element @returns {string[]} */
function behind(element) {
  if (element === null) return ['white'];
  return [...behind(element.parentElement), getComputedStyle(element).backgroundColor];
}

// The page asks for a name once; only the test of that wants to be asked.
localStorage.setItem('paperboy asked for a name', 'true');

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

/** Colours laid over each other as the screen would; red, green and blue from 0 to 255. @param {string[]} colours */
function paint(colours) {
  if (canvas === null) throw new Error('no canvas');
  for (const colour of colours) {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
  }
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

/** Relative luminance. @param {number[]} rgb */
function light(rgb) {
  const [r = 0, g = 0, b = 0] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** What has the focus: its id, its name, and whether that is to be seen; no name when nothing has it. */
function focus() {
  const element = document.activeElement;
  if (element === null || element === document.body) return { id: '', name: '', visible: false };
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const ringed = outlineStyle !== 'none' && outlineWidth !== '0px';
  const framed = getComputedStyle(element.closest('.composer, .search') ?? element).boxShadow !== 'none';
  const name = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim();
  return { id: element.id, name: name || element.id, visible: ringed || framed };
}

/** Whether the first message that matches is wholly within the log. @param {string} selector */
function isInView(selector) {
  const frame = document.querySelector('#log')?.getBoundingClientRect();
  const box = document.querySelector(selector)?.getBoundingClientRect();
  return frame !== undefined && box !== undefined && box.top >= frame.top && box.bottom <= frame.bottom;
}

/**
 * For each fact of the first card: the line it stands in, and whether a dot is to be seen in the gap before it and after it.
 * @returns {{ line: number, before: boolean, after: boolean }[]}
 */
function dots() {
  const facts = [...(document.querySelector('.facts')?.children ?? [])];
  return facts.map((fact) => {
    const [first] = fact.getClientRects();
    const { left = 0, top = 0, height = 0 } = first ?? {};
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const hit = document.elementFromPoint(left - 0.6 * rem, top + Math.min(height, rem) / 2);
    return { line: top, before: hit === fact, after: getComputedStyle(fact, '::after').content !== 'none' };
  });
}

/** Resolves once the channel's messages are shown. */
async function opened() {
  while (document.querySelector('.timeline:not([aria-busy])') === null)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

/** What axe finds against WCAG 2.2 A and AA, as `rule: element, element`. @returns {Promise<string[]>} */
async function violations() {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const { axe } = /** @type {any} */ (window);
  // What is behind an open dialog cannot be reached.
  const found = await axe.run(document.querySelector('dialog[open]') ?? document, {
    runOnly: { type: 'tag', values: tags },
    resultTypes: ['violations'],
    preload: false,
  });
  return found.violations.map(
    (/** @type {any} */ { id, nodes }) =>
      `${id}: ${nodes.map((/** @type {any} */ node) => node.target.join(' ')).join(', ')}`,
  );
}

/** Stores, asks and receives nothing any more, and has an address that no test goes to. */
function leave() {
  localStorage.clear();
  history.replaceState(null, '', '/left');
  stop();
  Object.assign(window, {
    fetch: () => new Promise(() => {}),
    EventSource: class extends EventTarget {
      close() {}
    },
  });
}

Object.assign(window, { probes: { dots, tooWide, tooFaint, focus, isInView, opened, violations, leave } });
