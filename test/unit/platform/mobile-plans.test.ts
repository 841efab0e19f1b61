import metadata from "libphonenumber-js/mobile/metadata";
import { expect, test } from "vitest";
import { MOBILE_PLANS } from "../../../src/platform/mobile-plans.ts";

/** Where a country keeps how its numbers are spaced. */
const FORMATS_AT = 4;

const countries = Object.entries(metadata.countries).map(([code, plan]) => [
  code,
  plan.map((part: unknown, index: number) => (index === FORMATS_AT ? 0 : part)),
]);
const plans = JSON.stringify({ ...metadata, countries: Object.fromEntries(countries) });
const source = `// Made of libphonenumber-js; after an update, \`npm test -- mobile-plans -u\` makes it anew.
/** Its numbering plans of mobiles as JSON, less how numbers are spaced: 9 KiB gzip of 23 that reading one never needs. */
export const MOBILE_PLANS =
  '${plans.replaceAll(/[\\']/g, String.raw`\$&`)}';
`;

test("the plans are those of the package, less the formats", async () => {
  await expect(source).toMatchFileSnapshot("../../../src/platform/mobile-plans.ts");
  expect(JSON.parse(MOBILE_PLANS)).toEqual(JSON.parse(plans));
});
