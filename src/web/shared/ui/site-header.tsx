import type { ComponentChildren } from "preact";
import { useI18n } from "../i18n-context.ts";
import { Mark } from "./mark.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";

type Props = {
  readonly children?: ComponentChildren;
  /** For pages that use the whole width of the window. */
  readonly wide?: boolean;
};

export function SiteHeader({ children, wide = false }: Props) {
  const { t } = useI18n();
  return (
    <>
      <a class="button skip" href="#main">
        {t("app.skip")}
      </a>
      <header class="site-header">
        <div class={wide ? "site-header__row site-header__row--wide" : "site-header__row"}>
          <a class="wordmark" href="/">
            <Mark />
            {t("app.name")}
          </a>
          {children}
          <ThemeToggle />
        </div>
      </header>
    </>
  );
}
