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

  /* The index lies in bundles (see bundles.json): they are joined when somebody begins to search, not when a page is opened. What a
     bundle still says of a page that changed since is left out: the page is found in a newer one. */
  const base = instance.options.bundlePath;
  const told = async (name) => {
    const answer = await fetch(base + name, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    return answer.json();
  };
  // Where a bundle does not have a word, Pagefind takes one that it begins with ("me" for "merlin"): let these count for little.
  const RANKING = { termSimilarity: 4 };
  let places = [];
  const joined = (engine) => {
    const search = engine.search.bind(engine);
    const join = async () => {
      const dropped = new Map();
      const site = await told("bundles.json");
      places = site.places;
      await Promise.all(
        site.bundles.map(({ path, weight, kind, dropped: ids }) => {
          ids.forEach((id) => dropped.set(id, kind));
          const options = { indexWeight: weight, ranking: RANKING };
          return path ? engine.mergeIndex(base + path, options) : engine.options(options);
        }),
      );
      await engine.preload(null, { filters: { kind: ["Forum"] } }); // or there would be no counts of the bundles that were joined
      return dropped;
    };
    let joining = null;
    return async (query, options) => {
      joining ??= join().catch(() => new Map());
      const dropped = await joining;
      const found = await search(query, options);
      if (!found || !dropped.size) return found;
      const results = found.results.filter(({ id }) => !dropped.has(id));
      for (const { id } of found.results) {
        if (!dropped.has(id)) continue;
        for (const counts of [found.filters?.kind, found.totalFilters?.kind]) if (counts?.[dropped.get(id)]) counts[dropped.get(id)] -= 1;
      }
      return { ...found, results };
    };
  };

  /* Pagefind wants every word of a query in a page. Words that say nothing are left out. Where no page has all the others, a word
     that no page has is taken for the most common one that is spelt nearly so; then the most common words are left out, until
     there are pages. */
  const SILENT = new Set(
    ("a about am an and any are as at be been but by can cannot could did do does for from get had has have how i if in " +
      "into is it its me my no not of on or our out please so some such than that the their them then there these they this " +
      "those to us was we were what when where which who why will with would you your").split(" "),
  );
  const MOST_WORDS = 12;
  const bare = (word) => word.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

  /* How many letters have to be changed, left out, added or swapped; more than `most` is not counted to the end. */
  const distance = (one, two, most) => {
    if (Math.abs(one.length - two.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: two.length + 1 }, (_, place) => place);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= two.length; j += 1) {
        const same = one[i - 1] === two[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + same);
        if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[two.length];
  };
  let spelling = null; // the words of the site, the most common first: fetched when a word is not found
  const nearest = async (word) => {
    if (word.length < 4 || /\p{N}/u.test(word)) return null;
    spelling ??= told("words.json").catch(() => []);
    let best = null;
    let least = word.length < 6 ? 2 : 3; // so many are too many
    for (const known of await spelling) {
      const apart = distance(word, known, least - 1) + (known[0] === word[0] ? 0 : 0.5);
      if (apart < least) [best, least] = [known, apart];
    }
    return best;
  };

  const note = box.querySelector(".db-relaxed");
  const nothing = box.querySelector(".db-nothing");
  const say = (element, text) => {
    element.hidden = !text;
    if (element.textContent !== text) element.textContent = text;
  };
  const PLACES = { "contact/": "Ask the team", "forum/": "Look through the forum", "all-pages/": "See the list of all pages" };
  const offer = (query, found) => {
    nothing.hidden = Boolean(!query?.trim() || found?.results.length);
    if (nothing.hidden) return;
    const root = base.replace(/pagefind\/$/, "");
    // The list of all pages is the last resort of those who cannot ask.
    const here = places.includes("contact/") ? places.filter((place) => place !== "all-pages/") : places;
    nothing.querySelector("ul").replaceChildren(
      ...here.map((place) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = root + place;
        link.textContent = PLACES[place] ?? place;
        item.append(link);
        return item;
      }),
    );
  };

  const relaxed = async (search, query, options) => {
    const words = (query ?? "").trim().split(/\s+/);
    const telling = words.filter((word) => !SILENT.has(bare(word))).slice(0, MOST_WORDS);
    if (!query || query.includes('"') || !telling.length) return { found: await search(query, options), said: "" };
    let found = await search(telling.join(" "), options);
    if (found?.results.length) return { found, said: "" };
    const counted = [];
    for (const word of new Set(telling)) {
      let hits = telling.length > 1 ? (await search(word, options)).results.length : 0;
      const other = hits ? null : await nearest(bare(word));
      if (other) hits = (await search(other, options)).results.length;
      if (hits) counted.push({ word: other ?? word, hits });
    }
    for (let kept = counted; kept.length; ) {
      const shown = kept.map(({ word }) => word).join(" ");
      found = await search(shown, options);
      if (found.results.length) {
        const all = kept.length === new Set(telling).size;
        return { found, said: `${all ? "Nothing is written quite so." : "No page has all of these words."} Shown are pages with: ${shown}` };
      }
      const most = Math.max(...kept.map(({ hits }) => hits));
      kept = kept.filter((entry) => entry !== kept.find(({ hits }) => hits === most));
    }
    return { found, said: "" };
  };
  const load = instance.__load__?.bind(instance);
  if (!load) return; // another version of Pagefind: its own, stricter search goes on working
  instance.__load__ = async () => {
    await load();
    const engine = instance.__pagefind__;
    if (!engine || engine.strict) return;
    engine.strict = joined(engine);
    let latest = 0;
    engine.search = async (query, options) => {
      const mine = (latest += 1);
      const { found, said } = await relaxed(engine.strict, query, options);
      if (mine === latest) {
        say(note, said);
        offer(query, found);
      }
      return found;
    };
  };
})();
