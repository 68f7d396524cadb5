import { expect, test } from 'vitest';
import { networkOf } from '../../src/chat/network.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::1', '0:0:0:0'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:DB8:0:7:a:b:c:d', '2001:db8:0:7'],
  ['2001:0db8:0000:0007::', '2001:db8:0:7'],
  ['fe80::1:2%eth0', 'fe80:0:0:0'],
  ['', ''],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
