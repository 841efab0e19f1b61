import { createVitest, type Vitest } from "vitest/node";

/** Tests of the Worker with a longer plan than `npm test` has, which `provide` says: their runtime sees no environment of ours. */
export async function runLonger(path: string, provide: (vitest: Vitest) => void, pattern?: string): Promise<boolean> {
  const vitest = await createVitest("test", {
    project: ["worker"],
    watch: false,
    reporters: ["verbose"],
    ...(pattern !== undefined && { testNamePattern: pattern }),
  });
  provide(vitest);
  const { testModules, unhandledErrors } = await vitest.start([path]);
  await vitest.close();
  return testModules.length > 0 && testModules.every((module) => module.ok()) && unhandledErrors.length === 0;
}
