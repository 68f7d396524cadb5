/** Which words meet: spellings, plurals and inflections of one word do, words that share a stem by accident do not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAmerican } from '../../src/text/american.ts';
import { analyse } from '../../src/text/analyse.ts';
import { stemWord } from '../../src/text/stem.ts';
import { inflectionsOf, readStemExceptions, stemExceptionsSource } from '../../src/text/stem-exceptions.ts';
import { termOf } from '../../src/text/term.ts';

const lines = readStemExceptions(stemExceptionsSource);

const meet = `
  colour color colours colouring coloured / optimise optimize optimisation optimization optimiser optimizers
  behaviour behavior behaviours / behavioural behavioral / analyse analyze analysed analyzing / grey gray / greyscale grayscale
  centre center centres centred centered centring / tokeniser tokenizer tokenizers tokenisation tokenization tokenize
  modelling modeling modelled model / labelled labeled labelling / catalogue catalog catalogued cataloguing
  programme program programmes / defence defense / licence license licensed / fibre fiber fibres / metre meter
  kilometre kilometer / sceptic skeptic / sceptical skeptical / fuelled fueled fuel / neighbour neighbor neighbouring
  neighbourhood neighborhood / favourite favorite / anaemia anemia / paediatric pediatric / haematology hematology
  artefact artifact / judgement judgment / practise practice practising / dialogue dialog dialogues / analogue analog
  matrices matrix / submatrices submatrix / indices index indexes indexed / vertices vertex / analyses analysis
  hypotheses hypothesis / diagnoses diagnosis diagnose diagnosed / phenomena phenomenon / criteria criterion
  corpora corpus / axes axis / foci focus / formulae formula formulas / spectra spectrum / schemata schema schemas
  mice mouse / children child / women woman / maxima maximum / radii radius / lenses lens / plateaus plateau
  pdes pde / fpgas fpga / vlas vla / referenced referencing reference references / sacrificing sacrifice / debiasing debias
  train training trained trains / optimizer optimizers / transformer transformers / tokenizer tokenizers
  reparameterisation reparameterization reparametrization reparametrisation / reparametrize reparameterize
  people person persons / media medium / thalami thalamus / hypothalami hypothalamus / caesium cesium / caecum cecum
  discrete discretely discretization / figure figures figured / means mean / receptive receptivity
  universities university / marketing marketer / generalize generalized generalizing generalization generalizable
`;

const apart = `
  animal animation / university universal universe / indic index indicate / marketing market / international internal
  experience experiment / transformers transformations / tokenizer token / organ organization organic organism
  policy police / general generalization generation / numerical numerous numeral / relational relative
  communication communism community / critic critical / severe several / important import / position positive
  physics physical / object objective / author authority authorization / variation variational / modal modality
  later lateral / past paste / suite suit / unit united / empire empirical / iron ironic / effect effective
  consist consistent / utility utilize / responsible response / public publication / public publicity
  mean meaning / several sever severe / discrete discretion / negligible negligent / native nativity
  infinite infinitive / figure figurative / receptive reception / critic criticism critical
  factory factorial / customer custom / even evening / hospital hospitality / fit fitness / bayes bay
  emergency emergent / these theses / new news / harness har / integral integrate integrity / fabric fabrication
`;

const groupsIn = (text: string) =>
  text.split(/[/\n]/).flatMap((group) => group.match(/[a-z]+(?: [a-z]+)*/g) ?? []);

describe('termOf', () => {
  test.each(groupsIn(meet))('lets these meet: %s', (group) => {
    const terms = group.split(' ').map(termOf);
    expect(new Set(terms)).toEqual(new Set([terms[0]]));
  });

  test.each(groupsIn(apart))('keeps these apart: %s', (group) => {
    const words = group.split(' ');
    expect(new Set(words.map(termOf)).size).toBe(words.length);
  });

  test.each([
    ['α', 'alpha'],
    ['Λ', 'lambda'],
    ['β-VAE', 'beta-VAE'],
    ['ε-greedy', 'epsilon-greedy'],
    ['β2', 'beta2'],
    ['naïve', 'naive'],
    ['ϕ', 'phi'],
    ['\u2206', 'delta'],
    ['\u2206-learning', 'delta-learning'],
    ['\u00b5', 'mu'],
    ['\u2126', 'omega'],
    ['\u212a', 'k'],
    ['æsthetic', 'esthetic'],
    ['LoRA', 'lora'],
  ])('reads %s as %s', (one, other) => {
    expect(analyse(one).map(({ term }) => term)).toEqual(analyse(other).map(({ term }) => term));
  });

  test('leaves words alone that only look British', () => {
    const words =
      'supervised revise comprised promise praised noise denoising wise pairwise exercise advertised expertise';
    const others =
      'enterprise otherwise precise concise rising crisis surprising arise four hours contour acre genre parse';
    for (const word of `${words} ${others}`.split(' ')) expect(toAmerican(word)).toBe(word);
  });

  test('never joins what another rule would split again', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'aeiourslzcdnty'), minLength: 1, maxLength: 14 }),
        (word) => {
          expect(termOf(toAmerican(word))).toBe(termOf(toAmerican(toAmerican(word))));
        },
      ),
    );
  });
});

describe('the list of families', () => {
  const kept = lines.filter(({ stay }) => stay.length > 0);

  test('names families that share the stem, each once', () => {
    const heads = kept.flatMap(({ apart: families }) => families.map(([head]) => head));
    expect(new Set(heads).size).toBe(heads.length);
    for (const { stay, apart: families } of kept)
      for (const [head] of families) expect(stemWord(head as string)).toBe(stemWord(stay[0] as string));
  });

  test('keeps every family of a line apart from the others, and each together', () => {
    for (const { stay, apart: families } of lines) {
      const terms = [...(stay.length > 0 ? [stay] : []), ...families].map(
        (words) => new Set(words.map(termOf)),
      );
      for (const one of terms) expect([...one]).toHaveLength(1);
      expect(new Set(terms.flatMap((one) => [...one])).size).toBe(terms.length);
    }
  });

  test('keeps the inflections of a word with it, but for those that are words of their own', () => {
    const others = new Set(lines.flatMap(({ stay, apart: families }) => [...stay, ...families.flat()]));
    for (const { stay, apart: families } of lines) {
      const shared = new Set(stay.flatMap(inflectionsOf));
      for (const family of families)
        for (const word of family)
          for (const form of inflectionsOf(word))
            if (!others.has(form) && !shared.has(form))
              expect(`${form} ${termOf(form)}`).toBe(`${form} ${termOf(word)}`);
    }
  });
});
