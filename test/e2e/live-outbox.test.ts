import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import type * as DeviceStore from "../../src/web/shared/live/device-store.ts";
import { useBrowser } from "./support/browser.ts";
import { bundleModule, openModulePage } from "./support/module-page.ts";

declare global {
  interface Window {
    store: typeof DeviceStore;
  }
}

const { open } = useBrowser();
let code: string;
const FIX = { at: 1, lat: 52.5, lng: 13.4, accuracyM: 5, speedMps: null, headingDeg: null, flags: 0 };

beforeAll(async () => {
  code = await bundleModule("src/web/shared/live/device-store.ts");
});

async function outboxPage(page: Page): Promise<Page> {
  const address = await openModulePage(page, code);
  await page.addScriptTag({ type: "module", content: `window.store = await import("${address}")` });
  await page.waitForFunction(() => "store" in window);
  return page;
}

test("numbers go on after a reload, in the epoch that was born with the store", async () => {
  const { page } = await open();
  await outboxPage(page);
  const before = await page.evaluate(async (fix) => {
    const outbox = await window.store.openDeviceOutbox("drv_1");
    await Promise.all([outbox.append(fix), outbox.append(fix), outbox.append(fix)]);
    await outbox.appendAction({ type: "driver:sos", at: 2, lat: null, lng: null, note: "flat tyre" });
    await outbox.ackTo(2, 0);
    return outbox.contents();
  }, FIX);
  expect(before).toMatchObject({ fixes: { acked: 2, appended: 3 }, actions: { acked: 0, appended: 1 } });
  await outboxPage(page);
  const after = await page.evaluate(async (fix) => {
    const outbox = await window.store.openDeviceOutbox("drv_1");
    const seq = await outbox.append(fix);
    const other = await window.store.openDeviceOutbox("drv_2");
    return {
      seq,
      contents: await outbox.contents(),
      fixes: await outbox.fixesAfter(0, 10),
      second: await outbox.fixesAfter(3, 1),
      actions: await outbox.actionsAfter(0, 10),
      other: await other.contents(),
    };
  }, FIX);
  expect(after.seq).toBe(4);
  expect(after.contents.epoch).toBe(before.epoch);
  expect(after.fixes.map(([seq]) => seq)).toEqual([3, 4]);
  expect(after.second.map(([seq]) => seq)).toEqual([4]);
  expect(after.actions).toMatchObject([{ seq: 1, epoch: before.epoch, note: "flat tyre" }]);
  expect(after.other.fixes).toEqual({ acked: 0, appended: 0 });
  expect(after.other.epoch).not.toBe(before.epoch);
});

test("two tabs never take the same number, and only one of them sends", async () => {
  const { page } = await open();
  const tabs = [await outboxPage(page), await outboxPage(await page.context().newPage())] as const;
  const taken = await Promise.all(
    tabs.map((tab) =>
      tab.evaluate(async (fix) => {
        const outbox = await window.store.openDeviceOutbox("drv_1");
        return Promise.all(Array.from({ length: 25 }, () => outbox.append(fix)));
      }, FIX),
    ),
  );
  expect(taken.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));

  const take = (tab: Page): Promise<void> =>
    tab.evaluate(() => {
      document.title = "waiting";
      void window.store.asOnlySender("drv_1", new AbortController().signal, () => {
        document.title = "sending";
        return Promise.resolve();
      });
    });
  await take(tabs[0]);
  await tabs[0].waitForFunction(() => document.title === "sending");
  await take(tabs[1]);
  expect(await tabs[1].title()).toBe("waiting");
  await tabs[0].close();
  await tabs[1].waitForFunction(() => document.title === "sending");
});
