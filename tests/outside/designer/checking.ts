// One check after the other, counted as the other suites count theirs.
let passed = 0;
let failed = 0;

export async function check(name: string, work: () => unknown): Promise<void> {
  try {
    const said = await work();
    passed += 1;
    console.log('ok -', name, said ?? '');
  } catch (error) {
    failed += 1;
    const reason = error instanceof Error ? error.message : JSON.stringify(error);
    console.log('not ok -', name, '::', reason.slice(0, 2000));
  }
}

export function ok(holds: unknown, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

export function equal(found: unknown, expected: unknown, what: string): void {
  const [one, other] = [found, expected].map((value) => JSON.stringify(value));
  ok(one === other, `${what}: ${one} instead of ${other}`);
}

export const sleep = (ms: number) => new Promise<void>((resolve) => { setTimeout(resolve, ms); });

export async function until(what: string, holds: () => boolean | Promise<boolean>, ms = 15_000): Promise<void> {
  for (const end = Date.now() + ms; !(await holds()); await sleep(20)) ok(Date.now() < end, `waited ${ms} ms for ${what}`);
}

export function done(): never {
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
}
