/* Keeps the site for when the network is down (see service-worker.js), and lists on the page offline/ what was kept. */
(() => {
  "use strict";
  const root = new URL("../../", document.currentScript.src);
  if ("serviceWorker" in navigator && !navigator.connection?.saveData) {
    // Browsers look for a newer version when they like; what was taken down has to go now.
    const begin = async () => {
      const told = await navigator.serviceWorker.register(new URL("service-worker.js", root), { scope: root.href });
      if (navigator.serviceWorker.controller) await told.update();
    };
    // Not before the page is there: what is kept is fetched besides.
    window.addEventListener("load", () => begin().catch(() => {}));
  }

  const box = document.querySelector("[data-db-offline]");
  if (!box || !("caches" in window)) return;

  // It is shown in place of the page that could not be reached.
  const self = document.baseURI;
  box.querySelector("[data-db-again]").href = location.href;
  box.querySelector("[data-db-again]").parentElement.hidden = location.href.startsWith(self);

  const LANGUAGE = document.documentElement.lang;
  const told = (html) => {
    const meta = /<meta property="og:title" content="[^"]*">/.exec(html);
    const title = meta && new DOMParser().parseFromString(meta[0], "text/html").querySelector("meta").content;
    return { title, language: /<html lang="([^"]*)"/.exec(html)?.[1] ?? LANGUAGE };
  };
  /* Each page once: in the language of this one, else as it was written, else as a translation. */
  const pages = async () => {
    const found = new Map();
    for (const name of await caches.keys()) {
      if (!name.startsWith(`deskbook ${root.href} `)) continue;
      const cache = await caches.open(name);
      for (const { url } of await cache.keys()) {
        if (!url.endsWith("/") || url.endsWith("/offline/")) continue;
        const { title, language } = told(await (await cache.match(url)).text());
        const path = url.slice(root.href.length);
        const original = path.startsWith(`${language}/`) ? path.slice(language.length + 1) : path;
        const rank = language === LANGUAGE ? 0 : path === original ? 1 : 2;
        if (title && rank <= (found.get(original)?.rank ?? 2)) found.set(original, { url, title, rank });
      }
    }
    return [...found.values()].sort((one, other) => one.title.localeCompare(other.title));
  };
  pages().then((found) => {
    const list = box.querySelector("ul");
    list.replaceChildren(
      ...found.map(({ url, title }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = url;
        link.textContent = title;
        item.append(link);
        return item;
      }),
    );
    list.parentElement.hidden = !found.length;
  });
})();
