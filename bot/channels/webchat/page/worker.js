// Keeps the page and its files, so that it opens without a signal. Nothing anybody said is kept here.
const KEPT = "bangfu-page";
const PATIENCE = 4000; // milliseconds for a new page before the kept one is shown

const isFile = (address) => new URL(address).pathname.startsWith("/chat/page/");
const kept = (cache, address) => cache.match(address, { ignoreVary: true });
const folder = (address) => new URL(address).pathname.split("/").slice(0, 4).join("/");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keepAll(event.data.filter(isFile))));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && new URL(request.url).pathname === "/chat") event.respondWith(page(request));
  else if (isFile(request.url)) event.respondWith(file(request));
});

async function page(request) {
  const cache = await caches.open(KEPT);
  const fetched = fetch(request).then((answer) => {
    if (answer.ok) cache.put("/chat", answer.clone());
    return answer;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const fresh = await Promise.race([fetched.catch(() => null), late]);
  return fresh ?? (await kept(cache, "/chat")) ?? fetched;
}

async function file(request) {
  const cache = await caches.open(KEPT);
  return (await kept(cache, request.url)) ?? fetch(request);
}

// The files of the page that is open, and no others: an older version goes.
async function keepAll(addresses) {
  if (!addresses.length) return;
  const cache = await caches.open(KEPT);
  for (const { url } of await cache.keys()) {
    if (isFile(url) && folder(url) !== folder(addresses[0])) await cache.delete(url);
  }
  for (const address of addresses) if (!(await kept(cache, address))) await cache.add(address);
  if (!(await kept(cache, "/chat"))) await cache.add("/chat");
}
