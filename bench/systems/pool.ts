/** Handshakes under way at once: more only wait for each other. */
const AT_ONCE = 50;

/** Does something for each number below `count`, some at once. */
export async function forEach(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, lane));
}
