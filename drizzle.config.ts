import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./src/db/schema/*",
  out: "./migrations",
  casing: "snake_case",
  // Only `drizzle-kit migrate` connects: with the owner's direct connection string, never the Worker's.
  dbCredentials: { url: process.env["DATABASE_URL"] ?? "" },
});
