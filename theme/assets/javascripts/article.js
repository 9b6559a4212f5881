/* What an article has: "Was this helpful?" says what readers think to whoever listens for `deskbook:event`. Sends nothing by itself. */
(() => {
  "use strict";
  const WORDS = JSON.parse(document.getElementById("db-words")?.textContent ?? "{}"); // in other languages than English
  document.querySelectorAll("[data-db-helpful]").forEach((box) => {
    const answered = box.querySelector("[role=status]");
    box.hidden = false;
    box.querySelectorAll("button").forEach((button) => {
      button.addEventListener("click", () => {
        box.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
        const helped = button.value === "yes";
        answered.textContent = helped
          ? (WORDS.helpful_yes ?? "Good to know. Thank you.")
          : (WORDS.helpful_no ?? "Thank you. We will look at this page again.");
        const detail = { type: "helpful", article: box.dataset.dbHelpful, page: location.pathname, vote: button.value };
        document.dispatchEvent(new CustomEvent("deskbook:event", { detail }));
      });
    });
  });

  /* Material puts the button of each piece of code into a landmark, and all of these are called the same: which is no way to find any. */
  const calm = () => document.querySelectorAll(".md-code__nav:not([role])").forEach((nav) => nav.setAttribute("role", "none"));
  const content = document.querySelector(".md-content");
  if (content) new MutationObserver(calm).observe(content, { childList: true, subtree: true });
  calm();
})();
