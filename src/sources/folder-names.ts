/** Names folders for people: by the last part of their path, or as many parts as tell them apart. */

/** A name for each path, in their order: `papers`, or `a/papers` and `b/papers`. */
export function folderNames(paths: readonly string[]): string[] {
  const parts = paths.map((path) => path.split(/[/\\]/).filter((part) => part !== '' && part !== '.'));
  return parts.map((own, at) => {
    const others = parts.filter((_, other) => other !== at && paths[other] !== paths[at]);
    for (let length = 1; length <= own.length; length++) {
      const name = tail(own, length);
      if (others.every((other) => tail(other, length) !== name)) return name;
    }
    return own.join('/') || '/';
  });
}

function tail(parts: readonly string[], length: number): string {
  return parts.slice(-length).join('/');
}
