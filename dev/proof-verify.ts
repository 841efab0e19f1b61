// `npm run proof:verify <answer.json> [image …]`: says whether the proofs that GET …/pod answered are what their hashes say,
// and which of them the images belong to. Works offline.
import { readFileSync } from "node:fs";
import { checkProofs } from "./check-proofs.ts";
import { messageOf } from "./message-of.ts";

try {
  const [file, ...images] = process.argv.slice(2);
  if (file === undefined)
    throw new Error("name the file with the answer: npm run proof:verify -- answer.json [image …]");
  const checked = checkProofs(
    JSON.parse(readFileSync(file, "utf8")),
    images.map((image) => readFileSync(image)),
  );
  for (const { proofId, faults, images: known } of checked)
    console.log(`${proofId}: ${faults.length > 0 ? faults.join("; ") : "as it was recorded"}, ${known} images known`);
  const known = checked.reduce((sum, { images: found }) => sum + found, 0);
  if (known < images.length) console.error(`${images.length - known} images belong to none of them`);
  process.exitCode = known < images.length || checked.some(({ faults }) => faults.length > 0) ? 1 : 0;
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
