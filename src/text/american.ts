/** Converts British spellings to American ones: by rule where a rule is safe, else by list. Version 1. */
import { tableOf } from './word-list.ts';

/** Stems of words with `-ise` in American English too: `advise`, `supervise`, `denoise`, `pairwise`. */
const isAlwaysIse =
  /(?:adv|rev|dev|superv|telev|improv|prom|prem|surm|conc|prec|inc|exc|exerc|surpr|compr|enterpr|repr|upr|gu|desp|expert|advert|treat|chast|merchand|parad|franch|no|po|to|ra|ru|w)$|^(?:an|ar|cer|chem|dem|den|marqu|mort|sunr|moonr|val)$/;
const ise = /^([a-z]{3,})is(e[sdr]?|ers|ing|ingly|able|ability|ations?|ational|ationally)$/;

const ourRoots =
  'arb|ard|arm|behavi|cand|clam|col|demean|enam|endeav|fav|ferv|flav|harb|hon|hum|lab|neighb|od|parl|ranc|rig|rum|savi|sav|splend|succ|tum|val|vap|vig';

/** Each is tried once, in this order. */
const rules: readonly [RegExp, string][] = [
  [/lys(e[dr]?|ers|ing)$/, 'lyz$1'],
  [new RegExp(`(${ourRoots})our`), '$1or'],
  [/(cent|met|lit|fib|theat|spect|calib|lust|meag|sab|somb|och|mit)re(s?)$/, '$1er$2'],
  [/(cent|met|fib|calib)r(ed|ing)$/, '$1er$2'],
  [/((?:catal|dial|anal|monol|prol|epil|homol|travel)og)ue(s?)$/, '$1$2'],
  [/(catalog|dialog)u(ed|ers?|ing)$/, '$1$2'],
  [/^(re)?(fuel|dial|duel)l(ed|ing|er|ers)$/, '$1$2$3'],
  [/(def|off|pret|lic)enc(e[sd]?|eless|ing)$/, '$1ens$2'],
  [/^grey/, 'gray'],
  [/^sulph/, 'sulf'],
  [/^scepti/, 'skepti'],
  [/^mould/, 'mold'],
  [/^manoeuv(?:re|r(?=[ia]))/, 'maneuver'],
  [/haem/, 'hem'],
  [/aemi/, 'emi'],
  [/paed/, 'ped'],
  [/aesth/, 'esth'],
  [/archaeo/, 'archeo'],
  [/palaeo/, 'paleo'],
  [/gynaec/, 'gynec'],
  [/^oesoph/, 'esoph'],
  [/^oestr/, 'estr'],
  [/^oedema/, 'edema'],
  [/^foet/, 'fet'],
  [/^aetiolog/, 'etiolog'],
  [/(diarrh|apn|dyspn)oea/, '$1ea'],
  [/^homoeo/, 'homeo'],
  [/parametri(?=[sz])/, 'parameteri'],
];

const pairs = `
  abridgement abridgment  acknowledgement acknowledgment  adaptor adapter  adaptors adapters  adviser advisor
  advisers advisors  aeroplane airplane  aeroplanes airplanes  ageing aging  aluminium aluminum  artefact artifact
  artefacts artifacts  biassed biased  burnt burned  caecal cecal  caecum cecum  caesarean cesarean
  caesium cesium  cheque check  cheques checks  coeliac celiac  cosy cozy
  counsellor counselor  counsellors counselors  disc disk  discs disks  draught draft  draughts drafts  dreamt dreamed
  encyclopaedia encyclopedia  enquire inquire  enquiries inquiries  enquiry inquiry  enrolment enrollment
  enrolments enrollments  faecal fecal  faeces feces  focussed focused  focusses focuses  focussing focusing  fulfilment fulfillment
  furore furor  instalment installment  instalments installments  jewellery jewelry  judgement judgment
  judgements judgments  kerb curb  kerbs curbs  learnt learned  likeable likable  marvellous marvelous  maths math
  mediaeval medieval  moustache mustache  moveable movable  orientate orient  orientated oriented  orientating orienting
  plough plow  ploughing plowing  ploughs plows  practise practice  practised practiced  practises practices
  practising practicing  preventative preventive  programme program  programmes programs  pyjamas pajamas
  sizeable sizable  skilful skillful  skilfully skillfully  spelt spelled  spoilt spoiled  tranquillity tranquility
  tyre tire  tyres tires  useable usable  wilful willful  wilfully willfully  woollen woolen  yoghurt yogurt
`;

/** Most words are spelled alike: one look tells. */
const mayDiffer = new RegExp(
  [ise, ...rules.map(([british]) => british)].map(({ source }) => source).join('|'),
);

/** All rules and lists, from which the version of terms is computed. */
export const americanSource: string = [ise, isAlwaysIse, rules, pairs].join();

const listed = tableOf(pairs);

/** The American spelling of a folded word (`colour`, `optimisers`, `centred`); any other word as it is. */
export function toAmerican(word: string): string {
  const known = listed.get(word);
  if (known !== undefined) return known;
  if (!mayDiffer.test(word)) return word;
  let american = word;
  for (const [british, form] of rules) american = american.replace(british, form);
  return american.replace(ise, (whole, base: string, ending: string) =>
    isAlwaysIse.test(base) ? whole : `${base}iz${ending}`,
  );
}
