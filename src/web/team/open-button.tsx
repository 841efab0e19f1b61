import type { Signal } from "@preact/signals";

/** Shows and hides the form that follows it, and so never takes the keyboard's place away. */
export function OpenButton({ isOpen, text }: { readonly isOpen: Signal<boolean>; readonly text: string }) {
  return (
    <div class="actions">
      <button
        type="button"
        class="button"
        aria-expanded={isOpen.value}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {text}
      </button>
    </div>
  );
}
