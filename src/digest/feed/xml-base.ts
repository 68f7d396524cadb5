/** Resolves the `xml:base` of single links, which the feed parser ignores. */
import { decodeXML, escapeAttribute } from 'entities';

/** A link of Atom, whose address is an attribute, or of RSS, whose address is its text. */
const LINK = /<(?:[\w.-]{1,30}:)?link(?=\s)([^<>]{0,4000})>([^<>]{0,4000})/gi;
const BASE = /\sxml:base\s*=\s*(?:"([^"]*)"|'([^']*)')/;
const HREF = /(\shref\s*=\s*)(?:"([^"]*)"|'([^']*)')/;

/** The feed with each address that has a base of its own read against that base. Linear. */
export function withOwnBases(text: string): string {
  return text.replace(LINK, (tag, attributes: string, inside: string) => {
    const found = BASE.exec(attributes);
    if (found === null) return tag;
    const against = (address: string) =>
      escapeAttribute(resolve(decodeXML(address.trim()), decodeXML(found[1] ?? found[2] ?? '').trim()));
    const start = tag.slice(0, tag.length - inside.length);
    if (inside.trim() !== '') return start + against(inside);
    return (
      start.replace(HREF, (_all, name, double, single) => `${name}"${against(double ?? single ?? '')}"`) +
      inside
    );
  });
}

/** A relative base leaves a relative address, to be read against the base around it. */
function resolve(address: string, base: string): string {
  const whole = (URL.parse(address) ?? URL.parse(address, base))?.href;
  if (whole !== undefined) return whole;
  return /^[/\\]/.test(address) ? address : base.slice(0, base.lastIndexOf('/') + 1) + address;
}
