/* What Pagefind's own search box leaves to the site: the key "/", a choice of kinds, and queries that are too strict. */
(() => {
  "use strict";
  const instance = window.PagefindComponents?.getInstanceManager?.().getInstance("default");
  const box = document.querySelector(".db-search");
  if (!instance || !box) return;

  /* "/" opens the search, unless somebody is writing. */
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.querySelector("pagefind-modal")?.open();
  });
  document.querySelectorAll("[data-db-search]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => box.querySelector("pagefind-modal")?.open());
  });

  /* All, Articles, Forum, Chat, with how many of each. */
  const NAMES = { Article: "Articles", Forum: "Forum", Chat: "Chat" };
  const kinds = box.querySelector(".db-kinds");
  let chosen = null;
  const choose = (kind) => {
    chosen = kind;
    instance.triggerFilters(kind ? { kind: [kind] } : {});
  };
  instance.on("filters", ({ available, total }) => {
    const counts = total?.kind ?? available?.kind ?? {};
    const found = Object.keys(NAMES).filter((kind) => counts[kind] || kind === chosen);
    const focused = kinds.contains(document.activeElement) ? document.activeElement.dataset.kind : null;
    kinds.hidden = found.length < 2;
    kinds.replaceChildren(
      ...[null, ...found].map((kind) => {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.kind = kind ?? "";
        button.setAttribute("aria-pressed", String(kind === chosen));
        button.textContent = kind ? `${NAMES[kind]} ` : "All";
        if (kind) {
          const number = document.createElement("span");
          number.textContent = counts[kind].toLocaleString();
          button.append(number);
        }
        button.addEventListener("click", () => choose(kind));
        return button;
      }),
    );
    if (focused !== null) kinds.querySelector(`[data-kind="${focused}"]`)?.focus();
  });

  /* Pagefind wants every word of a query in a page. Words that say nothing are left out; then, where no page has all the
     others, words that no page has, and after these the most common ones. */
  const SILENT = new Set(
    ("a about am an and any are as at be been but by can cannot could did do does for from get had has have how i if in " +
      "into is it its me my of on or our please so some such than that the their them then there these they this those to " +
      "us was we were what when where which who why will with would you your").split(" "),
  );
  const note = box.querySelector(".db-relaxed");
  const relaxed = async (search, query, options) => {
    const words = (query ?? "").trim().split(/\s+/);
    const telling = words.filter((word) => !SILENT.has(word.toLowerCase().replace(/[^\p{L}\p{N}]+$/u, "")));
    note.hidden = true;
    if (!query || query.includes('"') || !telling.length) return search(query, options);
    let found = await search(telling.join(" "), options);
    if (found?.results.length || telling.length < 2) return found;
    const counted = [];
    for (const word of telling) counted.push([word, (await search(word, options)).results.length]);
    let kept = counted.filter(([, hits]) => hits);
    while (kept.length) {
      found = await search(kept.map(([word]) => word).join(" "), options);
      if (found.results.length) {
        note.textContent = `No page has all of these words. Shown are pages with: ${kept.map(([word]) => word).join(" ")}`;
        note.hidden = false;
        break;
      }
      const most = Math.max(...kept.map(([, hits]) => hits));
      kept = kept.filter((entry) => entry !== kept.find(([, hits]) => hits === most));
    }
    return found;
  };
  const load = instance.__load__?.bind(instance);
  if (!load) return; // another version of Pagefind: its own, stricter search goes on working
  instance.__load__ = async () => {
    await load();
    const engine = instance.__pagefind__;
    if (!engine || engine.strict) return;
    engine.strict = engine.search.bind(engine);
    engine.search = (query, options) => relaxed(engine.strict, query, options);
  };
})();
