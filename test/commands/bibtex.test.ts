import { expect, test } from 'vitest';
import { bibtex } from '../../src/commands/bibtex.ts';

const entry = (authors: string[]) =>
  bibtex({ id: 'x', title: 'Work on dogs', abstract: '', authors, publishedOn: '2025-12-12' });

test('groups stay one name, and suffixes stand where BibTeX wants them', () => {
  expect(
    entry(['Mistral-AI', 'Center for Science and Policy', 'Harry King, Jr.', 'Lee, Ann', 'Bob Ray']),
  ).toContain(
    'author = {{Mistral-AI} and {Center for Science and Policy} and King, Jr., Harry and Lee, Ann and Bob Ray},',
  );
});

test.each([
  ['Engel, Sam S.', 'engel2025work'],
  ['Sam S. Engel', 'engel2025work'],
  ['Harry King, Jr.', 'king2025work'],
  ['Jan van der Berg', 'berg2025work'],
])('the key of %s', (author, key) => {
  expect(entry([author])).toMatch(new RegExp(`^@misc\\{${key},`));
});
