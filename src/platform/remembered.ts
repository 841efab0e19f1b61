/** 200 bytes each: a megabyte of the 128 that all requests of a runtime share. */
const ENTRIES_MAX = 5_000;

/** Answers that this runtime has heard, with their age, for as long as it lives. The oldest go first. */
export class Remembered<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly at: number }>();

  get(key: string): { readonly value: Value; readonly at: number } | undefined {
    return this.#entries.get(key);
  }

  put(key: string, value: Value, now: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, at: now });
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > ENTRIES_MAX && oldest !== undefined) this.#entries.delete(oldest);
  }

  forget(key: string): void {
    this.#entries.delete(key);
  }
}
