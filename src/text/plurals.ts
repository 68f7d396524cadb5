/** Maps irregular plurals to their singulars. Version 1. */
import { tableOf } from './word-list.ts';

/** Endings of words with any beginning: `submatrices`, `hypotheses`, `reanalyses`. */
const endings: readonly [RegExp, string][] = [
  [/(matr|hel|append)ices$/, '$1ix'],
  [/(vert|ind|simpl|vort|cort)ices$/, '$1ex'],
  [/(the|analy|gno)ses$/, '$1sis'],
  [/(corp)ora$/, '$1us'],
  [/(criteri|phenomen|automat|hedr|mitochondri)a$/, '$1on'],
  [/(spectr|optim|maxim|minim|extrem|equilibri|curricul|bacteri|strat|millenni|consorti|symposi)a$/, '$1um'],
  [/(schem|lemm)ata$/, '$1a'],
  [/(foc|loc|nucle|stimul|radi|modul|calcul|thesaur|thalam|embol|thromb|bronch|alveol)i$/, '$1us'],
  [/(fisher|police|business|sales|chair|spokes|crafts|work|fresh|sports|states|wo)men$/, '$1man'],
  [/(plat|tabl|bur)eaux$/, '$1eau'],
];

const pairs = `
  addenda addendum  alumni alumnus  annuli annulus  apices apex  aquaria aquarium  axes axis  bacilli bacillus
  buses bus  cacti cactus  calves calf  children child  cilia cilium  codices codex  continua continuum  crises crisis
  datum data  desiderata desideratum  directrices directrix  elves elf  emphases emphasis  errata erratum  feet foot
  fungi fungus  ganglia ganglion  gases gas  geese goose  genera genus  grandchildren grandchild  gyri gyrus  halves half
  hippocampi hippocampus  hooves hoof  knives knife  lenses lens  lexica lexicon  lice louse  loaves loaf
  media medium  memoranda memorandum  men man  metastases metastasis  mice mouse  momenta momentum  neuroses neurosis  oases oasis
  ova ovum  oxen ox  people person  psychoses psychosis  quanta quantum  quizzes quiz  radices radix  scarves scarf  schoolchildren schoolchild
  sera serum  shelves shelf  stomata stoma  sulci sulcus  syllabi syllabus  symbioses symbiosis  taxa taxon  teeth tooth
  termini terminus  thieves thief  tori torus  wives wife  wolves wolf
`;

/** Plurals and forms of one word that are plurals of another too. */
const others = 'bases basis  ellipses ellipsis  leaves leaf  lives life';

/** All rules and lists, from which the version of terms is computed. */
export const pluralsSource: string = [endings, pairs, others].join();

const listed = tableOf(pairs);
const listedOthers = tableOf(others);

/** A second singular of a plural: `basis` for `bases`, besides `base`. Undefined for nearly all words. */
export function otherSingular(word: string): string | undefined {
  return listedOthers.get(word);
}

/** Ends every plural that `endings` name: one look tells of most words that they are none. */
const mayBePlural = /(?:ices|ses|ora|a|i|men|eaux)$/;

/** The singular of an irregular plural (`matrices`, `hypotheses`); any other word as it is. */
export function toSingular(word: string): string {
  const known = listed.get(word);
  if (known !== undefined) return known;
  if (!mayBePlural.test(word)) return word;
  for (const [ending, singular] of endings) if (ending.test(word)) return word.replace(ending, singular);
  return word;
}
