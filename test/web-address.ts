/** Makes up addresses of the web. */
import fc from 'fast-check';

/** An address of the web. Fast-check's own takes seconds to be made, as it knows how every character is escaped. */
export const webAddress: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('http', 'https'),
    fc.oneof(
      fc.domain(),
      fc.constantFrom('localhost:8080', '127.0.0.1', '[::1]:80', 'xn--bcher-kva.example'),
    ),
    fc.array(
      fc.oneof(
        fc.string({ unit: fc.constantFrom(..."abzAZ09-._~!$&'()*+,;=:@"), maxLength: 8 }),
        fc.constantFrom('%20', '%E6%BC%A2', '%2F', '..', 'a%27b', ''),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([scheme, host, path]) => `${scheme}://${[host, ...path].join('/')}`);
