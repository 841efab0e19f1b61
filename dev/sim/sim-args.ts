import { parseArgs } from "node:util";
import * as z from "zod";
import { HIRED_MAX } from "./crew.ts";

const HELP = `npm run sim -- [--drivers 50] [--seed 1] [--osmand 0.1] [--owntracks 0.1] [--mishaps 1]
               [--minutes 10] [--speed 4] [--url http://localhost:8787] [--clean]
npm run sim -- --gpx track.gpx [--url …]
npm run sim -- --days [--shipments 10000] [--drivers 40] [--seed 1]

--drivers    how many, at most ${HIRED_MAX}; they are made where they are missing
--osmand, --owntracks  the share of them with an app of that kind instead of the product's own
--mishaps    how often phones fail: 0 never, 1 as they do, more for more
--minutes    ends by itself after so many; otherwise Ctrl-C ends it
--speed      how fast what passed since an earlier run is driven, up to now: its points come late
--clean      calls the trips off at the end instead of leaving them for the next run
--gpx        replays a recording as one driver, at its own pace
--days       whole days as fast as the machine can, in a world of their own, and then looks whether all is as it was promised
--shipments  how many parcels those days have`;

const Share = z.coerce.number().min(0).max(1);

const SimArgs = z.strictObject({
  drivers: z.coerce.number().int().min(1).max(HIRED_MAX).default(50),
  seed: z.coerce.number().int().min(0).default(1),
  osmand: Share.default(0.05),
  owntracks: Share.default(0.05),
  mishaps: z.coerce.number().min(0).max(100).default(1),
  minutes: z.coerce.number().positive().optional(),
  speed: z.coerce.number().min(1).max(100).default(1),
  url: z.url().default("http://localhost:8787"),
  clean: z.boolean().default(false),
  /** The small fleet of `npm run dev`: the demo's own drivers. */
  demo: z.boolean().default(false),
  gpx: z.string().optional(),
  days: z.boolean().default(false),
  shipments: z.coerce.number().int().min(1).max(100_000).default(10_000),
});
export type SimArgs = z.infer<typeof SimArgs>;

export function readSimArgs(args: readonly string[]): SimArgs {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    drivers: text,
    seed: text,
    osmand: text,
    owntracks: text,
    mishaps: text,
    minutes: text,
    speed: text,
    url: text,
    gpx: text,
    days: flag,
    shipments: text,
    clean: flag,
    demo: flag,
    help: flag,
  };
  const { help, ...values } = parseArgs({ args: [...args], options }).values;
  if (help) throw new Error(HELP);
  const read = SimArgs.safeParse(values);
  if (!read.success) throw new Error(`${z.prettifyError(read.error)}\n\n${HELP}`);
  return read.data;
}
