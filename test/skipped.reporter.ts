/** Prints one line at the end of a run: how many tests were skipped, and why. */
import type { Reporter, TestModule, TestSuite } from 'vitest/node';

/** A suite or test says why it is skipped at the end of its name: `... (skipped: the reason)`. */
const REASON = /\(skipped: (.*?)\)$/;

export default class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const reasons = new Map<string, number>();
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const { note } = test.result() as { note?: string };
        const named = [test.name, ...suitesOf(test)].map((name) => REASON.exec(name)?.[1]);
        const reason = note ?? named.find((one) => one !== undefined) ?? `no reason given: ${test.fullName}`;
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      }
    }
    if (reasons.size === 0) return;
    const list = [...reasons].map(([reason, count]) => `${count} (${reason})`);
    process.stdout.write(`Skipped tests: ${list.join(', ')}.\n\n`);
  }
}

function suitesOf(test: { parent: TestSuite | TestModule }): string[] {
  const { parent } = test;
  return parent.type === 'suite' ? [parent.name, ...suitesOf(parent)] : [];
}
