/** The name of a suite or a test, with the reason when it is skipped: the line at the end of a run gathers them. */
export function because(name: string, reason: string | undefined): string {
  return reason === undefined ? name : `${name} (skipped: ${reason})`;
}
