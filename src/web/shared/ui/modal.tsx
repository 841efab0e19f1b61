import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

type Props = {
  readonly labelledBy: string;
  readonly onClose: () => void;
  /** For what has a map in it. */
  readonly wide?: boolean;
  /** `close` gives the keyboard back to what opened it. */
  readonly children: (close: () => void) => ComponentChildren;
};

/** The browser's own dialog: it keeps the keyboard inside, and Escape closes it. */
export function Modal({ labelledBy, onClose, wide = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class={wide ? "sheet modal modal--wide" : "sheet modal"}
      aria-labelledby={labelledBy}
      onClose={onClose}
    >
      {children(() => dialog.current?.close())}
    </dialog>
  );
}
