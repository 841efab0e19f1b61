import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useI18n } from "../shared/i18n-context.ts";
import { SiteHeader } from "../shared/ui/site-header.tsx";
import { UpdatePrompt } from "../shared/ui/update-prompt.tsx";
import { loadReference } from "./load-reference.ts";
import type { Reference } from "./reference.ts";
import { ReferenceView } from "./reference-view.tsx";

type Loaded = Reference | "loading" | "failed";

export function DocsPage() {
  const { t } = useI18n();
  const loaded = useSignal<Loaded>("loading");
  const load = async () => {
    loaded.value = "loading";
    loaded.value = (await loadReference()) ?? "failed";
  };
  useEffect(() => void load(), []);
  return (
    <>
      <SiteHeader wide>
        <span class="site-header__link">{t("landing.apiLink")}</span>
      </SiteHeader>
      <Content loaded={loaded.value} retry={() => void load()} />
      <UpdatePrompt />
    </>
  );
}

function Content({ loaded, retry }: { readonly loaded: Loaded; readonly retry: () => void }) {
  const { t } = useI18n();
  if (typeof loaded === "object") return <ReferenceView reference={loaded} />;
  return (
    <main id="main" class="docs__wait" tabIndex={-1}>
      <p role="status">{t(`docs.${loaded}`)}</p>
      {loaded === "failed" && (
        <button type="button" class="button" onClick={retry}>
          {t("docs.retry")}
        </button>
      )}
    </main>
  );
}
