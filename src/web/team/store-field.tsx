import { useI18n } from "../shared/i18n-context.ts";
import { TextField } from "./text-field.tsx";

/** As the server takes them. */
const PATTERN = "[a-z0-9][a-z0-9\\-]{0,63}";

type Props = {
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  readonly value: string;
  readonly onText: (text: string) => void;
};

/** A store's code, which is a name for programs. */
export function StoreField(props: Props) {
  const { t } = useI18n();
  return (
    <TextField
      {...props}
      id="store"
      isCode
      autocapitalize="none"
      spellcheck={false}
      pattern={PATTERN}
      title={t("access.storeHint")}
    />
  );
}
