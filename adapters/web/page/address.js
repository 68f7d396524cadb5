// @ts-check
/** Where the page is, as its address says: a channel, and what of it is shown. The browser's Back goes through these. */

/** @typedef {{ query: string, sort?: 'date' | 'votes' }} Search */
/** @typedef {{ search?: Search, saved?: boolean, paper?: string }} View */

/** @returns {View & { channel: string }} */
export function readAddress() {
  const [path = '', given = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const values = new URLSearchParams(given);
  const query = values.get('q') ?? undefined;
  const sort = values.get('sort');
  const paper = values.get('paper') ?? undefined;
  return {
    channel: path,
    ...(query === undefined
      ? {}
      : { search: { query, ...(sort === 'date' || sort === 'votes' ? { sort } : {}) } }),
    ...(values.has('saved') ? { saved: true } : {}),
    ...(paper === undefined ? {} : { paper }),
  };
}

/** Takes the code from the terminal's link out of the address, so that neither the history nor a bookmark has it. */
export function takeCode() {
  const [path, given] = location.hash.split('?');
  const code = new URLSearchParams(given).get('code');
  if (code === null) return undefined;
  history.replaceState(null, '', path);
  return code;
}

/** The address of a channel; its key needs no escaping there. @param {string} channel @param {View} [view] */
export function addressOf(channel, { search, saved, paper } = {}) {
  const values = new URLSearchParams();
  if (search !== undefined) values.set('q', search.query);
  if (search?.sort !== undefined) values.set('sort', search.sort);
  if (saved) values.set('saved', '');
  if (paper !== undefined) values.set('paper', paper);
  return values.size === 0 ? `#/${channel}` : `#/${channel}?${values}`;
}

/** Goes there. @param {string} address */
export function go(address) {
  location.hash = address;
}
