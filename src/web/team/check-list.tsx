type Props<Value extends string> = {
  readonly id: string;
  readonly legend: string;
  readonly hint: string;
  readonly options: readonly { readonly value: Value; readonly text: string }[];
  readonly chosen: readonly Value[];
  readonly onChosen: (chosen: Value[]) => void;
};

/** Any number of them. */
export function CheckList<Value extends string>({ id, legend, hint, options, chosen, onChosen }: Props<Value>) {
  const hintId = `${id}-hint`;
  return (
    <fieldset class="field" aria-describedby={hintId}>
      <legend class="label">{legend}</legend>
      <div class="checks">
        {options.map(({ value, text }) => (
          <label class="check" key={value}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={(event) => {
                const others = chosen.filter((known) => known !== value);
                onChosen(event.currentTarget.checked ? [...others, value] : others);
              }}
            />
            {text}
          </label>
        ))}
      </div>
      <p id={hintId} class="hint">
        {hint}
      </p>
    </fieldset>
  );
}
