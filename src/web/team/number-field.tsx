type Props = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly min: number;
  readonly max: number;
  readonly required?: boolean;
  readonly value: string;
  readonly onText: (text: string) => void;
};

/** A whole number; the browser keeps what is typed between its ends. */
export function NumberField({ id, label, hint, required = false, value, onText, ...ends }: Props) {
  const hintId = `${id}-hint`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...ends}
        id={id}
        class="input"
        type="number"
        step={1}
        inputMode="numeric"
        required={required}
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
