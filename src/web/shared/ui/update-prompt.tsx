import { updateReady } from "../app-update.ts";
import { useI18n } from "../i18n-context.ts";

export function UpdatePrompt() {
  const { t } = useI18n();
  const apply = updateReady.value;
  return (
    <div role="status">
      {apply && (
        <div class="update">
          {t("update.ready")}
          <button type="button" class="button button--main" onClick={apply}>
            {t("update.reload")}
          </button>
        </div>
      )}
    </div>
  );
}
