import { expect, test } from "vitest";
import { readS3Settings } from "../../../../src/platform/s3/s3-settings.ts";

const SET = {
  S3_ENDPOINT: "https://files.example/",
  S3_BUCKET: "proofs-of-mine",
  S3_ACCESS_KEY_ID: "0123456789abcdef",
  S3_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG+bPxRfiCY==",
};

test.each([{}, { S3_ENDPOINT: "", S3_BUCKET: "" }])("without them files are sent through us: %o", (env) => {
  expect(readS3Settings(env)).toEqual({ ok: true, value: null });
});

test("a bucket is known by its whole address, in R2's region unless another is named", () => {
  const value = {
    url: "https://files.example/proofs-of-mine",
    region: "auto",
    accessKeyId: SET.S3_ACCESS_KEY_ID,
    secretAccessKey: SET.S3_SECRET_ACCESS_KEY,
  };
  expect(readS3Settings(SET)).toEqual({ ok: true, value });
  expect(readS3Settings({ ...SET, S3_REGION: "eu-west-1" })).toMatchObject({ value: { region: "eu-west-1" } });
});

test.each([
  ["S3_ENDPOINT", undefined],
  ["S3_ENDPOINT", "http://files.example"],
  ["S3_BUCKET", "Proofs of mine"],
  ["S3_BUCKET", undefined],
  ["S3_ACCESS_KEY_ID", undefined],
  ["S3_SECRET_ACCESS_KEY", "two\nlines-of-a-key"],
  ["S3_REGION", "Europe"],
])("%s as %o is refused by name, and no value is told", (name, value) => {
  const settings = readS3Settings({ ...SET, [name]: value });
  expect(settings.ok ? [] : settings.error.problems.join("\n")).toContain(name);
  expect(JSON.stringify(settings)).not.toContain("two");
});
