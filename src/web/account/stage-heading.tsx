import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useRef } from "preact/hooks";

const AnyShown = createContext<{ current: boolean } | null>(null);

/** Given by the page: whether it has shown a step already. */
export const StageHeadings = AnyShown.Provider;

type Props = { readonly id: string; readonly children: ComponentChildren };

/** Takes the keyboard, because the control that it was on has gone with the step before. */
export function StageHeading({ id, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const anyShown = useContext(AnyShown);
  useEffect(() => {
    // Before the first step there was none: a reader who has just come starts at the top of the page.
    if (anyShown?.current) heading.current?.focus();
    if (anyShown) anyShown.current = true;
  }, [anyShown]);
  return (
    <h1 id={id} ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}
