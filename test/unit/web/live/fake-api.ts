import type { Http, HttpAsk, HttpReply } from "../../../../src/web/shared/live/http.ts";

const START = 1_800_000_000_000;

/** Answers requests by their path, as the test says; null is a network without an answer. */
export class FakeApi {
  readonly asked: HttpAsk[] = [];
  readonly answers = new Map<string, (ask: HttpAsk) => HttpReply | null>();

  readonly http: Http = (ask) => {
    this.asked.push(ask);
    return Promise.resolve(this.answers.get(ask.path)?.(ask) ?? null);
  };

  /** Tickets as the server gives them out: good for 30 s, the socket then for ten minutes. */
  giveTickets(path: string): void {
    this.answers.set("/api/v1/live/tickets", () => {
      const ticket = `t${this.asked.length}`;
      const protocols = ["doorstep.v1", `ticket.${ticket}`];
      return reply(201, { ticket, path, protocols, expiresAt: START + 30_000, authUntil: START + 600_000 });
    });
  }

  count(path: string): number {
    return this.asked.filter((ask) => ask.path === path).length;
  }
}

export function reply(status: number, body?: unknown, etag: string | null = null): HttpReply {
  return { status, etag, retryAfterMs: null, body };
}
