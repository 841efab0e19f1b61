import type { OutboxMessage } from "../../protocol/api/outbox.ts";
import { useI18n } from "../shared/i18n-context.ts";
import { CopyButton } from "../shared/ui/copy-button.tsx";

/** A one-time code; a phone number or a year has more or fewer digits. */
const CODE = /(?<!\d)\d{6}(?!\d)/;

export function MessageCard({ message }: { readonly message: OutboxMessage }) {
  const { t, dateTime } = useI18n();
  const { at, channel, to, subject, text } = message;
  const code = CODE.exec(text)?.[0];
  const [before = "", after = ""] = code === undefined ? [text] : text.split(code, 2);
  return (
    <li class="message">
      <p class="hint">
        {t(`outbox.${channel}`)} <code>{to}</code> <time dateTime={new Date(at).toISOString()}>{dateTime(at)}</time>
      </p>
      {subject !== undefined && <p class="label">{subject}</p>}
      {/* Messages are written in the language of whom they are for. */}
      <p class="message__text" dir="auto">
        {before}
        {code !== undefined && <mark class="message__code">{code}</mark>}
        {after}
      </p>
      {code !== undefined && <CopyButton text={code} />}
    </li>
  );
}
