import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { root } from '../cli/run.ts';
import { because } from '../skip.ts';
import {
  exportedMetrics,
  exportedText,
  LABELS_OF_PROMETHEUS,
  labelsBy,
  metricsIn,
  OF_PROMETHEUS,
} from './exported.ts';
import { noPromtool, promtool } from './promtool.ts';

interface Rule {
  alert: string;
  expr: string;
  for?: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}

interface Panel {
  title: string;
  description?: string;
  type: string;
  targets?: { expr: string }[];
  gridPos: { x: number; y: number; w: number; h: number };
}

const path = (name: string) => join(root, 'deploy', name);
const { groups } = parse(readFileSync(path('alerts.yml'), 'utf8')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(readFileSync(path('grafana.json'), 'utf8')) as {
  panels: Panel[];
  annotations: { list: { expr: string }[] };
};
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const expressions = [
  ...rules.map(({ alert, expr }) => ({ of: alert, expr })),
  ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ of: title, expr }))),
  ...dashboard.annotations.list.map(({ expr }) => ({ of: 'annotation', expr })),
];

test('every metric and label that an alert or a panel names is exported', async () => {
  const exported = await exportedMetrics();
  const unknown = expressions.flatMap(({ of, expr }) => {
    const named = metricsIn(expr);
    const theirs = new Set(named.flatMap(({ name }) => [...(exported.get(name) ?? [])]));
    const known = (label: string) => theirs.has(label) || LABELS_OF_PROMETHEUS.has(label);
    return [
      ...named.filter(({ name }) => !exported.has(name) && !OF_PROMETHEUS.has(name)).map(({ name }) => name),
      ...named.flatMap(({ labels }) => labels).filter((label) => !known(label)),
      ...labelsBy(expr).filter((label) => !known(label)),
    ].map((name) => `${of}: ${name}`);
  });
  expect(unknown).toEqual([]);
});

test('every metric of Paperboy is on the dashboard or in an alert', async () => {
  const named = new Set(expressions.flatMap(({ expr }) => metricsIn(expr).map(({ name }) => name)));
  const base = (name: string) => name.replace(/_(?:bucket|sum|count)$/, '');
  const shown = new Set([...named].map(base));
  const ours = [...(await exportedMetrics()).keys()].filter((name) => name.startsWith('paperboy_')).map(base);
  // How many channels there are is for queries of one's own.
  expect([...new Set(ours)].filter((name) => !shown.has(name))).toEqual(['paperboy_channels']);
});

describe('alerts', () => {
  test('each says what is wrong, how bad it is and where to look', () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, labels, annotations, for: wait } of rules) {
      expect(alert).toMatch(/^Paperboy[A-Z]\w+$/);
      expect(labels.severity, alert).toMatch(/^(?:critical|warning|info)$/);
      expect(annotations.summary, alert).toMatch(/^\S.{10,80}$/);
      expect(annotations.description, alert).toMatch(/\.$/);
      expect(wait, alert).toMatch(/^\d+[mh]$/);
    }
  });
});

describe('the dashboard', () => {
  test('says of each panel what it shows, and no two overlap', () => {
    for (const { title, description } of panels) expect(description, title).toMatch(/\.$/);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)} ${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(dashboard.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});

describe.skipIf(noPromtool)(because('promtool', noPromtool), () => {
  test('takes the alert rules', () => {
    const { ok, said } = promtool(['check', 'rules', path('alerts.yml')]);
    expect(said).toContain(`${rules.length} rules found`);
    expect(ok, said).toBe(true);
  });

  test('finds that alerts fire when they should, and only then', () => {
    const { ok, said } = promtool(['test', 'rules', join(root, 'test/deploy/alerts.promtool.yaml')]);
    expect(ok, said).toBe(true);
  });

  test('takes the configuration of Prometheus', () => {
    const { ok, said } = promtool(['check', 'config', path('prometheus.yml')]);
    expect(ok, said).toBe(true);
  });

  test("takes the dashboard's expressions", () => {
    const file = join(mkdtempSync(join(tmpdir(), 'paperboy-deploy-')), 'dashboard.yml');
    const recorded = expressions.map(({ expr }, at) => ({
      record: `panel:${at}`,
      expr: expr.replaceAll('$__rate_interval', '5m'),
    }));
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules: recorded }] }));
    const { ok, said } = promtool(['check', 'rules', file]);
    expect(ok, said).toBe(true);
  });

  test('reads what is exported', async () => {
    const { body } = await exportedText();
    const { said } = promtool(['check', 'metrics'], body);
    expect(said.split('\n').filter((line) => line.startsWith('paperboy_'))).toEqual([]);
    expect(said).not.toMatch(/error while linting/i);
  });
});
