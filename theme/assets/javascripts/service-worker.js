/* Keeps the help centre readable without a network, or without the server. What is at hand comes from the network as long as that
   answers in time, so nobody reads an old page who could read the new one.

   The build writes three values above these lines. VERSION is that of the site. FILES are addresses, relative to the site's, with a
   fingerprint of what is there: these are kept at once. PLACES are the first parts of all addresses of the site: whatever else lives
   on the same host is left alone. */
"use strict";

const SITE = self.registration.scope;
const OURS = `deskbook ${SITE} `;
const KEPT = OURS + VERSION;
const FINGERPRINT = "deskbook-fingerprint";
const PATIENCE = 4_000; // milliseconds for which the network may think, if there is something else to show
const SLOW = 30_000; // milliseconds for which a network that failed is not waited for again
const VISITED = 150; // so many files that are not in FILES are kept, the last ones
const AT_ONCE = 6;
// What is of the moment, or decides what is kept.
const NEVER = ["status.json", "service-worker.js"];

const listed = new Map(FILES.map(([path, fingerprint]) => [new URL(path, SITE).href, fingerprint]));
const older = async () => (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== KEPT);

/* Without its address (there may be `?v=` in it) and whatever else a server said of it. */
const bare = async (answer, fingerprint = "") =>
  new Response(await answer.blob(), {
    headers: { "content-type": answer.headers.get("content-type") ?? "", [FINGERPRINT]: fingerprint },
  });
// A redirected answer may be the page of a login.
const sound = (answer) =>
  answer.ok && answer.type === "basic" && !answer.redirected && !/no-store|private/.test(answer.headers.get("cache-control") ?? "");

/* Everything in FILES, and what was visited before and is still there. What cannot be fetched now is left out and not taken from an
   earlier version: it may have been taken down. */
const fill = async () => {
  const kept = await caches.open(KEPT);
  const before = await Promise.all((await older()).map((name) => caches.open(name)));
  const visited = (await Promise.all(before.map((cache) => cache.keys()))).flat().map(({ url }) => url);
  const wanted = new Map([...visited.map((url) => [url, ""]), ...listed]).entries();
  const keep = async (url, fingerprint) => {
    for (const cache of fingerprint ? [kept, ...before] : []) {
      const same = await cache.match(url);
      if (same?.headers.get(FINGERPRINT) === fingerprint) return kept.put(url, same);
    }
    // With the fingerprint in the address, no cache between here and the server has an earlier one.
    const answer = await fetch(fingerprint ? `${url}?v=${fingerprint}` : url, { cache: "no-cache" });
    if (sound(answer)) await kept.put(url, await bare(answer, fingerprint));
  };
  const work = async () => {
    for (const [url, fingerprint] of wanted) await keep(url, fingerprint).catch(() => {});
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
};

/* What the network said of a page, for later. */
const remember = async (kept, url, answer) => {
  if (answer.status === 404 || answer.status === 410) await kept.delete(url);
  if (!sound(answer) || (listed.has(url) && (await kept.match(url)))) return;
  await kept.put(url, await bare(answer));
  const visited = (await kept.keys()).filter((request) => !listed.has(request.url));
  await Promise.all(visited.slice(0, -VISITED).map((request) => kept.delete(request)));
};

/* The page offline/ of the language in place of another, whose address stays: the links in it are relative. */
const sorry = async (kept, url) => {
  const language = `${SITE}${url.slice(SITE.length).split("/", 1)[0]}/offline/`;
  const own = await kept.match(language);
  const page = own ?? (await kept.match(`${SITE}offline/`));
  const html = (await page?.text())?.replace(/<head>|<title>/i, `<base href="${own ? language : `${SITE}offline/`}">$&`);
  return html && new Response(html, { status: 503, headers: { "content-type": "text/html; charset=utf-8" } });
};

/* Of the index of the search only the first bundle is kept, and Pagefind would wait for the others for ever. */
const BUNDLES = `${SITE}pagefind/bundles.json`;
const alone = async (answer) => {
  const told = await answer.json();
  return new Response(JSON.stringify({ ...told, bundles: told.bundles.filter(({ path }) => !path) }));
};

let slowUntil = 0;
const respond = async (event, url) => {
  const kept = await caches.open(KEPT);
  const known = await kept.match(url);
  const asked = fetch(event.request);
  const copied = asked.then((answer) => (new URL(event.request.url).search ? null : answer.clone()));
  event.waitUntil(copied.then((answer) => answer && remember(kept, url, answer)).catch(() => {}));
  const waited = new Promise((resolve) => setTimeout(resolve, Date.now() < slowUntil ? 0 : PATIENCE));
  const answer = await (known ? Promise.race([asked, waited]) : asked).catch(() => null);
  if (answer && answer.status < 500) return answer;
  slowUntil = Date.now() + SLOW;
  if (known) return url === BUNDLES ? alone(known) : known;
  return (event.request.mode === "navigate" && (await sorry(kept, url))) || answer || Response.error();
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fill());
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    await Promise.all((await older()).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

self.addEventListener("fetch", (event) => {
  const { method, url, headers } = event.request;
  const address = url.split(/[?#]/, 1)[0];
  const path = address.slice(SITE.length);
  const ours = address.startsWith(SITE) && PLACES.includes(path.split("/", 1)[0]) && !NEVER.includes(path);
  if (method === "GET" && ours && !headers.has("range")) event.respondWith(respond(event, address));
});
