import type { Method } from "./open-api.ts";

export function MethodBadge({ method }: { readonly method: Method }) {
  return <span class={`method method--${method}`}>{method.toUpperCase()}</span>;
}
