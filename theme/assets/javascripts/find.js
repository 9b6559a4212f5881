/* Finding things in the site's index, for the search box, the page before a ticket and its frame: `deskbook.finder`, and
   `deskbook.suggest` for texts. */
(() => {
  "use strict";
  const WORDS = JSON.parse(document.getElementById("db-words")?.textContent ?? "{}"); // in other languages than English
  const NEAR = WORDS.near ?? "Nothing is written quite so. Shown are pages with: {words}";
  const SOME = WORDS.some ?? "No page has all of these words. Shown are pages with: {words}";
  const finder = (engine, base) => {
    /* The index lies in bundles (see bundles.json): they are joined when somebody begins to search, not when a page is opened. */
    const told = async (name) => {
      const answer = await fetch(base + name, { cache: "no-cache" });
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      return answer.json();
    };
    // Where a bundle does not have a word, Pagefind takes one that it begins with ("me" for "merlin"): let these count for little.
    const RANKING = { termSimilarity: 4 };
    let places = [];
    let everywhere = new Set(); // words that tell nothing apart on this site
    let counts = {}; // how many pages there are of each kind
    const size = () => Object.values(counts).reduce((sum, many) => sum + many, 0);
    const join = async () => {
      const site = await told("bundles.json");
      places = site.places;
      everywhere = new Set(site.everywhere);
      await Promise.all(
        site.bundles.map(({ path, weight }) => {
          const options = { indexWeight: weight, ranking: RANKING };
          return path ? engine.mergeIndex(base + path, options) : engine.options(options);
        }),
      );
      counts = (await engine.filters()).kind ?? {}; // without it there would be none for the bundles that were joined
    };
    const joining = join().catch(() => {});
    const strict = engine.search.bind(engine);
    const search = async (query, options) => {
      const found = await strict(query, options);
      // A page that changed is found in a newer bundle. In the one that it was in before, its id begins so.
      return found && { ...found, results: found.results.filter(({ id }) => !id.startsWith("-")) };
    };
    /* What nobody vouches for, and questions without an answer, come after what is as like the query. */
    const LOW = 0.7;
    const byTrust = async (query, options) => {
      const found = await search(query, options);
      if (!found?.results.length || !found.totalFilters?.trust?.low) return found;
      const { results } = await search(query, { ...options, filters: { ...options?.filters, trust: ["low"] } });
      const low = new Set(results.map(({ id }) => id));
      const ranked = found.results.map((result) => (low.has(result.id) ? { ...result, score: LOW * result.score } : result));
      return { ...found, results: ranked.sort((one, two) => two.score - one.score) };
    };

    /* Pagefind wants every word of a query in a page. Words that say nothing are left out, and those that are everywhere. Where no page has all the others, a word
       that no page has is taken for the most common one that is spelt nearly so. Where few have them all, pages with some of the words
       come after these. */
    const SILENT = new Set(
      ("a about am an and any are as at be been but by can cannot could did do does for from get had has have how i if in " +
        "into is it its me my no not of on or our out please so some such than that the their them then there these they this " +
        "those to us was we were what when where which who why will with would you your " +
        "的 了 是 在 我 你 您 们 吗 呢 和 怎么 什么 如何 请").split(" "),
    );
    /* Words of languages that are written without spaces. What is Hiragana alone joins others, as "to" and "of" do. */
    const CLOSED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
    const segmenter = Intl.Segmenter ? new Intl.Segmenter(document.documentElement.lang || undefined, { granularity: "word" }) : null;
    const words = (query) =>
      query.trim().split(/\s+/).flatMap((piece) =>
        segmenter && CLOSED.test(piece) ? [...segmenter.segment(piece)].filter((part) => part.isWordLike).map((part) => part.segment) : [piece],
      );
    const says = (word) => !SILENT.has(bare(word)) && !/^\p{Script=Hiragana}{1,3}$/u.test(word);
    const MOST_WORDS = 12;
    const ENOUGH = 10; // so many pages with all of the words need no others beside them
    const RAREST = 8; // so many words count one by one
    const MOST_HITS = 4000; // and no more where they are on so many pages: a browser takes a second to look through these
    const CLOSE = 0.4; // what a page with some of the words must score, of the best
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

    /* Pages with some of the words: those with rare ones and with many of them first. All kinds are counted, whichever is asked for. */
    const loosened = async (parts, options) => {
      const asked = options?.filters?.kind;
      const wanted = asked && [asked.any ?? asked].flat();
      const pages = new Map();
      for (const { word, one, total, hits } of parts) {
        const rare = Math.log(1 + size() / hits);
        const of = Object.keys(total).filter((name) => total[name]);
        for (const kind of of) {
          const known = of.length === 1 && one.results.length === hits;
          const { results } = known ? one : await search(word, { ...options, filters: { ...options?.filters, kind: [kind] } });
          for (const result of results) {
            const page = pages.get(result.id) ?? { result, kind, score: 0, words: [] };
            pages.set(result.id, page);
            page.score += rare * Math.sqrt(result.score);
            page.words.push(word);
          }
        }
      }
      const best = Math.max(0, ...[...pages.values()].map(({ score }) => score));
      const near = [...pages.values()].filter(({ score }) => score >= CLOSE * best).sort((one, two) => two.score - one.score);
      const kinds = {};
      for (const { kind } of near) kinds[kind] = (kinds[kind] ?? 0) + 1;
      return { pages: near.filter(({ kind }) => !wanted || wanted.includes(kind)), kinds };
    };

    const relaxed = async (query, options) => {
      await joining;
      const asked = [...new Set(words(query ?? "").filter(says))];
      const rare = asked.filter((word) => !everywhere.has(bare(word)));
      const telling = (rare.length ? rare : asked).slice(0, MOST_WORDS);
      if (!query || query.includes('"') || !telling.length) return { found: await byTrust(query, options), said: "" };
      const found = await byTrust(telling.join(" "), options);
      const exact = found?.results.length ?? 0;
      if (exact >= (telling.length > 1 ? ENOUGH : 1)) return { found, said: "" };
      const part = async (word) => {
        let one = telling.length > 1 ? await search(word, options) : found;
        const other = one.results.length ? null : await nearest(bare(word));
        if (other) one = await search(other, options);
        const total = one.totalFilters?.kind ?? {};
        return { word: other ?? word, one, total, hits: Object.values(total).reduce((sum, many) => sum + many, 0) };
      };
      const parts = (await Promise.all(telling.map(part))).filter(({ hits }) => hits).sort((one, two) => one.hits - two.hits);
      let many = 0;
      const rarest = parts.slice(0, RAREST).filter(({ hits }, place) => (many += hits) <= MOST_HITS || place === 0);
      const { pages, kinds } = await loosened(rarest, options);
      if (!pages.length) return { found, said: "" };
      const first = new Set(found.results.map(({ id }) => id));
      const results = [...found.results, ...pages.filter(({ result }) => !first.has(result.id)).map(({ result }) => result)];
      const shown = parts.map(({ word }) => word).filter((word) => pages[0].words.includes(word)).join(" ");
      const all = pages[0].words.length === telling.length;
      return {
        found: { ...found, results, filters: { kind: kinds }, totalFilters: { kind: kinds } },
        said: exact ? "" : (all ? NEAR : SOME).replace("{words}", () => shown),
      };
    };

    return { search: relaxed, places: () => places };
  };

  /* What may answer a text that somebody writes: articles, then threads, each as {title, url, kind, text}. */
  const root = new URL("../../", document.currentScript.src);
  let ready = null;
  const start = async () => {
    const base = new URL("pagefind/", root).href;
    const pagefind = await import(`${base}pagefind.js`);
    return finder(pagefind.createInstance({ excerptLength: 18 }), base);
  };
  const MOST = 3;
  const suggest = async (text) => {
    ready ??= start();
    const { search } = await ready;
    const of = async (kind) => {
      const { found } = await search(text.replaceAll('"', " "), { filters: { kind } });
      const pages = await Promise.all((found?.results ?? []).slice(0, MOST).map((result) => result.data()));
      return pages.map(({ meta, url, plain_excerpt: excerpt }) => ({
        title: meta.title, url: new URL(url, root).href, kind: meta.kind === "Article" ? "" : meta.kind, text: excerpt,
      }));
    };
    return [await of("Article"), await of({ any: ["Forum", "Chat"] })];
  };
  window.deskbook = { ...window.deskbook, finder, suggest };
})();
