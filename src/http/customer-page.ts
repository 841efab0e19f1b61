import { catalogFor } from "../domain/customer-page/catalogs.ts";
import type { Screen } from "../domain/customer-page/screen.ts";
import { createTongue, type Tongue } from "../domain/customer-page/tongue.ts";

/** What a page's places are filled with. */
type Filling = Pick<Screen, "texts"> & Partial<Pick<Screen, "times" | "steps">>;

/** Where a reader's clocks stand is only guessed from the network; without a guess, times say that they are UTC. */
export function tongueOf(request: Request, locale: string): Tongue {
  const zone = request.cf?.timezone;
  const guess = typeof zone === "string" && zone !== "" ? zone : null;
  return createTongue(locale, catalogFor(locale), { name: guess ?? "UTC", isGuess: guess === null });
}

/** Puts words into a built shell: what a reader without scripts sees, and everybody before the first script has come. */
export function fillPage(page: Response, { texts, times = {}, steps = [] }: Filling, { word }: Tongue): Response {
  const place = (element: Element, name: string): string => element.getAttribute(name) ?? "";
  return new HTMLRewriter()
    .on("[data-slot]", {
      element(element) {
        const text = texts[place(element, "data-slot")] ?? "";
        element.setInnerContent(text);
        if (text === "") element.setAttribute("hidden", "");
      },
    })
    .on("[data-if]", {
      element(element) {
        if (!texts[place(element, "data-if")]) element.setAttribute("hidden", "");
      },
    })
    .on("[data-word]", {
      element(element) {
        element.setInnerContent(word(place(element, "data-word")));
      },
    })
    .on("[data-label]", {
      element(element) {
        element.setAttribute("aria-label", word(place(element, "data-label")));
      },
    })
    .on("[data-time]", {
      element(element) {
        const at = times[place(element, "data-time")];
        if (at !== undefined) element.setAttribute("datetime", new Date(at).toISOString());
      },
    })
    .on("[data-step]", {
      element(element) {
        element.setAttribute("data-state", steps[Number(place(element, "data-step"))] ?? "todo");
      },
    })
    .transform(page);
}
