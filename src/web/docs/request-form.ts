import { computed, signal } from "@preact/signals";
import { exampleOf } from "./example-value.ts";
import type { Operation, Reference } from "./reference.ts";
import { planRequest } from "./request-plan.ts";

/** Outlives the operation, so that a reader types it once; never stored, so that it ends with the page. */
const token = signal("");

/** What the reader has filled in, and the request that follows from it; read by the curl example and by Try it. */
export function createRequestForm(operation: Operation, { lookUp }: Reference) {
  const values = signal<Readonly<Record<string, string>>>({});
  const body = signal(operation.body ? JSON.stringify(exampleOf(operation.body.schema, lookUp), null, 2) : "");
  const plan = computed(() =>
    planRequest(operation, location.origin, { values: values.value, body: body.value, token: token.value }),
  );
  const setValue = (key: string, value: string) => {
    values.value = { ...values.value, [key]: value };
  };
  return { values, setValue, body, token, plan };
}

export type RequestForm = ReturnType<typeof createRequestForm>;
