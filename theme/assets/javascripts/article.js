/* "Was this helpful?": says what readers think to whoever listens for `deskbook:event`. Sends nothing by itself. */
(() => {
  "use strict";
  document.querySelectorAll("[data-db-helpful]").forEach((box) => {
    const answered = box.querySelector("[role=status]");
    box.hidden = false;
    box.querySelectorAll("button").forEach((button) => {
      button.addEventListener("click", () => {
        box.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
        const helped = button.value === "yes";
        answered.textContent = helped ? "Good to know. Thank you." : "Thank you. We will look at this page again.";
        const detail = { type: "helpful", article: box.dataset.dbHelpful, page: location.pathname, vote: button.value };
        document.dispatchEvent(new CustomEvent("deskbook:event", { detail }));
      });
    });
  });
})();
