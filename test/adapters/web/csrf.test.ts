import { describe, expect, it } from 'vitest';
import { refuse } from '../../../adapters/web/csrf.ts';
import { allowsHost } from '../../../src/chat/allowed-host.ts';

describe('the guard against other websites', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LOCALHOST:3000',
    'a.localhost:1',
    '127.0.0.1:3000',
    '127.8.9.1',
    '[::1]:3000',
  ])('answers to %s', (host) => {
    expect(allowsHost(host, '127.0.0.1')).toBe(true);
  });

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:3000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'notlocalhost',
    '192.168.1.5:3000',
    '0x7f.1',
    'localhost:3000@evil.example',
    '[::1].evil.example',
    '::1',
  ])('does not answer to %s', (host) => {
    expect(allowsHost(host, '127.0.0.1')).toBe(false);
  });

  it('answers to the name it is bound to', () => {
    expect(allowsHost('papers.example:3000', 'Papers.example')).toBe(true);
    expect(allowsHost('other.example:3000', 'papers.example')).toBe(false);
  });

  it('answers to any bare address, but to no foreign name, when bound to all addresses', () => {
    expect(allowsHost('192.168.1.5:3000', '0.0.0.0')).toBe(true);
    expect(allowsHost('[fe80::1]:3000', '::')).toBe(true);
    expect(allowsHost('evil.example', '0.0.0.0')).toBe(false);
  });

  const post = {
    method: 'POST',
    path: '/api/channels',
    host: '127.0.0.1:3000',
    origin: undefined,
    site: undefined,
  };
  const get = { ...post, method: 'GET' };

  it.each([
    ['a program that is no browser', post],
    ['the page itself', { ...post, origin: 'http://127.0.0.1:3000', site: 'same-origin' }],
    ['the page behind a proxy with TLS', { ...post, origin: 'https://127.0.0.1:3000' }],
    ['an address typed by hand', { ...get, site: 'none' }],
    ['a link from elsewhere to the page', { ...get, path: '/', site: 'cross-site' }],
  ])('lets pass %s', (_, asked) => {
    expect(refuse(asked, '127.0.0.1')).toBeUndefined();
  });

  it.each([
    ['another website', { ...post, origin: 'https://evil.example', site: 'cross-site' }],
    ['another website in an old browser', { ...post, origin: 'https://evil.example' }],
    ['another port of this machine', { ...post, origin: 'http://127.0.0.1:8000', site: 'same-site' }],
    ['a sandboxed frame', { ...post, origin: 'null' }],
    ['a form sent by hand', { ...post, site: 'none' }],
    ['a script of another website that reads', { ...get, site: 'cross-site' }],
    ['an image of another local page that reads', { ...get, site: 'same-site' }],
  ])('refuses %s', (_, asked) => {
    expect(refuse(asked, '127.0.0.1')).toContain('another website');
  });
});
