const SECOND_MS = 1_000;

/** The sockets that this runtime has let in. No clock runs before the first request, so life begins there. */
export class SocketCount {
  #startedAt: number | null = null;
  #letIn = 0;

  letIn(): void {
    this.#letIn += 1;
  }

  read(now: number): { readonly connections: number; readonly uptime: number } {
    this.#startedAt ??= now;
    return { connections: this.#letIn, uptime: Math.floor((now - this.#startedAt) / SECOND_MS) };
  }
}
