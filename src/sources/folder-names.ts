/** Names folders for people: by the last part of their path, or as many parts as tell them apart. */

/** The name of one of several folders: `papers`, or `a/papers` where another is `b/papers`. */
export function folderName(path: string, among: readonly string[]): string {
  const own = partsOf(path);
  const others = among.filter((other) => other !== path).map(partsOf);
  for (let length = 1; length <= own.length; length++) {
    const name = tail(own, length);
    if (others.every((other) => tail(other, length) !== name)) return name;
  }
  return own.join('/') || '/';
}

function partsOf(path: string): string[] {
  return path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
}

function tail(parts: readonly string[], length: number): string {
  return parts.slice(-length).join('/');
}
