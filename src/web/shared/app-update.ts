import { signal } from "@preact/signals";

/** Set while a new version waits; calling it switches to that version and reloads. */
export const updateReady = signal<(() => void) | null>(null);

/** Registers the service worker and watches for the next version, which waits until the reader agrees. */
export async function watchForUpdates(container: ServiceWorkerContainer): Promise<void> {
  const registration = await container.register("/sw.js");
  offer(container, registration.waiting);
  registration.addEventListener("updatefound", () => {
    const arriving = registration.installing;
    arriving?.addEventListener("statechange", () => {
      if (arriving.state === "installed") offer(container, arriving);
    });
  });
}

function offer(container: ServiceWorkerContainer, waiting: ServiceWorker | null): void {
  // Without a controller this is the first visit: the page is already the newest, there is nothing to switch.
  if (!waiting || !container.controller) return;
  updateReady.value = () => {
    container.addEventListener("controllerchange", () => location.reload(), { once: true });
    waiting.postMessage("skip-waiting");
  };
}
