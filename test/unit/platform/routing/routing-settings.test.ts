import { expect, test } from "vitest";
import { readRoutingSettings } from "../../../../src/platform/routing/routing-settings.ts";

function read(ROUTING_PROVIDER: unknown, ROUTING_URL?: string) {
  return readRoutingSettings({ ROUTING_PROVIDER, ROUTING_URL });
}

test("no service is asked where lengths are estimated", () => {
  expect(read("straight-line", "")).toEqual({ ok: true, value: null });
});

test("a service is known by its kind", () => {
  const [osrm, valhalla] = [read("osrm", "https://roads.example/"), read("valhalla", "http://127.0.0.1:8002")];
  expect([osrm.ok && osrm.value?.source, valhalla.ok && valhalla.value?.source]).toEqual(["osrm", "valhalla"]);
});

test.each([
  [undefined, "", "ROUTING_PROVIDER"],
  ["google", "https://roads.example", "ROUTING_PROVIDER"],
  ["osrm", "", "ROUTING_URL"],
  ["osrm", undefined, "ROUTING_URL"],
  ["valhalla", "http://roads.example", "ROUTING_URL"],
  ["osrm", "file:///etc/passwd", "ROUTING_URL"],
])("%s at %s is refused by name", (provider, url, name) => {
  const settings = read(provider, url);
  expect(settings.ok ? [] : settings.error.problems.join("\n")).toContain(name);
  expect(JSON.stringify(settings)).not.toContain("passwd");
});
