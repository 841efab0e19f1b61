import { moduleFacts } from "./module-facts.ts";
import type { ModuleFacts } from "./module-facts.ts";
import { isModule } from "./source-tree.ts";
import type { SourceTree } from "./source-tree.ts";

/** Something that may be done in a few named files of src/ only. */
type Place = { allowed: RegExp; reason: string; found: (facts: ModuleFacts) => readonly string[] };

const PLACES: readonly Place[] = [
  {
    // An object has one alarm: a second caller would overwrite the first one's time.
    allowed: /^src\/objects\/lib\/alarm-slots\.ts$/,
    reason: "only objects/lib/alarm-slots.ts moves the alarm",
    found: mentions("setAlarm", "deleteAlarm"),
  },
  {
    // One naming scheme and one retry rule; a name built elsewhere would open a second, empty object.
    allowed: /^src\/platform\/object-stubs\.ts$/,
    reason: "only platform/object-stubs.ts names an object",
    found: mentions("getByName", "idFromName", "idFromString", "newUniqueId"),
  },
  {
    allowed: /^src\/(?:db\/.+|objects\/(?:.+\/)?[^/]+-store|objects\/lib\/.+)\.ts$/,
    reason: "SQL lives in db/, in objects' *-store.ts and in objects/lib/",
    found: (facts) => (facts.runsSql ? ["sql"] : []),
  },
  {
    allowed: /^src\/(?:platform\/log|web\/build|web\/build\/.+|web\/vite\.config)\.ts$/,
    reason: "only platform/log.ts writes to the console",
    found: mentions("console"),
  },
  {
    allowed: /^src\/(?!domain\/|protocol\/)/,
    reason: "time is an argument of a rule",
    found: (facts) => (facts.readsClock ? ["new Date()"] : []),
  },
];

/** Each misplaced use as `file uses name: reason`. */
export function misplacedUses(files: SourceTree): string[] {
  return PLACES.flatMap((place) =>
    [...files]
      .filter(([file]) => file.startsWith("src/") && isModule(file) && !place.allowed.test(file))
      .flatMap(([file, source]) =>
        place.found(moduleFacts(file, source)).map((name) => `${file} uses ${name}: ${place.reason}`),
      ),
  );
}

function mentions(...names: readonly string[]): Place["found"] {
  return (facts) => names.filter((name) => facts.names.has(name));
}
