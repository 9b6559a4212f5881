/* Suggestions of a help centre beside somebody's own ticket form:

     <script src="https://help.example.com/embed.js" data-subject="#subject" data-body="#description" defer></script>

   In another language of the help centre with the script of that one, such as https://help.example.com/fr/embed.js.

   They are shown in a frame of the help centre, after the form or in the element that data-place names. What is typed goes to that
   frame, and from there nowhere. The addresses that were opened are kept in the element's `deskbookOpened`, for forms that want them. */
(() => {
  "use strict";
  const script = document.currentScript;
  const { subject, body, place } = script.dataset;
  const one = (selector) => (selector ? document.querySelector(selector) : null);
  const start = () => {
    const fields = [one(subject), one(body)];
    const target = one(place) ?? fields[0]?.form;
    if (!fields[0] || !target) {
      console.warn("deskbook: data-subject names no field of this page");
      return;
    }
    const home = new URL("contact/suggest/", script.src);
    const frame = Object.assign(document.createElement("iframe"), { src: home.href, title: "Pages that may answer your question" });
    Object.assign(frame.style, { border: "0", width: "100%", height: "0", display: "block", colorScheme: "normal" });
    let ready = false;
    const send = () =>
      ready &&
      frame.contentWindow.postMessage(
        { type: "deskbook:text", subject: fields[0].value, body: fields[1]?.value ?? "" }, home.origin);
    addEventListener("message", (event) => {
      if (event.source !== frame.contentWindow || event.origin !== home.origin) return;
      const said = event.data ?? {};
      if (said.type === "deskbook:ready") {
        ready = true;
        frame.title = String(said.title); // in the language of the frame
        send();
      } else if (said.type === "deskbook:height") {
        frame.style.height = `${Math.min(Number(said.height) || 0, 2000)}px`;
      } else if (said.type === "deskbook:helped") {
        target.dispatchEvent(new CustomEvent("deskbook:helped", { bubbles: true }));
      }
    });
    fields.forEach((field) => field?.addEventListener("input", send));
    if (place) target.append(frame);
    else target.after(frame);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
