import type { ComponentChildren } from "preact";
import { Icon } from "../../shared/ui/icon.tsx";

type Props = {
  readonly icon: "dispatcher" | "driver" | "customer";
  readonly title: string;
  /** Where the same is seen whole. */
  readonly link?: { readonly href: string; readonly text: string };
  readonly children: ComponentChildren;
};

export function Pane({ icon, title, link, children }: Props) {
  return (
    <article class={`pane pane--${icon}`} aria-label={title}>
      <header class="pane__head">
        <Icon name={icon} size={20} />
        <h3>{title}</h3>
        {link && <a href={link.href}>{link.text}</a>}
      </header>
      {children}
    </article>
  );
}
