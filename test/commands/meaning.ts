/** Says in one line what is done with a phrase. */
import { parseCommand } from '../../src/commands/parse.ts';

/** A command with its values, `offers: ...` for buttons, `tells` for an answer in words, or a search. */
export function meaningOf(phrase: string): string {
  const {
    name,
    query,
    sort,
    within,
    problem: _,
    offers = [],
    also,
    replaces,
    ...values
  } = parseCommand(phrase);
  const offered = offers.join(' | ');
  if (name === 'misused') return offers.length > 0 ? `offers: ${offered}` : 'says what is missing';
  if ('told' in values) return offers.length > 0 ? `tells, offers: ${offered}` : 'tells';
  if (name === 'search') {
    const beside = [also && `also ${also}`, replaces && `unless it edits ${JSON.stringify(replaces)}`];
    return ['search:', query, sort && `by ${sort}`, within, ...beside].filter(Boolean).join(' ');
  }
  const { lead: __, note: ___, ...own } = values;
  const all = { ...own, ...(query === undefined ? {} : { query }) };
  return Object.keys(all).length === 0 ? name : `${name} ${JSON.stringify(all)}`;
}
