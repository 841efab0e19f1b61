import type { Page } from "playwright-core";

/** More stops than any page has; a walk that does not end has met a trap. */
const MAX_STOPS = 200;

type Stop = {
  /** Position among the page's controls, so that two buttons of one name stay apart. */
  readonly index: number;
  readonly name: string;
  readonly outlinePx: number;
  readonly hidden: boolean;
};

export type Walk = {
  readonly controls: readonly string[];
  readonly missed: readonly string[];
  readonly faults: readonly string[];
};

/** Presses Tab from the top to the end of the page, wherever the keyboard was, and says which controls were passed by or had no visible focus. */
export async function walk(page: Page): Promise<Walk> {
  await page.evaluate(installReader);
  await page.evaluate(startAtTop);
  const controls = await page.evaluate(() => globalThis.readControls().map(({ name }) => name));
  const met = new Set<number>();
  const faults: string[] = [];
  for (let stops = 0; stops <= MAX_STOPS; stops++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => globalThis.readFocus());
    if (!stop || met.has(stop.index)) break;
    met.add(stop.index);
    if (stop.outlinePx < 3) faults.push(`${stop.name}: focus ring of ${stop.outlinePx} px`);
    if (stop.hidden) faults.push(`${stop.name}: covered while focused`);
  }
  return { controls, missed: controls.filter((_name, index) => !met.has(index)), faults };
}

declare global {
  var readControls: () => { name: string; element: Element }[];
  var readFocus: () => Stop | null;
}

/** Runs in the page. The next Tab goes on from what was focused last, also when it cannot be focused any more. */
function startAtTop(): void {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}

/** Runs in the page: the browser knows what is a control, what is seen and what covers it. */
function installReader(): void {
  const selector = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const label = (element: Element) =>
    element.getAttribute("aria-label") ?? (element.textContent.trim() || element.id || element.tagName);
  // Of a radio group, Tab stops at the chosen one only.
  const reachable = (element: Element) =>
    element.checkVisibility() && !(element instanceof HTMLInputElement && element.type === "radio" && !element.checked);
  globalThis.readControls = () =>
    [...document.querySelectorAll(selector)].filter(reachable).map((element) => ({ name: label(element), element }));
  globalThis.readFocus = () => {
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    const box = focused.getBoundingClientRect();
    const style = getComputedStyle(focused);
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, innerHeight) / 2);
    const related =
      top !== null && (focused.contains(top) || top.contains(focused) || top.parentElement?.contains(focused));
    return {
      index: globalThis.readControls().findIndex(({ element }) => element === focused),
      name: label(focused),
      outlinePx: style.outlineStyle === "none" ? 0 : Number.parseFloat(style.outlineWidth),
      hidden: !related,
    };
  };
}
