import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPublic } from '../../src/sources/ssrf.ts';
import { createHttpWorld } from './world.ts';

/** Stands for a service of the own network: nothing may ever connect to it. */
let inner: Server;
let innerPort: number;
let connections = 0;
/** Stands for a public host that a feed is on: the one private address that the test lets through. */
let outer: Server;
let outerUrl: string;
let redirectTo = '';
const OUTER = '127.0.0.2';

beforeAll(async () => {
  inner = createServer((_, response) => response.end('secret'));
  inner.on('connection', (socket) => {
    if (!socket.localAddress?.endsWith(OUTER)) connections++;
  });
  // Everything that leads to this machine is heard, by IPv6 as well where there is any.
  await new Promise<void>((resolve) => {
    inner.once('error', () => inner.listen(0, '0.0.0.0', resolve));
    inner.listen(0, '::', resolve);
  });
  innerPort = (inner.address() as AddressInfo).port;
  outer = createServer((_, response) =>
    response.writeHead(302, { location: Buffer.from(redirectTo).toString('latin1') }).end(),
  );
  await new Promise<void>((resolve) => outer.listen(0, OUTER, resolve));
  outerUrl = `http://outer.example:${(outer.address() as AddressInfo).port}/feed`;
});
afterAll(() => {
  inner.close();
  outer.close();
});

/** What a name server of an attacker says. Asked again, it says something else. */
const NAMES: Record<string, string[][]> = {
  'outer.example': [[OUTER]],
  'inner.example': [['127.0.0.1']],
  'inner6.example': [['::1']],
  'mapped.example': [['::ffff:127.0.0.1']],
  'mixed.example': [[OUTER, '127.0.0.1']],
  'mixed-first.example': [['127.0.0.1', OUTER]],
  'metadata.example': [['169.254.169.254']],
  'ten.example': [['10.0.0.1']],
  'rebind.example': [['127.0.0.1'], [OUTER]],
  localhost: [['127.0.0.1', '::1']],
  'localhost.localdomain': [['127.0.0.1']],
  '127.0.0.1.nip.example': [['127.0.0.1']],
  'ip6-localhost': [['::1']],
  'zero.example': [['0.0.0.0']],
  'nat64.example': [['64:ff9b::7f00:1']],
  'sixtofour.example': [['2002:7f00:1::']],
};
const asked = new Map<string, number>();
const resolve: LookupFunction = (hostname, _options, callback) => {
  const answers = NAMES[hostname] ?? [];
  const count = asked.get(hostname) ?? 0;
  asked.set(hostname, count + 1);
  const found = answers[Math.min(count, answers.length - 1)];
  if (!found) return callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 0);
  callback(
    null,
    found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
  );
};

