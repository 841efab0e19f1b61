import { readFileSync } from "node:fs";
import { unstable_readConfig } from "wrangler";
import { expect, test } from "vitest";
import { Cron, DEAD_SUFFIX, QueueName } from "../../src/protocol/jobs.ts";

const ENVIRONMENTS = ["", "staging", "production"];

/** The parts that this file compares. */
interface WranglerConfig {
  name?: string;
  vars: Record<string, unknown>;
  durable_objects: { bindings: { name: string; class_name: string }[] };
  r2_buckets: { binding: string; bucket_name: string }[];
  queues: {
    producers?: { binding: string; queue: string }[];
    consumers?: { queue: string; dead_letter_queue?: string }[];
  };
  ratelimits?: { name: string; namespace_id: string; simple: unknown }[];
  analytics_engine_datasets: { binding: string; dataset: string }[];
  triggers: { crons?: string[] };
  secrets?: { required: string[] };
  assets: unknown;
  images?: { binding: string };
  version_metadata: unknown;
  placement: unknown;
  exports: unknown;
}

function read(env: string): WranglerConfig {
  return unstable_readConfig({ config: "wrangler.toml", env }, { hideWarnings: true });
}

function bindings(env: string) {
  const config = read(env);
  return {
    objects: config.durable_objects.bindings.map(({ name, class_name }) => `${name}:${class_name}`),
    files: config.r2_buckets.map(({ binding }) => binding),
    producers: config.queues.producers?.map(({ binding }) => binding),
    consumers: config.queues.consumers?.map(({ queue: _, dead_letter_queue: __, ...rest }) => rest),
    limits: config.ratelimits?.map(({ name, simple }) => ({ name, simple })),
    datasets: config.analytics_engine_datasets.map(({ binding }) => binding),
    crons: config.triggers.crons,
    secrets: config.secrets?.required,
    vars: Object.keys(config.vars),
    assets: config.assets,
    images: config.images?.binding,
    version: config.version_metadata,
    placement: config.placement,
    exports: config.exports,
  };
}

test.each(["staging", "production"])("%s has every binding that development has", (env) => {
  expect(bindings(env)).toEqual(bindings(""));
});

test("no two environments share a queue, a bucket, a dataset or a limit", () => {
  const names = ENVIRONMENTS.flatMap((env) => {
    const config = read(env);
    return [
      config.name,
      ...(config.queues.producers ?? []).map(({ queue }) => queue),
      ...config.r2_buckets.map(({ bucket_name }) => bucket_name),
      ...config.analytics_engine_datasets.map(({ dataset }) => dataset),
      ...(config.ratelimits ?? []).map(({ namespace_id }) => namespace_id),
    ];
  });
  expect(new Set(names.filter((name) => !ENVIRONMENTS.includes(String(name)))).size).toBe(names.length);
});

test.each(ENVIRONMENTS)(
  "each queue of '%s' has a consumer and a dead-letter queue with a consumer of its own",
  (env) => {
    const { queues } = read(env);
    const consumed = queues.consumers ?? [];
    const names = (queues.producers ?? []).map(({ queue }) => queue);
    expect(names.map((name) => name.replace(/^.*-/, ""))).toEqual(QueueName.options);
    for (const name of names) {
      expect(consumed.find(({ queue }) => queue === name)?.dead_letter_queue).toBe(name + DEAD_SUFFIX);
      expect(consumed.some(({ queue }) => queue === name + DEAD_SUFFIX)).toBe(true);
    }
  },
);

test("every cron has a task, and every task a cron", () => {
  expect(read("").triggers.crons?.toSorted()).toEqual(Cron.options.toSorted());
});

test("the example of the secrets names exactly the required ones, without values", () => {
  const lines = readFileSync(".dev.vars.example", "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  expect(lines).toEqual(read("").secrets?.required?.map((name) => `${name}=`));
});
