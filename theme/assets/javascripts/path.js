/* Learning paths: what a reader has read of them, by the ids of articles, kept in this browser and nowhere else. */
(() => {
  "use strict";
  // One host may have several sites.
  const KEY = `deskbook.read ${new URL("../../", document.currentScript.src).pathname}`;
  let read = new Set();
  try {
    read = new Set(JSON.parse(localStorage.getItem(KEY) ?? "[]"));
  } catch {
    /* What is kept cannot be read: begin again. */
  }
  const mark = (id, yes) => {
    if (yes) read.add(id);
    else read.delete(id);
    try {
      localStorage.setItem(KEY, JSON.stringify([...read]));
    } catch {
      /* The browser keeps nothing: what was read is forgotten with the page. */
    }
  };

  /* The page of a path: a box before each step. */
  const steps = [...document.querySelectorAll(".db-page--path [data-db-step]")].map((element) => {
    const item = element.closest("li");
    const link = item.querySelector("a");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "db-read";
    link.id ||= `db-step-${element.dataset.dbStep}`;
    box.setAttribute("aria-labelledby", link.id);
    link.before(box);
    box.addEventListener("change", () => {
      mark(element.dataset.dbStep, box.checked);
      show();
    });
    return { id: element.dataset.dbStep, link, box };
  });
  const progress = document.querySelector("[data-db-progress]");
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const show = () => {
    for (const { id, box } of steps) box.checked = read.has(id);
    const next = steps.find(({ id }) => !read.has(id));
    const [said, bar, on, done] = progress.children;
    said.textContent = fill(said.dataset.said, { read: steps.filter(({ id }) => read.has(id)).length, all: steps.length });
    bar.max = steps.length;
    bar.value = steps.filter(({ id }) => read.has(id)).length;
    on.hidden = !next;
    done.hidden = Boolean(next);
    if (next) {
      on.href = next.link.href;
      on.textContent = fill(on.dataset.said, { page: next.link.textContent.trim() });
    }
    progress.hidden = false;
  };
  if (progress && steps.length) {
    show();
    // Somebody may come back from a step, with the page as it was left.
    window.addEventListener("pageshow", (event) => event.persisted && location.reload());
  }

  /* The page of a step, which may be on several paths: "I have read this", and so has who goes on. */
  document.querySelectorAll(".db-way").forEach((way) => {
    const id = way.dataset.dbStep;
    const box = way.querySelector("input");
    box.parentElement.hidden = false;
    box.checked = read.has(id);
    box.addEventListener("change", () => {
      mark(id, box.checked);
      document.querySelectorAll(".db-way input").forEach((other) => (other.checked = box.checked));
    });
    way.querySelector("[data-db-next] a")?.addEventListener("click", () => mark(id, true));
  });
})();
