/* The page before a ticket, and the frame of embed.js: what may answer it, while it is written. Suggestions are links; nothing
   moves under the focus or the pointer, and the way to a person is always one click. */
(() => {
  "use strict";
  const page = document.querySelector("[data-db-contact]");
  if (!page) return;
  const WORDS = JSON.parse(document.getElementById("db-words")?.textContent ?? "{}"); // in other languages than English
  const root = new URL("../../", document.currentScript.src);
  const framed = "dbFrame" in page.dataset;
  const form = page.querySelector("form");
  const [subject, body] = framed ? [{ value: "" }, { value: "" }] : [page.querySelector("#db-subject"), page.querySelector("#db-body")];
  const found = page.querySelector("[data-db-found]");
  const status = page.querySelector("[data-db-said]");
  const share = page.querySelector("[data-db-share]");
  const tools = JSON.parse(page.dataset.tools);
  const KEY = "deskbook:ticket";
  const CJK = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
  const WAIT = 300;

  const tell = (type, detail = {}) => document.dispatchEvent(new CustomEvent("deskbook:event", { detail: { type, ...detail } }));
  const kept = (() => {
    try {
      return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
    } catch {
      return {};
    }
  })();
  const looked = { for: kept.for ?? "", opened: kept.opened ?? [] };
  const keep = () => {
    if (framed) return;
    sessionStorage.setItem(KEY, JSON.stringify({ subject: subject.value, body: body.value, ...looked }));
    share.hidden = !looked.opened.length;
  };

  /* Which tools some words ask for: all words of one of their entries stand in the text. */
  const fitting = (text) => {
    const words = new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
    const all = (entry) => (entry.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).every((word) => words.has(word));
    return tools.filter((tool) => tool.words.some(all)).slice(0, 2);
  };

  const link = (one, style) => {
    const item = Object.assign(document.createElement("li"), { className: style });
    const anchor = Object.assign(document.createElement("a"), { href: one.url, target: "_blank", rel: "noopener", textContent: one.title });
    const hint = Object.assign(document.createElement("span"), { className: "db-unseen", textContent: ` (${WORDS.new_tab ?? "opens in a new tab"})` });
    anchor.append(hint);
    anchor.addEventListener("click", () => {
      looked.opened = [...new Set([...looked.opened, one.url])].slice(-10);
      keep();
      tell("suggestion_opened", { url: one.url });
      helped.hidden = false;
      grow();
    });
    item.append(anchor);
    if (one.kind) item.append(" ", Object.assign(document.createElement("span"), { className: "db-suggestion__kind", textContent: one.kind }));
    if (one.text) item.append(Object.assign(document.createElement("span"), { className: "db-suggestion__text", textContent: one.text }));
    return item;
  };
  const helped = Object.assign(document.createElement("p"), { className: "db-contact__helped", hidden: true });
  {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "db-button", textContent: WORDS.answered ?? "That answered it" });
    button.addEventListener("click", () => {
      tell("suggestion_helped", { opened: looked.opened.length });
      sessionStorage.removeItem(KEY);
      form?.reset();
      looked.opened = [];
      if (share) share.hidden = true;
      helped.replaceChildren(WORDS.good ?? "Good to hear. You need not write to us.");
      parent.postMessage({ type: "deskbook:helped" }, "*");
    });
    helped.append(button);
  }
  found.after(helped);

  const FOUND = WORDS.found ?? { one: "{n} page that may answer it", other: "{n} pages that may answer it" };
  const counted = (count) => {
    const form = new Intl.PluralRules(document.documentElement.lang || "en").select(count);
    return (FOUND[form] ?? FOUND.other).replace("{n}", count);
  };
  let shown = "";
  let waiting = null;
  const draw = (lists, count) => {
    found.replaceChildren(...lists);
    status.textContent = count ? counted(count) : "";
    if (count && !framed) {
      const down = Object.assign(document.createElement("a"), { href: "#db-suggestions", textContent: WORDS.see ?? "See them" });
      status.append(": ", down);
    }
    grow();
  };
  /* What somebody is about to click, or has the focus on, stays where it is until they have left it. */
  const busy = () => found.matches(":hover") || found.contains(document.activeElement);
  const show = (lists, count) => {
    waiting = null;
    if (!busy()) return draw(lists, count);
    waiting = () => draw(lists, count);
    return undefined;
  };
  const catchUp = () => setTimeout(() => !busy() && waiting?.());
  found.addEventListener("pointerleave", catchUp);
  found.addEventListener("focusout", catchUp);

  let turn = 0;
  const suggest = async () => {
    const text = `${subject.value}\n${body.value}`.trim();
    const least = CJK.test(text) ? 2 : 3;
    if (text.length < least || text === shown) return;
    shown = text;
    const mine = ++turn;
    const cards = fitting(text);
    const [articles, threads] = await window.deskbook.suggest(text).catch(() => [[], []]);
    if (mine !== turn) return;
    looked.for = subject.value;
    keep();
    const list = (items) => {
      const made = Object.assign(document.createElement("ul"), { className: "db-suggestions__list" });
      made.append(...items);
      return made;
    };
    const at = (one) => ({ ...one, url: new URL(one.url, root).href });
    const items = [
      ...cards.map((tool) => link(at(tool), "db-suggestion db-suggestion--tool")),
      ...articles.slice(0, 3).map((one) => link(at(one), "db-suggestion")),
      ...threads.slice(0, 3).map((one) => link(at(one), "db-suggestion db-suggestion--thread")),
    ];
    if (!items.length) return;
    show([list(items)], items.length);
    tell("suggested", { articles: Math.min(articles.length, 3), threads: Math.min(threads.length, 3), tools: cards.length });
  };
  let timer;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, WAIT);
    keep();
  };

  const grow = () => framed && parent.postMessage({ type: "deskbook:height", height: document.documentElement.scrollHeight }, "*");
  if (framed) {
    addEventListener("message", (event) => {
      if (event.source !== parent || event.data?.type !== "deskbook:text") return;
      subject.value = String(event.data.subject ?? "").slice(0, 500);
      body.value = String(event.data.body ?? "").slice(0, 5000);
      soon();
    });
    parent.postMessage({ type: "deskbook:ready", title: document.title }, "*");
    return;
  }

  if (kept.subject && !subject.value) subject.value = kept.subject;
  if (kept.body && !body.value) body.value = kept.body;
  const asked = new URLSearchParams(location.search).get("q");
  if (asked && !subject.value) subject.value = asked.slice(0, 200);
  share.hidden = !looked.opened.length;
  subject.addEventListener("input", soon);
  body.addEventListener("input", soon);
  form.addEventListener("submit", () => {
    tell("ticket", { opened: looked.opened.length });
    if (looked.opened.length && page.querySelector("[data-db-share-choice]").checked) {
      body.value += `\n\n--\n${WORDS.looked_for ?? "Looked for"}: ${looked.for}\n${WORDS.opened ?? "Opened before writing"}:\n${looked.opened.map((url) => `- ${url}`).join("\n")}`;
    }
    sessionStorage.removeItem(KEY);
  });
  if (subject.value) suggest();
})();
