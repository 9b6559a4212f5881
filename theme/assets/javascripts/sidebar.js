/* The page for the sidebar of a ticket system: what answers the subject of a ticket, each with a reply to copy. The subject comes in the
   address (`?subject=`, or `#subject=`, which no server sees), from the page around it where that may say it, or by hand. */
(() => {
  "use strict";
  const page = document.querySelector("[data-db-sidebar]");
  const WORDS = JSON.parse(document.getElementById("db-words")?.textContent ?? "{}"); // in other languages than English
  const READERS = {
    public: WORDS.for_public ?? "Public",
    partner: WORDS.for_partner ?? "Partners",
    internal: WORDS.for_internal ?? "For the team only",
  };
  const root = new URL("../../", document.currentScript.src);
  const origins = JSON.parse(page.dataset.origins);
  const subject = page.querySelector("#db-subject");
  const status = page.querySelector("[data-db-said]");
  const lists = [page.querySelector("[data-db-articles]"), page.querySelector("[data-db-threads]")];
  const byHand = page.querySelector("[data-db-copy]");
  page.querySelector("[data-db-no-script]").hidden = true;
  const MOST = 3;
  const WAIT = 300;

  /* Who may read a page; where nobody knows, the team. */
  const readers = (async () => {
    try {
      const answer = await fetch(new URL("sidebar/readers.json", root), { cache: "no-cache" });
      const told = await answer.json();
      const known = new Map([...told.partner.map((url) => [url, "partner"]), ...told.public.map((url) => [url, "public"])]);
      return (url) => (told.audience === "public" ? "public" : known.get(url) ?? "internal");
    } catch {
      return () => "internal";
    }
  })();

  /* The address of a page relative to the site's. What a reply links to is on the site that customers can open. */
  const place = (url) => url.slice(root.href.length);
  const reply = (one) => {
    const link = page.dataset.reply ? page.dataset.reply + place(one.url) : one.url;
    return `${WORDS.reply ?? "This may answer your question:"}\n${one.title}\n${link}`;
  };

  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false; // a frame that may not: `allow="clipboard-write"` is missing
    }
  };
  const copy = async (text) => {
    byHand.hidden = await copied(text);
    status.textContent = byHand.hidden ? (WORDS.copied ?? "The reply is copied.") : "";
    if (byHand.hidden) return;
    const field = byHand.querySelector("textarea");
    field.value = text;
    field.select();
  };

  const made = (name, values) => Object.assign(document.createElement(name), values);
  const drawn = (one, who) => {
    const item = made("li", { className: `db-answer db-answer--${who}` });
    const link = made("a", { href: one.url, target: "_blank", rel: "noopener", textContent: one.title });
    link.append(made("span", { className: "db-unseen", textContent: ` (${WORDS.new_tab ?? "opens in a new tab"})` }));
    item.append(link, " ", made("span", { className: "db-answer__readers", textContent: READERS[who] }), made("p", { textContent: one.text }));
    if (who !== "internal") {
      const button = made("button", { type: "button", className: "db-button", textContent: WORDS.copy_reply ?? "Copy reply" });
      button.append(made("span", { className: "db-unseen", textContent: `: ${one.title}` }));
      button.addEventListener("click", () => copy(reply(one)));
      item.append(button);
    }
    return item;
  };

  let turn = 0;
  let shown = "";
  const look = async () => {
    const text = subject.value.trim();
    if (text === shown) return;
    shown = text;
    const mine = ++turn;
    const found = text ? await window.deskbook.suggest(text).catch(() => [[], []]) : [[], []];
    const audience = await readers;
    if (mine !== turn) return;
    byHand.hidden = true;
    found.forEach((pages, number) => {
      const items = pages.slice(0, MOST).map((one) => drawn(one, audience(place(one.url).replace(/#.*/, ""))));
      lists[number].querySelector("ul").replaceChildren(...items);
      lists[number].hidden = !items.length;
    });
    status.textContent = text && !found.flat().length ? (WORDS.no_answer ?? "No page was found for this subject.") : "";
  };
  const ask = (text) => {
    subject.value = String(text).slice(0, 500);
    look();
  };

  let timer;
  subject.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  page.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  addEventListener("message", (event) => {
    if (origins.includes(event.origin) && event.data?.type === "deskbook:subject") ask(event.data.subject ?? "");
  });
  const told = () => new URLSearchParams(location.hash.slice(1)).get("subject") ?? new URLSearchParams(location.search).get("subject") ?? "";
  addEventListener("hashchange", () => ask(told()));
  ask(told());
  if (parent !== window) parent.postMessage({ type: "deskbook:ready" }, "*");
})();
