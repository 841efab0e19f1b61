import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { regionObject, regionReplica } from "../../../src/platform/object-stubs.ts";
import { newRowId } from "../../../src/platform/new-row-id.ts";
import { LiveTicket } from "../../../src/protocol/api/live.ts";
import { LIVE_PROTOCOL } from "../../../src/protocol/live/live-protocol.ts";
import { LOW } from "../objects/ladder-fixture.ts";
import { call } from "./call.ts";
import { newOffice } from "../services/people-fixture.ts";
import { as } from "./duty.ts";
import { sessionOf } from "./made-up-person.ts";
import { newNetwork } from "./person.ts";

test("a dispatcher for whom the region has no room is let in by a replica, and does not notice", async () => {
  const { tenantId, north: regionId } = await newOffice();
  const { accessToken } = await sessionOf(tenantId, newRowId.user(), { role: "dispatcher" });
  await regionObject(env, tenantId, regionId).open({ tenantId, regionId, name: "North", ladder: LOW });
  const protocols: (string | null)[] = [];
  for (let map = 0; map < 3; map++) {
    const asked = await as(accessToken, "POST", "/live/tickets", { for: { for: "region", regionId }, native: true });
    const ticket = LiveTicket.parse(await asked.json());
    const headers = new Headers({ upgrade: "websocket", "cf-connecting-ip": newNetwork() });
    headers.set("sec-websocket-protocol", ticket.protocols.join(", "));
    const answer = await call(ticket.path, { headers });
    expect(answer.status).toBe(101);
    answer.webSocket?.accept();
    protocols.push(answer.headers.get("sec-websocket-protocol"));
  }
  expect(protocols).toEqual([LIVE_PROTOCOL, LIVE_PROTOCOL, LIVE_PROTOCOL]);
  expect((await regionReplica(env, { tenantId, regionId }, 0).counters()).viewers).toBe(2);
});
