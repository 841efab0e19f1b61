// `npm run fix`: mends what can be mended by machine, then brings the generated types up to date.
import { runCommand } from "./run-steps.ts";

for (const command of [
  ["oxlint", "--fix"],
  ["oxfmt"],
  ["wrangler", "types", "--include-runtime=false", "worker-configuration.d.ts"],
]) {
  const { ok, output } = await runCommand(command);
  console.log(ok ? `done: ${command.join(" ")}` : output);
  if (!ok) process.exitCode = 1;
}
