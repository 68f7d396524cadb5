/** Blocks in, what Slack would refuse of them out: the vendor's rules, written a second time and apart from the code. */

type Json = Record<string, unknown>;

/** Every rule that a message (50 blocks) or a view (100) breaks, with where. */
export function faultsOf(blocks: unknown, most = 50): string[] {
  const faults: string[] = [];
  if (!Array.isArray(blocks)) return ['blocks is no list'];
  if (blocks.length === 0 || blocks.length > most) faults.push(`${blocks.length} blocks`);
  const ids = new Set<string>();
  for (const [at, block] of (blocks as Json[]).entries()) {
    checkBlock(block, (what) => faults.push(`block ${at} (${block.type}): ${what}`), ids);
  }
  return faults;
}

function checkBlock(block: Json, fault: (what: string) => void, ids: Set<string>): void {
  const { block_id: id } = block;
  if (id !== undefined) {
    if (typeof id !== 'string' || id.length > 255) fault('block_id is longer than 255');
    if (ids.has(String(id))) fault('block_id is not unique');
    ids.add(String(id));
  }
  const elements = (block.elements ?? []) as Json[];
  switch (block.type) {
    case 'header':
      checkText(block.text, 150, fault, 'plain_text');
      return;
    case 'section':
      checkText(block.text, 3000, fault);
      if (block.accessory !== undefined) checkAccessory(block.accessory as Json, fault);
      return;
    case 'context':
      if (elements.length < 1 || elements.length > 10) fault(`${elements.length} elements`);
      for (const element of elements) checkText(element, 3000, fault);
      return;
    case 'actions': {
      if (elements.length < 1 || elements.length > 25) fault(`${elements.length} elements`);
      const actions = elements.map(({ action_id }) => String(action_id));
      if (new Set(actions).size < actions.length) fault('an action_id is not unique');
      for (const element of elements) {
        if (element.type === 'static_select') checkSelect(element, fault);
        else if (element.type === 'overflow') checkOverflow(element, fault);
        else checkButton(element, fault);
      }
      return;
    }
    case 'rich_text':
      if (elements.length < 1) fault('no elements');
      for (const element of elements) checkRich(element, fault);
      return;
    case 'input':
      checkText(block.label, 2000, fault, 'plain_text');
      if (block.hint !== undefined) checkText(block.hint, 2000, fault, 'plain_text');
      checkInput(block.element as Json, block.dispatch_action === true, fault);
      return;
    default:
      fault('is no block that we send');
  }
}

function checkText(text: unknown, most: number, fault: (what: string) => void, type?: string): void {
  const { type: kind, text: value } = (text ?? {}) as { type?: string; text?: unknown };
  if (kind !== 'plain_text' && kind !== 'mrkdwn') {
    fault(`text is a ${kind}`);
    return;
  }
  if (type !== undefined && kind !== type) fault(`text is ${kind}`);
  checkString(value, most, fault);
  if (kind === 'mrkdwn' && /<[^>]*>/.test(String(value))) fault('markup in a text');
}

