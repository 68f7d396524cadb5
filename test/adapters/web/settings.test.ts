import { describe, expect, it } from 'vitest';
import { readWebSettings } from '../../../adapters/web/settings.ts';

describe('the workspace settings', () => {
  it('are a loopback address and port 3000 when nothing is said', () => {
    expect(readWebSettings({})).toEqual({ settings: { host: '127.0.0.1', port: 3000 } });
    expect(readWebSettings({ HOST: '', PORT: ' ' })).toEqual({ settings: { host: '127.0.0.1', port: 3000 } });
  });

  it.each([
    ['0.0.0.0', '8080', { host: '0.0.0.0', port: 8080 }],
    ['localhost', '0', { host: 'localhost', port: 0 }],
    ['[::1]', '65535', { host: '::1', port: 65_535 }],
    ['box.example.org', ' 3001 ', { host: 'box.example.org', port: 3001 }],
  ])('takes HOST=%s PORT=%s', (HOST, PORT, settings) => {
    expect(readWebSettings({ HOST, PORT })).toEqual({ settings });
  });

  it('are none when the workspace is turned off', () => {
    expect(readWebSettings({ WEB: 'off' })).toEqual({ settings: undefined });
    expect(readWebSettings({ WEB: 'maybe' })).toEqual({ problems: ['WEB is "maybe". Use on or off.'] });
  });

  it.each(['65536', '-1', '3000.5', 'http', '3e3', '0x10'])(
    'refuses PORT=%s and says what it takes',
    (PORT) => {
      const read = readWebSettings({ PORT });
      expect(read).toEqual({ problems: [expect.stringContaining(`PORT is "${PORT}"`)] });
    },
  );

  it('reports all problems together, on one line each', () => {
    const read = readWebSettings({ HOST: 'http://x\ny', PORT: 'x'.repeat(5000) });
    const problems = 'problems' in read ? read.problems : [];
    expect(problems).toHaveLength(2);
    for (const problem of problems) {
      expect(problem).not.toContain('\n');
      expect(problem.length).toBeLessThan(300);
    }
  });
});
