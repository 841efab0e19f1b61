import type { Plugin } from "vite";

/**
 * Puts the built entry `name` into every page as a classic script at the top of <head>.
 * Module scripts run after the first paint; the colour theme has to be known before it.
 */
export function earlyScript(name: string): Plugin {
  return {
    name: "early-script",
    transformIndexHtml: {
      order: "post",
      handler: (_html, { bundle }) => {
        const chunk = Object.values(bundle ?? {}).find((file) => file.type === "chunk" && file.name === name);
        const src = chunk ? `/${chunk.fileName}` : `/shared/${name}-early.ts`;
        return [{ tag: "script", attrs: { src }, injectTo: "head-prepend" }];
      },
    },
  };
}
