"""How a reader's search is measured: what it sends for, how long it takes, and on which place the right page is."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from sites import Asked, Server

MOST = 10
# At 5,000 pages Material's index takes a minute of a slow machine, for each reader anew.
_PATIENCE = 300_000.0
# From the words to the first result, in the page itself: of two places of which one appears, the later one says "nothing".
_FIRST = """([words, input, shown]) => new Promise((done) => {
  const field = document.querySelector(input), begun = performance.now();
  const look = () => { if (document.querySelector(shown)) { watch.disconnect(); done(performance.now() - begun); } };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { subtree: true, childList: true, attributes: true });
  field.value = words;
  for (const kind of ["input", "keyup"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  setTimeout(() => { watch.disconnect(); done(-1); }, 60000);
})"""
# As the search box asks, for each query; the addresses of what it shows first.
_TOP = """async ([queries, most]) => {
  const instance = window.PagefindComponents.getInstanceManager().getInstance("default");
  await instance.__load__();
  const all = [];
  for (const words of queries) {
    const found = await instance.__pagefind__.search(words);
    const told = await Promise.all((found?.results ?? []).slice(0, most).map((result) => result.data()));
    all.push(told.map(({ url }) => url));
  }
  return all;
}"""
# Material's results come by themselves, some time after the words: they are there when nothing has changed for a while.
_MATERIAL_TOP = """async ([queries, most]) => {
  const field = document.querySelector("[data-md-component=search-query]");
  const list = document.querySelector(".md-search-result__list"), meta = document.querySelector(".md-search-result__meta");
  const all = [];
  for (const words of queries) {
    field.value = "";
    field.dispatchEvent(new Event("keyup", { bubbles: true }));
    await new Promise((done) => setTimeout(done, 60));
    await new Promise((done) => {
      let quiet = setTimeout(done, 2500);
      const watch = new MutationObserver(() => { clearTimeout(quiet); quiet = setTimeout(() => { watch.disconnect(); done(); }, 120); });
      watch.observe(list.parentElement, { subtree: true, childList: true, characterData: true });
      field.value = words;
      field.dispatchEvent(new Event("keyup", { bubbles: true }));
    });
    const links = [...list.querySelectorAll(":scope > li > a.md-search-result__link")].map((link) => new URL(link.href).pathname);
    all.push(links.slice(0, most));
  }
  return all;
}"""


def first_results(browser: Any, server: Server, queries: Sequence[str], *, material: bool = False) -> dict[str, object]:
    """Each query in a browser that was never there before: `opened_kb` is what comes once, when the search is opened, `kb` what the
    query itself takes, and `ms` are from the words to the first result, with those that the search box waits for more words.
    With Material all comes with the page: `ready_s` is how long that takes."""
    opened, sent, waited, ready, none = [], [], [], [], 0
    box = "[data-md-component=search-query]" if material else "pagefind-input input"
    shown = ".md-search-result__link" if material else ".pf-result-title a[href], .db-nothing:not([hidden])"
    for words in queries:
        context = browser.new_context()
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        server.sent = 0
        page.goto(server.address, wait_until="load")
        if material:
            page.keyboard.press("/")
            ready.append(page.evaluate("performance.now()"))
            _material_ready(page)
            ready[-1] = (page.evaluate("performance.now()") - ready[-1]) / 1000
        else:
            server.sent = 0
            page.keyboard.press("/")
            page.wait_for_selector(box)
            page.wait_for_load_state("networkidle")  # nobody types at once
            page.wait_for_timeout(500)
        opened.append(server.sent)
        took = page.evaluate(_FIRST, [words, box, shown])
        none += bool(page.query_selector(".db-nothing:not([hidden])")) or took < 0
        page.wait_for_load_state("networkidle")
        sent.append(server.sent - opened[-1])
        waited.append(took)
        context.close()
    line: dict[str, object] = {
        "queries": len(queries), "without_result": none, "opened_kb": round(statistics.median(opened) / 1e3, 1), "kb_median": round(statistics.median(sent) / 1e3, 1),
        "kb_most": round(max(sent) / 1e3, 1), "ms_median": round(statistics.median(waited)), "ms_most": round(max(waited)),
    }  # fmt: skip
    return line | ({"ready_s": round(statistics.median(ready), 1)} if ready else {})


def places(browser: Any, server: Server, asked: Sequence[Asked], *, material: bool = False) -> list[int]:
    """On which place of the results each question's article is, counted from 1; 0 where it is not among the first ten."""
    page = browser.new_page()
    page.set_default_timeout(_PATIENCE)
    page.goto(server.address, wait_until="load")
    page.keyboard.press("/")
    if material:
        _material_ready(page)
    else:
        page.wait_for_selector("pagefind-input input")
    tops: list[list[str]] = []
    for start in range(0, len(asked), 50):
        words = [one.words for one in asked[start : start + 50]]
        tops += page.evaluate(_MATERIAL_TOP if material else _TOP, [words, MOST])
    page.close()
    return [_place(top, one.url) for top, one in zip(tops, asked, strict=True)]


def ranks(found: Iterable[int]) -> dict[str, float]:
    """The mean of 1/place, and the shares that are on the first place and among the first ten."""
    found = list(found)
    share = 1 / max(1, len(found))
    return {
        "mrr": round(sum(1 / place for place in found if place) * share, 3),
        "first": round(sum(place == 1 for place in found) * share, 3),
        "in_ten": round(sum(place > 0 for place in found) * share, 3),
    }


def _place(top: Sequence[str], url: str) -> int:
    paths = list(dict.fromkeys(urlsplit(one).path.strip("/") for one in top))
    return paths.index(url.strip("/")) + 1 if url.strip("/") in paths else 0


def _material_ready(page: Any) -> None:
    page.wait_for_function(
        "() => document.querySelector('[data-md-component=search-result] .md-search-result__meta')?.textContent.trim().match(/type/i)",
        timeout=_PATIENCE,
    )
