/** So much of a schema as a client uses; zod's have it, and so has what a page makes for itself that must stay small. */
export interface Schema<Value> {
  readonly safeParse: (
    value: unknown,
  ) => { readonly success: true; readonly data: Value } | { readonly success: false };
}
