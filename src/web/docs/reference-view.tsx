import { useEffect, useRef } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { OperationNav } from "./operation-nav.tsx";
import { OperationView } from "./operation-view.tsx";
import { Overview } from "./overview.tsx";
import type { Reference } from "./reference.ts";
import { chosenOperation } from "./route.ts";

export function ReferenceView({ reference }: { readonly reference: Reference }) {
  const main = useRef<HTMLElement>(null);
  const chosen = chosenOperation.value;
  const shown = useRef(chosen);
  useEffect(() => {
    if (shown.current === chosen) return;
    shown.current = chosen;
    // The page changed under the reader: start at its top, with the keyboard and the screen reader there too.
    main.current?.focus({ preventScroll: true });
    scrollTo({ top: 0 });
  }, [chosen]);
  return (
    <div class="docs" data-docs="ready">
      <OperationNav operations={reference.operations} chosen={chosen} />
      <main id="main" class="docs__main" tabIndex={-1} ref={main}>
        <Chosen reference={reference} id={chosen} />
      </main>
    </div>
  );
}

function Chosen({ reference, id }: { readonly reference: Reference; readonly id: string | null }) {
  const { t } = useI18n();
  if (id === null) return <Overview reference={reference} />;
  const operation = reference.operations.find((candidate) => candidate.id === id);
  if (!operation) return <p>{t("docs.unknownOperation")}</p>;
  return <OperationView key={id} operation={operation} reference={reference} />;
}
