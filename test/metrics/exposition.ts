/** Reads Prometheus's text format strictly: what a scraper would refuse, or read otherwise than it was meant, throws. */

export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

export interface Family {
  name: string;
  type: 'counter' | 'gauge' | 'histogram' | 'summary' | 'untyped';
  help: string;
  samples: Sample[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? ([^ ]+)$`);
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"(?:,|$)/y;
const VALUE = /^(?:NaN|[+-]?(?:Inf|\d+(?:\.\d+)?(?:e[+-]?\d+)?))$/i;

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
export function readExposition(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line has no end');
  const families = new Map<string, Family>();
  const helps = new Map<string, string>();
  const seen = new Set<string>();
  let current: Family | undefined;
  for (const line of text.slice(0, -1).split('\n')) {
    if (line === '') continue;
    const about = new RegExp(`^# (HELP|TYPE) (${NAME}) (.*)$`).exec(line);
    if (about) {
      const [, what, name = '', rest = ''] = about;
      if (what === 'HELP') {
        if (helps.has(name)) throw new Error(`${name} has two HELP lines`);
        helps.set(name, rest);
        continue;
      }
      if (families.has(name)) throw new Error(`${name} has two TYPE lines`);
      current = { name, type: rest as Family['type'], help: helps.get(name) ?? '', samples: [] };
      families.set(name, current);
      continue;
    }
    if (line.startsWith('#')) continue;
    const sample = readSample(line);
    const family = current;
    if (family === undefined || !belongs(sample.name, family))
      throw new Error(`${sample.name} does not follow its TYPE line`);
    const key = `${sample.name}${JSON.stringify(Object.entries(sample.labels).sort())}`;
    if (seen.has(key)) throw new Error(`${key} comes twice`);
    seen.add(key);
    family.samples.push(sample);
  }
  for (const family of families.values()) if (family.type === 'histogram') checkHistogram(family);
  return families;
}

function readSample(line: string): Sample {
  const [, name, inner = '', value = ''] = SAMPLE.exec(line) ?? [];
  if (name === undefined || !VALUE.test(value)) throw new Error(`this is no sample: ${line}`);
  return { name, labels: readLabels(inner, line), value: Number(value.replace(/inf/i, 'Infinity')) };
}

function readLabels(inner: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < inner.length) {
    const [, name = '', value = ''] = LABEL.exec(inner) ?? [];
    if (name === '') throw new Error(`these labels cannot be read: ${line}`);
    if (name in labels) throw new Error(`a label comes twice: ${line}`);
    labels[name] = value.replace(/\\(.)/g, (_, sign) => (sign === 'n' ? '\n' : sign));
  }
  return labels;
}

function belongs(sample: string, { name, type }: Family): boolean {
  if (type === 'histogram') return [`${name}_bucket`, `${name}_sum`, `${name}_count`].includes(sample);
  if (type === 'summary') return [name, `${name}_sum`, `${name}_count`].includes(sample);
  return sample === name;
}

/** Buckets grow, end with +Inf, and that one is the count. */
function checkHistogram({ name, samples }: Family): void {
  const others = ({ le: _, ...labels }: Record<string, string>) => JSON.stringify(labels);
  const buckets = Map.groupBy(
    samples.filter((sample) => sample.name === `${name}_bucket`),
    ({ labels }) => others(labels),
  );
  for (const [labels, list] of buckets) {
    const counts = list.map(({ value }) => value);
    if (counts.some((count, at) => count < (counts[at - 1] ?? 0)))
      throw new Error(`${name}${labels} shrinks`);
    const count = samples.find((one) => one.name === `${name}_count` && others(one.labels) === labels);
    if (list.at(-1)?.labels.le !== '+Inf' || count?.value !== counts.at(-1))
      throw new Error(`${name}${labels} does not end with its count`);
  }
}

/** The value of the sample with these labels, among others; undefined when there is none. */
export function sampleOf(
  families: ReadonlyMap<string, Family>,
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const family = families.get(name) ?? families.get(name.replace(/_(?:bucket|sum|count)$/, ''));
  return family?.samples.find(
    (sample) =>
      sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
  )?.value;
}
