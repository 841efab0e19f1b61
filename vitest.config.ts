import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { TestSummary } from "./dev/test-summary.ts";

export default defineConfig({
  test: {
    // What a passing test logs is of no interest; a failing one shows all of it.
    silent: "passed-only",
    // Queues are emptied behind the last test's back: a line that they log as the runner leaves is lost, and nothing else.
    onUnhandledError: ({ message }) => !message.includes('Closing rpc while "onUserConsoleLog" was pending'),
    reporters: ["default", new TestSummary()],
    coverage: {
      provider: "istanbul",
      include: ["src/**/*.ts"],
      exclude: ["src/web/**"],
      reporter: ["text-summary", "html"],
    },
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          globalSetup: ["test/support/provide-database.ts"],
          // Loading the same modules anew for each of 180 files took a third of the time.
          isolate: false,
          // Starting a cluster's first database and type-checking samples take seconds on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        plugins: [
          cloudflareTest(({ inject }) => {
            const { appUrl, proxyUrl, secrets } = inject("database");
            const bindings = {
              ...secrets,
              APP_ENV: "test",
              ALLOWED_ORIGINS: "https://console.example",
              DATABASE_URL: appUrl,
              DATABASE_URL_READ: appUrl,
              NEON_PROXY: proxyUrl,
            };
            return { wrangler: { configPath: "./wrangler.toml" }, miniflare: { bindings } };
          }),
        ],
        test: {
          name: "worker",
          include: ["test/worker/**/*.test.ts"],
          globalSetup: ["test/support/provide-database.ts"],
          // One runtime for all files costs a third of the CPU of one each; tests use ids of their own instead.
          isolate: false,
          maxWorkers: 1,
          // A hundred requests at once take seconds on a busy machine.
          testTimeout: 30_000,
          deps: {
            optimizer: { ssr: { enabled: true, include: ["hono", "zod", "drizzle-orm", "@neondatabase/serverless"] } },
          },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/e2e/global-setup.ts"],
          // One browser and one Worker for all: more at once only wait for each other on two cores.
          fileParallelism: false,
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // One second is short on a machine that does other things beside.
          expect: { poll: { timeout: 15_000 } },
        },
      },
    ],
  },
});
