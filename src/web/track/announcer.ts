import { isNews, type Meaning } from "../../domain/customer-page/meaning.ts";
import type { Clockwork } from "../shared/live/clockwork.ts";

/** Who listens does something else meanwhile; oftener would be a nuisance. */
const PAUSE_MS = 15_000;

/** Tells readers who listen what has changed, and nothing twice. What they can read as the page opens counts as told. */
export class Announcer {
  readonly #say: (text: string) => void;
  readonly #clockwork: Clockwork;
  #told: Meaning | null = null;
  #next: { readonly meaning: Meaning; readonly text: string } | null = null;
  #quietUntil = 0;

  constructor(say: (text: string) => void, clockwork: Clockwork) {
    this.#say = say;
    this.#clockwork = clockwork;
  }

  hear(meaning: Meaning, text: string): void {
    this.#told ??= meaning;
    if (!isNews(this.#told, meaning)) {
      this.#next = null;
      return;
    }
    const isWaiting = this.#next !== null;
    this.#next = { meaning, text };
    const waitMs = this.#quietUntil - this.#clockwork.now();
    if (waitMs <= 0) this.#tell();
    else if (!isWaiting) this.#clockwork.setTimer(() => this.#tell(), waitMs);
  }

  #tell(): void {
    if (!this.#next) return;
    this.#say(this.#next.text);
    this.#told = this.#next.meaning;
    this.#next = null;
    this.#quietUntil = this.#clockwork.now() + PAUSE_MS;
  }
}
