import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { root } from '../cli/run.ts';
import { documentsOf, PORTS, SETTINGS, textOf, unknownSettings, yamlOf } from './files.ts';

const FOLDER = 'deploy/kubernetes';

/** What each kind must hold, of the API's own definitions: only the fields that are used here, and no others. */
const Meta = z.strictObject({
  name: z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/),
  namespace: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
});
const Labels = z.record(z.string(), z.string());
const Selector = z.strictObject({ matchLabels: Labels });
const Quantity = z.string().regex(/^\d+(?:m|Ki|Mi|Gi)?$/);
const Probe = z.strictObject({
  httpGet: z.strictObject({ path: z.string(), port: z.string() }),
  periodSeconds: z.int(),
  timeoutSeconds: z.int(),
  failureThreshold: z.int(),
});
const Container = z.strictObject({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()),
  envFrom: z.array(
    z.union([
      z.strictObject({ configMapRef: z.strictObject({ name: z.string() }) }),
      z.strictObject({ secretRef: z.strictObject({ name: z.string() }) }),
    ]),
  ),
  ports: z.array(z.strictObject({ name: z.string().max(15), containerPort: z.int() })).default([]),
  livenessProbe: Probe.optional(),
  readinessProbe: Probe.optional(),
  lifecycle: z
    .strictObject({ preStop: z.strictObject({ sleep: z.strictObject({ seconds: z.int() }) }) })
    .optional(),
  resources: z.strictObject({
    requests: z.strictObject({ cpu: Quantity, memory: Quantity }),
    limits: z.strictObject({ memory: Quantity }),
  }),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.strictObject({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.array(z.strictObject({ name: z.string(), mountPath: z.string() })),
});
const Pod = z.strictObject({
  automountServiceAccountToken: z.literal(false),
  enableServiceLinks: z.literal(false),
  terminationGracePeriodSeconds: z.int().optional(),
  restartPolicy: z.literal('Never').optional(),
  securityContext: z.strictObject({
    runAsNonRoot: z.literal(true),
    runAsUser: z.int().positive(),
    runAsGroup: z.int().positive(),
    fsGroup: z.int().positive(),
    seccompProfile: z.strictObject({ type: z.literal('RuntimeDefault') }),
  }),
  topologySpreadConstraints: z
    .array(
      z.strictObject({
        maxSkew: z.int(),
        topologyKey: z.string(),
        whenUnsatisfiable: z.enum(['ScheduleAnyway', 'DoNotSchedule']),
        labelSelector: Selector,
      }),
    )
    .optional(),
  containers: z.tuple([Container]),
  volumes: z.array(
    z.strictObject({
      name: z.string(),
      emptyDir: z.strictObject({ sizeLimit: Quantity, medium: z.literal('Memory').optional() }),
    }),
  ),
});
const Template = z.strictObject({
  metadata: z.strictObject({ labels: Labels, annotations: Labels.optional() }),
  spec: Pod,
});
const of = <V extends string, K extends string, S extends z.ZodRawShape>(apiVersion: V, kind: K, shape: S) =>
  z.strictObject({ apiVersion: z.literal(apiVersion), kind: z.literal(kind), metadata: Meta, ...shape });
const Backend = z.strictObject({
  service: z.strictObject({ name: z.string(), port: z.strictObject({ name: z.string() }) }),
});

const Manifest = z.discriminatedUnion('kind', [
  of('v1', 'Namespace', {}),
  of('v1', 'ConfigMap', { data: z.record(z.string(), z.string()) }),
  of('v1', 'Secret', { type: z.literal('Opaque'), stringData: z.record(z.string(), z.string()) }),
  of('apps/v1', 'Deployment', {
    spec: z.strictObject({
      replicas: z.int(),
      strategy: z.strictObject({
        type: z.literal('RollingUpdate'),
        rollingUpdate: z.strictObject({ maxUnavailable: z.int(), maxSurge: z.int() }),
      }),
      minReadySeconds: z.int(),
      revisionHistoryLimit: z.int(),
      selector: Selector,
      template: Template,
    }),
  }),
  of('v1', 'Service', {
    spec: z.strictObject({
      type: z.literal('ClusterIP'),
      selector: Labels,
      ports: z.array(z.strictObject({ name: z.string(), port: z.int(), targetPort: z.string() })),
    }),
  }),
  of('networking.k8s.io/v1', 'Ingress', {
    spec: z.strictObject({
      tls: z.array(z.strictObject({ hosts: z.array(z.string()), secretName: z.string() })),
      rules: z.tuple([
        z.strictObject({
          host: z.string(),
          http: z.strictObject({
            paths: z.array(
              z.strictObject({ path: z.string(), pathType: z.enum(['Prefix', 'Exact']), backend: Backend }),
            ),
          }),
        }),
      ]),
    }),
  }),
  of('policy/v1', 'PodDisruptionBudget', {
    spec: z.strictObject({ maxUnavailable: z.int(), selector: Selector }),
  }),
  of('networking.k8s.io/v1', 'NetworkPolicy', {
    spec: z.strictObject({
      podSelector: Selector,
      policyTypes: z.tuple([z.literal('Ingress')]),
      ingress: z.array(
        z.strictObject({
          from: z.array(
            z.strictObject({ namespaceSelector: z.strictObject({ matchLabels: Labels.optional() }) }),
          ),
          ports: z.array(z.strictObject({ port: z.int(), protocol: z.literal('TCP') })),
        }),
      ),
    }),
  }),
  of('batch/v1', 'CronJob', {
    spec: z.strictObject({
      schedule: z.string().regex(/^(?:[\d*/,-]+ ){4}[\d*/,-]+$/),
      timeZone: z.string(),
      concurrencyPolicy: z.literal('Forbid'),
      startingDeadlineSeconds: z.int(),
      successfulJobsHistoryLimit: z.int(),
      failedJobsHistoryLimit: z.int(),
      jobTemplate: z.strictObject({
        spec: z.strictObject({
          backoffLimit: z.int(),
          activeDeadlineSeconds: z.int(),
          template: Template,
        }),
      }),
    }),
  }),
]);

const names = readdirSync(join(root, FOLDER)).filter((name) => name !== 'kustomization.yaml');
const manifests = names.flatMap((name) => documentsOf(join(FOLDER, name)).map((one) => Manifest.parse(one)));

type Kind = z.infer<typeof Manifest>['kind'];
function the<K extends Kind>(kind: K): Extract<z.infer<typeof Manifest>, { kind: K }> {
  const found = manifests.filter((one) => one.kind === kind);
  expect(found, kind).toHaveLength(1);
  return found[0] as Extract<z.infer<typeof Manifest>, { kind: K }>;
}

const deployment = the('Deployment');
const cron = the('CronJob').spec.jobTemplate.spec.template;
const [container] = deployment.spec.template.spec.containers;

describe('the manifests', () => {
  test('there is one of each kind, all of the same name', () => {
    expect(manifests.map(({ kind }) => kind).sort()).toEqual(
      [
        ...['ConfigMap', 'CronJob', 'Deployment', 'Ingress', 'Namespace', 'NetworkPolicy'],
        ...['PodDisruptionBudget', 'Secret', 'Service'],
      ].sort(),
    );
    const others = manifests.filter(({ kind }) => kind !== 'CronJob').map(({ metadata }) => metadata.name);
    expect(new Set(others)).toEqual(new Set(['paperboy']));
  });

  test('the kustomization lists them, and of the two ways to post only the Deployment', () => {
    const { resources, images } = yamlOf<{ resources: string[]; images: { name: string }[] }>(
      `${FOLDER}/kustomization.yaml`,
    );
    const listed = names.filter((name) => !['cronjob.yaml', 'secret.example.yaml'].includes(name));
    expect(resources.filter((name) => name !== 'secret.yaml').toSorted()).toEqual(
      listed.filter((name) => name !== 'secret.yaml').toSorted(),
    );
    expect(resources).toContain('secret.yaml');
    expect(textOf('.gitignore')).toContain('deploy/kubernetes/secret.yaml');
    expect(images.map(({ name }) => name)).toEqual([container.image]);
  });

  test('settings and secrets are ones that Paperboy reads, and secrets are only in the Secret', () => {
    const { data } = the('ConfigMap');
    const { stringData } = the('Secret');
    expect(unknownSettings({ ...data, ...stringData })).toEqual([]);
    expect(Object.keys(data).filter((name) => /TOKEN|SECRET|KEY|STORE_URL/.test(name))).toEqual([]);
    for (const [name, value] of Object.entries(stringData)) expect(value, name).toContain('change-me');
  });

  test("every port is the setting's", () => {
    const { health, slack, discord, email } = PORTS;
    expect(container.ports).toEqual([
      { name: 'slack', containerPort: slack },
      { name: 'discord', containerPort: discord },
      { name: 'email', containerPort: email },
      { name: 'health', containerPort: health },
    ]);
    expect(the('ConfigMap').data.HEALTH_PORT).toBe(String(health));
    expect(SETTINGS.get('HEALTH_PORT')).toBe(String(health));
    expect(deployment.spec.template.metadata.annotations?.['prometheus.io/port']).toBe(String(health));
    expect(the('Service').spec.ports).toEqual([
      { name: 'slack', port: slack, targetPort: 'slack' },
      { name: 'discord', port: discord, targetPort: 'discord' },
      { name: 'email', port: email, targetPort: 'email' },
    ]);
  });

  test('the health port is asked by the probes, and open to Prometheus alone', () => {
    expect(container.livenessProbe?.httpGet).toEqual({ path: '/health/live', port: 'health' });
    expect(container.readinessProbe?.httpGet).toEqual({ path: '/health/ready', port: 'health' });
    const [everyone, prometheus] = the('NetworkPolicy').spec.ingress;
    expect(everyone?.ports.map(({ port }) => port)).toEqual([PORTS.slack, PORTS.discord, PORTS.email]);
    expect(prometheus?.from[0]?.namespaceSelector.matchLabels).toBeDefined();
    expect(prometheus?.ports.map(({ port }) => port)).toEqual([PORTS.health]);
    const paths = the('Ingress').spec.rules[0].http.paths;
    expect(paths.map(({ path, backend }) => [path, backend.service.port.name])).toEqual([
      ['/slack/', 'slack'],
      ['/discord/interactions', 'discord'],
      ['/email/', 'email'],
    ]);
  });

  test('what selects pods selects the replicas, and not those of the CronJob', () => {
    const { labels } = deployment.spec.template.metadata;
    const selectors = [
      deployment.spec.selector.matchLabels,
      the('Service').spec.selector,
      the('PodDisruptionBudget').spec.selector.matchLabels,
      deployment.spec.template.spec.topologySpreadConstraints?.[0]?.labelSelector.matchLabels,
    ];
    for (const selector of selectors) expect(selector).toEqual(labels);
    expect(cron.metadata.labels).not.toMatchObject(labels);
    expect(cron.metadata.labels).toMatchObject(the('NetworkPolicy').spec.podSelector.matchLabels);
  });

  test('each volume is mounted, and /data and /tmp are what can be written', () => {
    for (const { volumes, containers } of [deployment.spec.template.spec, cron.spec]) {
      const mounts = containers[0].volumeMounts;
      expect(mounts.map(({ mountPath }) => mountPath)).toEqual(['/data', '/tmp']);
      expect(mounts.map(({ name }) => name)).toEqual(volumes.map(({ name }) => name));
    }
  });

  test('a stop has the time that it takes', () => {
    const { terminationGracePeriodSeconds = 0 } = deployment.spec.template.spec;
    const { seconds } = container.lifecycle?.preStop.sleep ?? { seconds: 0 };
    expect(terminationGracePeriodSeconds).toBeGreaterThanOrEqual(seconds + 10);
  });

  test('the CronJob sends once', () => {
    expect(cron.spec.containers[0].args).toEqual(['run-once']);
    expect(container.args).toEqual(['start']);
  });
});
