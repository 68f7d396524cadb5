// @ts-check
/**
 * The search box and its filters. A filter is written into the query, in the query language, so that what is searched can be
 * seen, changed by hand, and followed.
 */
import { addressOf, go, readAddress } from './address.js';
import { byId, make } from './dom.js';

/** @import { Search } from './address.js' */

/** Common categories of arXiv's, with what they hold. */
const CATEGORIES = {
  'cs.AI': 'Artificial intelligence',
  'cs.CL': 'Language',
  'cs.CV': 'Computer vision',
  'cs.CR': 'Security',
  'cs.DC': 'Distributed computing',
  'cs.HC': 'Human-computer interaction',
  'cs.IR': 'Information retrieval',
  'cs.LG': 'Machine learning',
  'cs.MA': 'Multiagent systems',
  'cs.NE': 'Neural and evolutionary computing',
  'cs.RO': 'Robotics',
  'cs.SD': 'Sound',
  'cs.SE': 'Software engineering',
  'eess.AS': 'Audio and speech',
  'eess.IV': 'Image and video',
  'math.OC': 'Optimization',
  'q-bio': 'Quantitative biology',
  'stat.ML': 'Machine learning (statistics)',
};

/** What each filter's value looks like in a query. */
const FIELDS = /** @type {const} */ ([
  ['filter-after', 'after'],
  ['filter-before', 'before'],
  ['filter-cat', 'cat'],
  ['filter-source', 'source'],
  ['filter-upvotes', 'upvotes'],
]);

/**
 * The parts of a query that must all hold, as they are written; undefined where it offers alternatives, so that a filter
 * behind it would be one of the last.
 * @param {string} query
 */
function partsOf(query) {
  let depth = 0;
  let isQuoted = false;
  let isEither = false;
  const parts = [''];
  for (const sign of query) {
    const isOpen = isQuoted || depth > 0;
    if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && sign === '(') depth += 1;
    else if (!isQuoted && sign === ')') depth -= 1;
    const part = parts.pop() ?? '';
    // A field's values have their own: `cat:cs.AI|cs.LG`.
    isEither ||= sign === '|' && !isOpen && !/^\w+:/.test(part);
    if (/\s/.test(sign) && !isOpen) parts.push(part, '');
    else parts.push(part + sign);
  }
  const written = parts.filter((part) => part !== '');
  return isEither || written.some((part) => /^or$/i.test(part)) ? undefined : written;
}

/** Whether a part gives a field a value, and does not exclude it. @param {string} field */
function gives(field) {
  const pattern = new RegExp(`^${field}:[^\\s"()]+$`, 'i');
  /** @param {string} part @param {number} at @param {string[]} parts */
  return (part, at, parts) => pattern.test(part) && !/^not$/i.test(parts[at - 1] ?? '');
}

/** The value of a field in a query, as it is written: `cs.LG` in `diffusion cat:cs.LG`; '' without one. @param {string} query @param {string} field */
export function valueIn(query, field) {
  return (
    partsOf(query)
      ?.find(gives(field))
      ?.slice(field.length + 1) ?? ''
  );
}

/** The query with this value of a field, once, or without the field. @param {string} query @param {string} field @param {string} value */
export function withValue(query, field, value) {
  const added = value === '' ? [] : [`${field}:${value}`];
  const parts = partsOf(query);
  if (parts === undefined) return [added.length === 0 ? query : `(${query})`, ...added].join(' ');
  const isGiven = gives(field);
  return [...parts.filter((...part) => !isGiven(...part)), ...added].join(' ');
}

/**
 * A filter's value as it is written in a query: without spaces, and of several, one is enough. A source's name may have spaces
 * itself.
 * @param {string} field @param {string} typed
 */
function written(field, typed) {
  if (field === 'upvotes') return typed === '' ? '' : `>=${typed}`;
  const several = typed.replace(/\b(?:cat|source):/gi, '').replace(/\s*[,;|]\s*|\s+or\s+/gi, ',');
  return several.trim().replace(/\s+/g, field === 'cat' ? ',' : '-');
}

/** @param {() => string} channel the one that is shown */
export function createSearch(channel) {
  const form = byId('search', HTMLFormElement);
  const box = byId('find', HTMLInputElement);
  const panel = byId('filters');
  const opener = byId('filters-open');
  const reveal = byId('search-open');
  const sort = byId('filter-sort', HTMLSelectElement);
  const code = byId('filter-code', HTMLInputElement);
  const fields = FIELDS.map(([id, field]) => ({
    field,
    control: /** @type {HTMLInputElement} */ (byId(id)),
  }));

  byId('categories').append(
    ...Object.entries(CATEGORIES).map(([value, label]) => make('option', { value, label })),
  );

  /** Filters that are being typed: the query does not say them yet. @type {Set<HTMLInputElement>} */
  const typed = new Set();

  /** Shows in the filters what the query says. */
  function readQuery() {
    for (const { field, control } of fields) {
      if (typed.has(control)) continue;
      const value = valueIn(box.value, field);
      control.value = field === 'upvotes' ? value.replace(/^>=?/, '') : value;
    }
    code.checked = valueIn(box.value, 'has') === 'code';
  }

  /** Writes a filter into the query, and searches. @param {string} field @param {string} value */
  function set(field, value) {
    box.value = withValue(box.value, field, value.trim());
    run();
  }

  function run() {
    const query = box.value.trim();
    const chosen = sort.value === 'date' || sort.value === 'votes' ? { sort: sort.value } : {};
    // Filters alone are a search for everything that passes them; no query at all is none.
    if (query === '') return readAddress().search && go(addressOf(channel()));
    go(addressOf(channel(), { search: /** @type {Search} */ ({ query, ...chosen }) }));
  }

  /** @param {boolean} open */
  function showFilters(open) {
    panel.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    run();
  });
  // The box's own button that empties it.
  box.addEventListener('search', () => box.value === '' && run());
  box.addEventListener('input', readQuery);
  opener.addEventListener('click', () => {
    readQuery();
    showFilters(panel.hidden === true);
  });
  reveal.addEventListener('click', () => {
    const open = document.body.classList.toggle('searching');
    reveal.setAttribute('aria-expanded', String(open));
    if (open) box.focus();
    else showFilters(false);
  });
  for (const { field, control } of fields) {
    control.addEventListener('input', () => typed.add(control));
    control.addEventListener('blur', () => typed.delete(control));
    control.addEventListener('change', () => {
      typed.delete(control);
      set(field, written(field, control.value.trim()));
    });
  }
  code.addEventListener('change', () => set('has', code.checked ? 'code' : ''));
  sort.addEventListener('change', run);
  byId('filters-clear').addEventListener('click', () => {
    for (const { field } of fields) box.value = withValue(box.value, field, '');
    box.value = withValue(box.value, 'has', '');
    sort.value = '';
    readQuery();
    run();
  });

  return {
    /** Whether something is typed that was not searched for yet. */
    isInUse: () => typed.size > 0 || box.value !== (readAddress().search?.query ?? ''),
    focus() {
      document.body.classList.add('searching');
      reveal.setAttribute('aria-expanded', 'true');
      box.focus();
    },
    /** Shows what is searched now. @param {Search | undefined} search */
    show(search) {
      box.value = search?.query ?? '';
      sort.value = search?.sort ?? '';
      readQuery();
      const isOpen = search !== undefined || document.activeElement === box || !panel.hidden;
      document.body.classList.toggle('searching', isOpen);
      reveal.setAttribute('aria-expanded', String(isOpen));
    },
  };
}