/** Hosts that are, or lead to, an address that is not public. */
const HOSTS = [
  // loopback in every writing that an address parser takes
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '127.0.0.1.',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0x7F.1',
    '017700000001',
  ],
  ...[
    '0177.0.0.1',
    '0177.1',
    '0177.0.0.01',
    '0x7f.0x0.0x0.0x1',
    '127.0.0.001',
    '127.00.00.01',
    '127.127.127.127',
  ],
  ...[
    '127.255.255.255',
    '0x7f.0.1',
    '0177.0x0.1',
    '%31%32%37.0.0.1',
    '１２７.０.０.１',
    '127。0。0。1',
    '127．0．0．1',
    '①②⑦.⓪.⓪.①',
  ],
  // nowhere, own network, link, carrier, tests, multicast, broadcast
  ...[
    '0',
    '0.0.0.0',
    '0x0',
    '00',
    '0.0.0.1',
    '10.0.0.1',
    '10.255.255.255',
    '167772161',
    '0xa000001',
    '012.0.0.1',
  ],
  ...[
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.168.255.254',
    '3232235521',
    '0xc0a80001',
    '192.168.1',
  ],
  ...[
    '169.254.169.254',
    '169.254.0.1',
    '2852039166',
    '0xa9fea9fe',
    '0xA9.0xFE.0xA9.0xFE',
    '0251.0376.0251.0376',
  ],
  ...[
    '100.64.0.1',
    '100.127.255.255',
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.19.255.255',
    '198.51.100.7',
  ],
  ...[
    '203.0.113.9',
    '224.0.0.1',
    '239.255.255.250',
    '240.0.0.1',
    '255.255.255.255',
    '4294967295',
    '192.88.99.1',
  ],
  // IPv6: own, mapped, compatible, translated, tunnelled, local, documentation, multicast
  ...[
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::0001]',
    '[::]',
    '[0:0:0:0:0:0:0:0]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
  ],
  ...['[0:0:0:0:0:ffff:7f00:0001]', '[::ffff:0:7f00:1]', '[::127.0.0.1]', '[::7f00:1]', '[::ffff:10.0.0.1]'],
  ...[
    '[::ffff:169.254.169.254]',
    '[::ffff:a9fe:a9fe]',
    '[::ffff:192.168.0.1]',
    '[::FFFF:C0A8:1]',
    '[64:ff9b::127.0.0.1]',
  ],
  ...[
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::1]',
    '[2002:7f00:1::]',
    '[2002:a00:1::1]',
    '[2001:0:7f00:1::]',
    '[2001::1]',
  ],
  ...[
    '[fe80::1]',
    '[fec0::1]',
    '[fc00::1]',
    '[fd00::1]',
    '[fd12:3456:789a::1]',
    '[ff02::1]',
    '[ff0e::1]',
    '[2001:db8::1]',
  ],
  ...[
    '[3fff::1]',
    '[100::1]',
    '[5f00::1]',
    '[fd00:ec2::254]',
    '[::ffff:0.0.0.0]',
    '[2001:10::1]',
    '[2001:20::1]',
  ],
  // names
  ...Object.keys(NAMES).filter((name) => name !== 'outer.example'),
  ...['127.3', '0x7f000003', '[::ffff:7f00:3]', '[::ffff:127.1.1.1]', '0x7f.3'],
  ...['LOCALHOST', 'user@127.0.0.1', 'outer.example@127.0.0.1', 'user:pass@inner.example', 'INNER.EXAMPLE'],
];

const http = async () =>
  (await createHttpWorld({ resolve, allows: (address) => isPublic(address) || address === OUTER })).http;
const attempt = async (url: string) => {
  try {
    const { body } = await (await http()).get({ url, untrusted: true, withinMs: 30_000 });
    return Buffer.from(body).toString();
  } catch {
    return undefined;
  }
};

describe('a feed that a person names', () => {
  test('never leads to a private address, however it is written', async () => {
    const forms = HOSTS.flatMap((host) => [`http://${host}:${innerPort}/feed`]);
    expect(new Set(forms).size).toBeGreaterThanOrEqual(120);
    for (const url of forms) expect(await attempt(url), url).toBeUndefined();
    expect(connections).toBe(0);
  });

  test('nor does a redirect from a public host', async () => {
    const forms = HOSTS.filter((host) => host !== 'rebind.example');
    for (const host of forms) {
      redirectTo = `http://${host}:${innerPort}/feed`;
      expect(await attempt(outerUrl), redirectTo).toBeUndefined();
    }
    for (const location of [
      `//127.0.0.1:${innerPort}/`,
      `\\\\127.0.0.1:${innerPort}\\`,
      `http:127.0.0.1:${innerPort}`,
      'file:///etc/passwd',
      `gopher://127.0.0.1:${innerPort}/_x`,
    ]) {
      redirectTo = location;
      expect(await attempt(outerUrl), location).toBeUndefined();
    }
    expect(connections).toBe(0);
  });

  test('nor does a name that changes its address between two questions: there is only one', async () => {
    asked.clear();
    NAMES['turning.example'] = [[OUTER], ['127.0.0.1']];
    await attempt(`http://turning.example:${innerPort}/`);
    expect(asked.get('turning.example')).toBe(1);
    expect(connections).toBe(0);
  });
});

test('it is the guard that keeps out: without it, these connect', async () => {
  const { http: open } = await createHttpWorld({ resolve, allows: () => true });
  for (const host of ['127.1', '0x7f000001', 'inner.example', '2130706433']) {
    const { body } = await open.get({
      url: `http://${host}:${innerPort}/`,
      untrusted: true,
      withinMs: 30_000,
    });
    expect(Buffer.from(body).toString()).toBe('secret');
  }
});

test('the public internet is public', () => {
  const known = [
    '1.1.1.1',
    '8.8.8.8',
    '151.101.1.42',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '2606:4700::1111',
    '2a04:4e42::1',
    '2001:4860:4860::8888',
  ];
  expect(known.filter((address) => !isPublic(address))).toEqual([]);
});
