import type { Page } from "playwright-core";
import { expect } from "vitest";
import { accessibilityFaults } from "./axe.ts";

const NARROW = { width: 320, height: 640 };

/** As it stands on a desktop, light and dark, and on the narrowest phone, where nothing may stick out. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await accessibilityFaults(page)).toEqual([]);
  }
  const size = page.viewportSize();
  await page.setViewportSize(NARROW);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(NARROW.width);
  expect(await accessibilityFaults(page)).toEqual([]);
  if (size) await page.setViewportSize(size);
}