function checkString(value: unknown, most: number, fault: (what: string) => void): void {
  if (typeof value !== 'string' || value.length < 1) {
    fault('empty text');
    return;
  }
  if (!value.isWellFormed()) fault('half a character');
  // As many of Slack's own tools count: characters, after its three entities are written out.
  const length = value.replace(/&/g, '&amp;').replace(/[<>]/g, '&lt;').length;
  if (length > most) fault(`${length} characters, of ${most}`);
  if (/<[!@#]/.test(value)) fault('a call that some reader may take for one');
}

function checkButton({ type, text, action_id, value, url }: Json, fault: (what: string) => void): void {
  if (type !== 'button') {
    fault(`a ${type} among the actions`);
    return;
  }
  checkText(text, 75, fault, 'plain_text');
  if (typeof action_id !== 'string' || action_id.length < 1 || action_id.length > 255) fault('action_id');
  if (value !== undefined) checkString(value, 2000, fault);
  if (url !== undefined) checkString(url, 3000, fault);
}

/** The elements of inputs that we send. Only texts report what is typed, and only where their block says so. */
function checkInput(element: Json, isReporting: boolean, fault: (what: string) => void): void {
  const { type, action_id, options, initial_options, initial_option, initial_time } = element;
  if (typeof action_id !== 'string' || action_id.length < 1 || action_id.length > 255) fault('action_id');
  if (isReporting !== (element.dispatch_action_config !== undefined)) fault('half a dispatch action');
  const known = (options ?? []) as Json[];
  const isKnown = (one: unknown) => known.some((option) => JSON.stringify(option) === JSON.stringify(one));
  switch (type) {
    case 'plain_text_input':
      if (Number(element.max_length) > 3000) fault(`a text of ${element.max_length}`);
      if (element.initial_value !== undefined) checkString(element.initial_value, 3000, fault);
      return;
    case 'number_input':
      if (typeof element.is_decimal_allowed !== 'boolean') fault('decimals are not said');
      return;
    case 'timepicker':
      if (initial_time !== undefined && !/^([01]\d|2[0-3]):[0-5]\d$/.test(String(initial_time)))
        fault(`a time of ${initial_time}`);
      return;
    case 'checkboxes':
      checkOptions(element, 10, fault);
      if (initial_options !== undefined && !(initial_options as Json[]).every(isKnown))
        fault('a box is ticked that is not there');
      if ((initial_options as Json[] | undefined)?.length === 0) fault('an empty list of ticked boxes');
      return;
    case 'static_select':
      checkOptions(element, 100, fault);
      if (initial_option !== undefined && !isKnown(initial_option)) fault('what is chosen is not there');
      return;
    case 'external_select':
      if (element.placeholder !== undefined) checkText(element.placeholder, 150, fault, 'plain_text');
      return;
    default:
      fault(`an input of ${type}`);
  }
}

function checkAccessory(element: Json, fault: (what: string) => void): void {
  if (element.type === 'overflow') checkOverflow(element, fault);
  else if (element.type === 'image') {
    checkString(element.image_url, 3000, fault);
    if (!/^https:\/\//.test(String(element.image_url))) fault('a picture that Slack cannot load');
    checkString(element.alt_text, 2000, fault);
  } else checkButton(element, fault);
}

function checkSelect({ placeholder, ...list }: Json, fault: (what: string) => void): void {
  checkText(placeholder, 150, fault, 'plain_text');
  checkOptions(list, 100, fault);
}

function checkOverflow(menu: Json, fault: (what: string) => void): void {
  checkOptions(menu, 5, fault);
}

function checkOptions({ action_id, options }: Json, most: number, fault: (what: string) => void): void {
  if (typeof action_id !== 'string' || action_id.length < 1 || action_id.length > 255) fault('action_id');
  const list = (options ?? []) as Json[];
  if (list.length < 1 || list.length > most) fault(`${list.length} options`);
  for (const { text, value } of list) {
    checkText(text, 75, fault, 'plain_text');
    checkString(value, 75, fault);
  }
}

function checkRich(element: Json, fault: (what: string) => void): void {
  const inner = (element.elements ?? []) as Json[];
  if (inner.length < 1) fault(`an empty ${element.type}`);
  if (element.type === 'rich_text_list') {
    for (const item of inner) checkRich(item, fault);
    return;
  }
  let sum = 0;
  for (const given of inner) {
    const { type, text, url, name, user_id } = given;
    if (type === 'link') {
      checkString(url, 3000, fault);
      if (!/^https?:\/\//.test(String(url))) fault(`a link to ${String(url).slice(0, 20)}`);
    }
    if (type === 'emoji' && !name) fault('an emoji without a name');
    if (type === 'date') checkDate(given, fault);
    if (type === 'user' && !user_id) fault('a user without an id');
    if (type === 'text' || type === 'link') {
      checkString(text, 3000, fault);
      sum += String(text).length;
    }
  }
  if (sum > 3000) fault(`${sum} characters in one piece`);
}

function checkDate({ timestamp, format, fallback }: Json, fault: (what: string) => void): void {
  if (!Number.isInteger(timestamp) || Number(timestamp) < 0) fault(`a moment of ${timestamp}`);
  if (!/\{date|\{time/.test(String(format))) fault(`the format ${format}`);
  checkString(fallback, 3000, fault);
}

/** All text of blocks together: above some 13,000 Slack refuses a message. */
export function lengthOf(blocks: unknown): number {
  if (Array.isArray(blocks)) return blocks.reduce((sum: number, one) => sum + lengthOf(one), 0);
  if (typeof blocks !== 'object' || blocks === null) return 0;
  return Object.entries(blocks).reduce(
    (sum, [key, value]) =>
      sum + (key === 'text' && typeof value === 'string' ? value.length : lengthOf(value)),
    0,
  );
}
