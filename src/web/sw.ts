export {};

declare const self: ServiceWorkerGlobalScope;

/** Written in by the build: a hash over everything built, and what the landing page needs to open offline. */
declare const PRECACHE_LIST: { readonly version: string; readonly urls: readonly string[] };

const { version, urls } = PRECACHE_LIST;
const CACHE_PREFIX = "doorstep-";
const CACHE = `${CACHE_PREFIX}${version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(precache());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("message", (event) => {
  // Only a page asks for this, after its reader agreed: a new version never replaces the old one mid-work.
  if (event.data === "skip-waiting") event.waitUntil(self.skipWaiting());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  // Only listed addresses are ever stored: a customer's page, a proof or an API answer never is.
  if (pathname.startsWith("/assets/")) event.respondWith(cacheFirst(request));
  else if (urls.includes(pathname)) event.respondWith(networkFirst(request));
});

async function precache(): Promise<void> {
  const cache = await caches.open(CACHE);
  // "reload" passes the HTTP cache by, which may still hold the page of the version before.
  await cache.addAll(urls.map((url) => new Request(url, { cache: "reload" })));
}

async function takeOver(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(CACHE_PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Hashed files never change, so what is stored is right. */
async function cacheFirst(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

async function networkFirst(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const stored = await caches.match(request, { ignoreSearch: true });
    if (stored) return stored;
    throw error;
  }
}
