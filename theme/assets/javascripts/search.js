/* The search of every page. Pagefind's own box is a large program: it is fetched when somebody reaches for the search, and not with the
   page. What it leaves to the site is here: the keys, a choice of kinds, and what to say where a query was too strict. */
(() => {
  "use strict";
  const box = document.querySelector(".db-search");
  if (!box) return;
  const WORDS = JSON.parse(document.getElementById("db-words")?.textContent ?? "{}"); // in other languages than English
  const base = new URL(box.dataset.index, location.href).pathname;
  const root = base.replace(/pagefind\/$/, "");
  const EDITION = box.dataset.edition ?? ""; // the forum is there once, for all languages

  const fetched = (element) =>
    new Promise((done, failed) => {
      element.onload = done;
      element.onerror = failed;
      document.head.prepend(element); // the site's own style sheets have the last word
    });
  let loading = null;
  const program = () => {
    loading ??= Promise.all([
      fetched(Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${base}pagefind-component-ui.css` })),
      fetched(Object.assign(document.createElement("script"), { src: `${base}pagefind-component-ui.js` })),
    ])
      .then(() => prepared(window.PagefindComponents.getInstanceManager().getInstance("default")))
      .catch((error) => {
        loading = null; // there may be a network later
        throw error;
      });
    return loading;
  };

  /* Opens the search, and looks for `query` and for what was typed meanwhile. */
  let typed = null; // while the program is on its way
  const open = async (query = "") => {
    if (typed !== null) return;
    typed = query;
    try {
      const instance = await program();
      if (typed) instance.triggerSearch(typed); // first: a field that has the focus is not filled
      box.querySelector("pagefind-modal").open();
    } catch {
      location.assign(`${root}${EDITION}all-pages/`);
    } finally {
      typed = null;
    }
  };

  /* All, Articles, Forum, Chat, with how many of each. */
  const NAMES = { Article: WORDS.Article ?? "Articles", Forum: WORDS.Forum ?? "Forum", Chat: WORDS.Chat ?? "Chat" };
  const kinds = box.querySelector(".db-kinds");
  const chosen = {}; // what the reader narrowed the results down to: one of each filter
  const narrow = (instance, filter, value) => {
    chosen[filter] = value || undefined;
    instance.triggerFilters(Object.fromEntries(Object.entries(chosen).flatMap(([name, one]) => (one ? [[name, [one]]] : []))));
  };
  const choices = (instance) => ({ available, total }) => {
    const counts = total?.kind ?? available?.kind ?? {};
    const found = Object.keys(NAMES).filter((kind) => counts[kind] || kind === chosen.kind);
    const focused = kinds.contains(document.activeElement) ? document.activeElement.dataset.kind : null;
    kinds.hidden = found.length < 2;
    kinds.replaceChildren(
      ...[null, ...found].map((kind) => {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.kind = kind ?? "";
        button.setAttribute("aria-pressed", String(kind === (chosen.kind ?? null)));
        button.textContent = kind ? `${NAMES[kind]} ` : (WORDS.All ?? "All");
        if (kind) {
          const number = document.createElement("span");
          number.textContent = counts[kind].toLocaleString();
          button.append(number);
        }
        button.addEventListener("click", () => narrow(instance, "kind", kind));
        return button;
      }),
    );
    if (focused !== null) kinds.querySelector(`[data-kind="${focused}"]`)?.focus();
    for (const field of box.querySelectorAll(".db-narrow [data-filter]")) {
      const values = total?.[field.dataset.filter];
      if (!values) continue; // pages with some of the words are not counted: what could be chosen before stays
      const there = Object.keys(values).filter((value) => values[value]);
      field.parentElement.hidden = there.length < 2 && !chosen[field.dataset.filter];
      if (field.type !== "checkbox") options(field, there, values);
    }
  };
  const options = (field, there, values) => {
    const one = chosen[field.dataset.filter] ?? "";
    const sorted = [...new Set(one ? [...there, one] : there)].sort((a, b) => (field.dataset.filter === "year" ? b.localeCompare(a) : a.localeCompare(b)));
    field.replaceChildren(
      new Option(WORDS.All ?? "All", ""),
      ...sorted.map((value) => new Option(`${value} (${(values[value] ?? 0).toLocaleString()})`, value)),
    );
    field.value = one;
  };

  const note = box.querySelector(".db-relaxed");
  const nothing = box.querySelector(".db-nothing");
  const further = box.querySelector(".db-further");
  const say = (element, text) => {
    element.hidden = !text;
    if (element.textContent !== text) element.textContent = text;
  };
  const PLACES = {
    "contact/": WORDS.contact ?? "Ask the team",
    "forum/": WORDS.forum ?? "Look through the forum",
    "all-pages/": WORDS["all-pages"] ?? "See the list of all pages",
  };
  const offer = (query, found, places) => {
    further.hidden = (found?.results.length ?? 0) <= Number(further.dataset.most);
    nothing.hidden = Boolean(!query?.trim() || found?.results.length);
    if (nothing.hidden) return;
    // The list of all pages is the last resort of those who cannot ask.
    const here = places.includes("contact/") ? places.filter((place) => place !== "all-pages/") : places;
    nothing.querySelector("ul").replaceChildren(
      ...here.map((place) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = root + (place === "forum/" ? "" : EDITION) + place;
        link.textContent = PLACES[place] ?? place;
        item.append(link);
        return item;
      }),
    );
  };

  /* Results that say in the reader's words of which kind they are. */
  const named = (found) => {
    if (!WORDS.one_Article || !found) return found;
    const results = found.results.map((result) => ({
      ...result,
      data: async () => {
        const told = await result.data();
        return { ...told, meta: { ...told.meta, kindName: WORDS[`one_${told.meta.kind}`] ?? told.meta.kind } };
      },
    }));
    return { ...found, results };
  };

  const prepared = (instance) => {
    instance.on("filters", choices(instance));
    for (const field of box.querySelectorAll(".db-narrow [data-filter]"))
      field.addEventListener("change", () => narrow(instance, field.dataset.filter, field.type === "checkbox" && !field.checked ? "" : field.value));
    const load = instance.__load__?.bind(instance);
    if (!load) return instance; // another version of Pagefind: its own, stricter search goes on working
    instance.__load__ = async () => {
      await load();
      const engine = instance.__pagefind__;
      if (!engine || engine.finder) return;
      engine.finder = window.deskbook.finder(engine, base);
      const { search, places } = engine.finder;
      let latest = 0;
      engine.search = async (query, options) => {
        const mine = (latest += 1);
        const { found, said } = await search(query, options);
        if (mine === latest) {
          say(note, said);
          offer(query, found, places());
        }
        return named(found);
      };
    };
    return instance;
  };

  document.addEventListener("keydown", (event) => {
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const mod = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    if (typed !== null && plain && event.key.length === 1) typed += event.key;
    else if (mod || (event.key === "/" && plain && !writing)) open();
    else return;
    event.preventDefault();
  });
  document.querySelectorAll("[data-db-search]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => open());
    for (const reached of ["pointerenter", "focus"]) button.addEventListener(reached, () => program().catch(() => {}));
  });
  /* `?q=` of an address is a search: browsers know the site as a search engine (opensearch.xml). */
  const asked = new URLSearchParams(location.search).get("q");
  if (asked && !document.querySelector("[data-db-contact]")) open(asked);
})();
