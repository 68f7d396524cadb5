/** What people type when they mean a search: categories, IDs, authors, and sentences around a query. */

import { readPaperId } from '../../model/paper-id.ts';
import { CATEGORIES, categoryQuery, sayCategory } from '../category.ts';
import { offering, type Phrase } from '../command.ts';
import { readIds } from '../ids.ts';
import { readPeriod } from '../period.ts';
import { REPLACED_PHRASES } from '../replaced-topic.ts';
import { askedFor } from './asked-for.ts';
import { LISTING, listingMeant } from './listing-link.ts';
import { firstOf, PAPERS, says } from './match.ts';
import { WITH_CODE_PHRASES } from './with-code.ts';

const CATEGORY = new RegExp(`^${CATEGORIES}$`, 'i');
/** A period, as `readPeriod` reads it. */
const WITHIN = '(?: (?:from |in |of |since )?(.{3,20}))?';
const COUNTED: Readonly<Record<string, string>> = { star: 'stars', comment: 'comments' };

export const SEARCH_PHRASES: readonly Phrase[] = [
  { says: says(LISTING), means: listingMeant },
  {
    says: says('((?:show|find|list|get)(?: me| us)? (?:everything|all papers)|all papers|everything)'),
    means: (words) =>
      offering('`*` stands for every paper.', 'search *', 'today', 'subscribe *', `search ${words}`),
  },
  {
    says: says(
      '(?:(?:find|search|show)(?: me)? )?(?:papers? )?(?:titled|entitled|with (?:the )?title) (.+)',
      '(?:search|find|look)(?: (?:only|in|the))* titles? (?:only )?for (.+)',
      '(.+) in (?:the )?title(?: only)?',
    ),
    means(...found) {
      const words = firstOf(found).replaceAll('"', '');
      return { name: 'search', query: `title:"${words}"` };
    },
  },
  {
    says: says(
      '(?:exclude|ignore|no|not|only not|hide|skip|nothing)(?: (?:papers?|anything|everything|all))* (?:older than|before|from before) ((?:19|20)\\d\\d)',
      '(?:only|just) (?:papers )?(?:newer than|after|since|from) ((?:19|20)\\d\\d)',
    ),
    means: (before, since) =>
      offering(
        '`since:` leaves out what is older.',
        `search * since:${before || since}`,
        `subscribe * since:${before || since}`,
      ),
  },
  {
    says: says(
      '(?:only|just|anything|everything|all|papers)(?: papers)? (?:(?:from )?before|older than) ((?:19|20)\\d\\d)',
    ),
    means: (year) => ({ name: 'search', query: `before:${year}` }),
  },
  {
    says: says(
      '((?:(?:anything|everything|all papers|all) (?:but|except)|nothing (?:on|about)) (?:(?:papers|about|on) )*(.+))',
    ),
    means: (line, topic) =>
      offering('A minus sign leaves papers out.', `subscribe * ${leftOut(topic)}`, `search ${line}`),
  },
  ...REPLACED_PHRASES,
  {
    says: says(
      `${PAPERS}(?:with )?(at least|min(?:imum)?(?: of)?|more than|over|above|>=?) (\\d{1,6})\\+? (?:up)?(vote|like|star|comment)s?${WITHIN}`,
      `${PAPERS}(?:with )?(\\d{1,6})(?:\\+| or more| plus)(?: or more)? (?:up)?(vote|like|star|comment)s?${WITHIN}`,
    ),
    means: (bound, number, what, when, least, counted, whenLeast) => {
      const within = when || whenLeast;
      if (within !== '' && readPeriod(within) === undefined) return undefined;
      const field = COUNTED[what || counted] ?? 'upvotes';
      const isMore = /more than|over|above|>$/i.test(bound);
      const query = `${field}:>${isMore ? '' : '='}${number || least}`;
      return { name: 'search', query, sort: 'votes', ...(within === '' ? {} : { within }) };
    },
  },
  ...WITH_CODE_PHRASES,
  {
    says: says(
      `(?:(?:i|we) )?(?:only|just)(?: want| need| show| send| post)?(?: me| us)?(?: papers)?(?: (?:from|in))? ${CATEGORIES}(?: papers?)?(?: only)?`,
    ),
    means: (names) =>
      offering(sayCategory(names), `search ${categoryQuery(names)}`, `subscribe ${categoryQuery(names)}`),
  },
  {
    says: says(
      '(?:(?:i|we) )?(?:only|just) (?:want |need |care about )?papers (?:from|by) ([^:"()|]{2,60})',
      '(?:i|we) (?:only|just) want papers (?:from|by) ([^:"()|]{2,60})',
    ),
    means(...found) {
      const asked = askedFor(`papers from ${firstOf(found)}`);
      if (asked === undefined || asked.within !== undefined) return undefined;
      return offering(
        'Search for them, or follow them in this channel?',
        `search ${asked.query}`,
        `subscribe ${asked.query}`,
      );
    },
  },
  {
    // IDs among a few words are what they are about: no paper has two.
    says: says('([^:"()|]{10,120})'),
    means(line) {
      const ids = readIds(line).filter((id) => readPaperId(id) !== undefined);
      return ids.length > 1 ? { name: 'search', query: ids.map((id) => `id:${id}`).join(' OR ') } : undefined;
    },
  },
  {
    says: says(
      '(?:drop|remove|delete|stop|skip|get rid of) (?:everything|anything|all papers|all posts|papers|stuff) (?:about|on|related to|from) (.+)',
    ),
    means: (topic) =>
      offering(
        'Unsubscribe from a topic, or leave such papers out with a minus sign?',
        `unsubscribe ${topic}`,
        `subscribe * ${leftOut(topic)}`,
        'topics',
      ),
  },
  {
    // `ignore` and `exclude` begin titles too, so nothing is done.
    says: says(
      "(exclude|ignore|filter out|leave out|block|no more|i don't (?:want|like)|don't (?:show|send)(?: me| us)?) (?:(?:any|all|papers?|on|about|anything|topics?|the) )*(.+?)(?: papers?)?",
    ),
    means: (verb, topic) => {
      const isCategory = CATEGORY.test(topic);
      // "block diffusion" is a method.
      if (/^block$/i.test(verb) && !isCategory) return undefined;
      return offering(
        'A minus sign leaves papers out.',
        `subscribe * ${isCategory ? `-${categoryQuery(topic)}` : leftOut(topic)}`,
        `search ${verb} ${topic}`,
      );
    },
  },
  {
    says: says(
      `(?:(?:show me|find|all|new|latest|the|recent|papers?|articles|in|from|cat|category):? )*${CATEGORIES}(?: papers?)?`,
    ),
    means: (names) =>
      offering(sayCategory(names), `search ${categoryQuery(names)}`, `subscribe ${categoryQuery(names)}`),
  },
  {
    says: says(
      '(?:(?:show|get|open|read|find|give|see|what is|explain|summari[sz]e|view|look up)(?: me)? )?(?:(?:the|paper|papers|arxiv|article|abstract|summary|abs|pdf|link|details?|info|preprint|doi)(?: (?:of|for|to|on|about))?:? )*(\\S+)',
    ),
    means: (id) => (readIds(id).length > 0 ? { name: 'search', query: id } : undefined),
  },
  {
    // `is 2503.11742 any good`: among a few words, a paper's ID is what they are about.
    says: says('([^:"()|]{1,80})'),
    means: (line) => {
      const [id, ...others] = readIds(line);
      return id !== undefined && others.length === 0 ? { name: 'search', query: id } : undefined;
    },
  },
  {
    says: says(
      '(?:(?:papers?|articles?) )?(?:by|author|authored by|written by|with author|whose author is)(?: author)?(?: (?:is|name))?:? (.+)',
    ),
    means: (name) => {
      const asked = askedFor(`papers by ${name}`);
      return asked && { name: 'search', ...asked };
    },
  },
  {
    says: says('(.+)'),
    means: (line) => {
      // `search today` is a search for this word.
      const asked = /^search (?!for )/i.test(line) ? undefined : askedFor(line);
      return asked && { name: 'search', ...asked };
    },
  },
];

/** `"a b", c and d`: each of them without its quotes is left out. */
function leftOut(topics: string): string {
  const parts = topics.match(/"[^"]*"|[^\s,"]+(?: (?!(?:and|or) )[^\s,"]+)*/g) ?? [topics];
  const names = parts.map((part) =>
    part
      .replace(/^(?:and|or) /i, '')
      .replaceAll('"', '')
      .trim(),
  );
  const said = names.filter((name) => name !== '' && !/^(?:and|or)$/i.test(name));
  return said.map((name) => `-${/^[\p{L}\p{N}_-]+$/u.test(name) ? name : `"${name}"`}`).join(' ');
}
