import type { IconName } from "./icon.tsx";
import { Icon } from "./icon.tsx";

export type StateKind = "ok" | "warn" | "bad" | "quiet";

const SHAPE: Record<StateKind, IconName> = { ok: "ok", warn: "warn", bad: "bad", quiet: "unknown" };
const SIZE_PX = 18;

/** A state is always shape, colour and word, so that no reader depends on one of them. */
export function StateLabel({ kind, text }: { readonly kind: StateKind; readonly text: string }) {
  return (
    <span class={`state state--${kind}`}>
      <Icon name={SHAPE[kind]} size={SIZE_PX} />
      {text}
    </span>
  );
}
