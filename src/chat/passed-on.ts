/** Tells requests that a proxy passed on from those that come from this machine itself. */

/** What a proxy, a tunnel or a content network adds to a request that it passes on. No browser sends one of these by itself. */
const PASSED_ON =
  /^(?:forwarded|via|cdn-loop|x-(?:forwarded|original|envoy)-.+|x-real-ip|(?:.+-)?(?:client|connecting)-ip|tailscale-.+)$/;

/** Whether a proxy says that it passed a request on. One that adds no header can't be told from this machine. */
export function isPassedOn({ headers }: Request): boolean {
  return [...headers.keys()].some((name) => PASSED_ON.test(name));
}
