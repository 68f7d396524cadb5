/** What people type when they mean a search: categories, IDs, authors, and sentences around a query. */
import { askedFor } from './asked-for.ts';
import { CATEGORIES, categoryQuery, sayCategory } from './category.ts';
import { type Near, offering } from './command.ts';
import { readIds } from './ids.ts';
import { says } from './near.ts';

export const SEARCH_NEAR: readonly Near[] = [
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
    says: says('(?:(?:papers?|articles?) )?(?:by|author|authored by|written by)(?: author)?:? (.+)'),
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
