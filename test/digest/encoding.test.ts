import { expect, test } from 'vitest';
import { decode } from '../../src/digest/decode.ts';

const xml = (encoding: string) =>
  `<?xml version="1.0"${encoding && ` encoding="${encoding}"`}?><rss>é–</rss>`;
const cp1252 = (text: string) => Buffer.from(text.replace('–', '\x96'), 'latin1');

test.each<[string, Uint8Array, string | undefined, string]>([
  ['UTF-8', Buffer.from(xml('')), undefined, xml('')],
  ['undeclared Windows-1252', cp1252(xml('')), undefined, xml('')],
  ['Windows-1252 that says it is UTF-8', cp1252(xml('utf-8')), 'utf-8', xml('utf-8')],
  ['UTF-8 that says it is Latin 1', Buffer.from(xml('iso-8859-1')), undefined, xml('iso-8859-1')],
  ['Latin 1', cp1252(xml('iso-8859-1')), undefined, xml('iso-8859-1')],
  ['UTF-8 that says it is UTF-16', Buffer.from(xml('utf-16')), undefined, xml('utf-16')],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${xml('utf-16')}`, 'utf16le'), undefined, xml('utf-16')],
  ['an encoding of the header', Buffer.from([0x3c, 0x72, 0x3e, 0xd6, 0xd0]), 'gb2312', '<r>中'],
  [
    'an encoding of the declaration',
    Buffer.concat([Buffer.from('<?xml version="1.0" encoding="Shift_JIS"?>'), Buffer.from([0x93, 0xfa])]),
    undefined,
    '<?xml version="1.0" encoding="Shift_JIS"?>日',
  ],
  [
    'the header before the declaration',
    Buffer.concat([Buffer.from('<?xml version="1.0" encoding="utf-8"?>'), Buffer.from([0xd6, 0xd0])]),
    'gbk',
    '<?xml version="1.0" encoding="utf-8"?>中',
  ],
  ['an encoding that nobody knows', Buffer.from(xml('x-klingon')), 'x-none', xml('x-klingon')],
])('%s', (_, bytes, charset, text) => {
  expect(decode(bytes, charset)).toBe(text);
});
