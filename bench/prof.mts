import { measure } from "./measure/run.ts";
import { figuresOf } from "./measure/figures.ts";
import { buildWorker } from "./servers/build-worker.ts";
import { mkdtempSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import WebSocket from "ws";
process.env.INSPECT = "9339";
const dir = mkdtempSync("/tmp/prof-");
const script = buildWorker(dir);
const [everyMs = "1000", which = "doorstep-all", drivers = "300"] = process.argv.slice(2);
const load = { name: "prof", drivers: +drivers, dispatchers: 5, everyMs: +everyMs, warmUpMs: 4000, windowMs: 12000 };
const running = measure(which as any, load, { port: 9800, script });
async function prof() {
  await wait(+drivers > 500 ? 25000 : which === "doorstep" ? 24000 : 9000);
  const list: any = await (await fetch("http://127.0.0.1:9339/json")).json();
  console.log(list.map((t: any) => t.id + " " + t.webSocketDebuggerUrl));
  const target = list.find((t: any) => /bench/.test(t.id)) ?? list[0];
  const ws = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((r) => ws.once("open", r));
  let id = 0;
  const pend = new Map<number, any>();
  ws.on("message", (d: any) => {
    const m = JSON.parse(d.toString());
    if (m.id) pend.get(m.id)?.(m);
  });
  const call = (method: string, params = {}) =>
    new Promise<any>((r) => {
      const n = ++id;
      pend.set(n, r);
      ws.send(JSON.stringify({ id: n, method, params }));
    });
  await call("Profiler.enable");
  await call("Profiler.setSamplingInterval", { interval: 200 });
  await call("Profiler.start");
  await wait(6000);
  const { result } = await call("Profiler.stop");
  writeFileSync("/tmp/prof.json", JSON.stringify(result.profile));
  const p = result.profile;
  const self = new Map<number, number>();
  for (const [i, s] of p.samples.entries()) self.set(s, (self.get(s) ?? 0) + p.timeDeltas[i]);
  const nodes = new Map(p.nodes.map((n: any) => [n.id, n]));
  const byFn = new Map<string, number>(),
    incl = new Map<string, number>();
  let total = 0;
  const parent = new Map<number, number>();
  for (const n of p.nodes) for (const c of n.children ?? []) parent.set(c, n.id);
  const name = (n: any) => `${n.callFrame.functionName || "(anon)"}:${n.callFrame.lineNumber + 1}`;
  for (const [nid, t] of self) {
    const n: any = nodes.get(nid);
    total += t;
    byFn.set(name(n), (byFn.get(name(n)) ?? 0) + t);
    const seen = new Set<string>();
    let c: number | undefined = nid;
    while (c) {
      const k = name(nodes.get(c));
      if (!seen.has(k)) {
        seen.add(k);
        incl.set(k, (incl.get(k) ?? 0) + t);
      }
      c = parent.get(c);
    }
  }
  const show = (m: Map<string, number>) =>
    [...m]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 45)
      .map(([k, t]) => `${(t / 1000).toFixed(0).padStart(6)} ms ${((100 * t) / total).toFixed(1)}% ${k}`)
      .join("\n");
  console.log("TOTAL", total / 1000, "ms\nSELF\n" + show(byFn) + "\nINCL\n" + show(incl));
}
const pr = prof().catch((e) => console.error(e));
const run = await running;
await pr;
const f = figuresOf(run);
console.log("cpu/update", f.cpuPerUpdate, "disturbed", f.isDisturbed);
process.exit(0);
