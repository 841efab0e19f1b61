import type { InputHTMLAttributes } from "preact";

const KIND = { text: { type: "text" }, email: { type: "email" }, tel: { type: "tel" } } as const;

/** What the browser checks and shows, besides what is named below. */
type Rules = Pick<
  InputHTMLAttributes,
  "maxLength" | "pattern" | "title" | "required" | "dir" | "autocapitalize" | "spellcheck"
>;

type Props = Rules & {
  readonly id: string;
  readonly type?: keyof typeof KIND;
  /** A name for programs rather than a text. */
  readonly isCode?: boolean;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onText: (text: string) => void;
};

/** One line of text with its label. About somebody else, so the browser has nothing of its owner's to fill in. */
export function TextField({ id, label, hint, type = "text", isCode = false, value, onText, ...rules }: Props) {
  const hintId = `${id}-hint`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...rules}
        {...KIND[type]}
        id={id}
        class={isCode ? "input input--code" : "input"}
        autocomplete="off"
        {...(hint !== undefined && { "aria-describedby": hintId })}
        value={value}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      {hint !== undefined && (
        <p id={hintId} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
