import type { Place } from "../access/place.ts";

/** One for several requests: the next ones ask of what the first have made of it. */
export class Shared<Thing> {
  readonly #uses: number;
  readonly #make: (place: Place) => Promise<Thing>;
  #asked = 0;
  #made: Promise<Thing> | undefined;

  constructor(uses: number, make: (place: Place) => Promise<Thing>) {
    this.#uses = uses;
    this.#make = make;
  }

  async next(place: Place): Promise<Thing> {
    if (this.#asked++ % this.#uses === 0) this.#made = undefined;
    return (this.#made ??= this.#make(place));
  }
}
