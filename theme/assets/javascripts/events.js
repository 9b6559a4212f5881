/* Where `deskbook:event`s go: to the counter that the site's settings name, or nowhere. Readers who ask not to be followed are not.
   What was searched for is sent without what looks like personal data or a key, and cut. */
(() => {
  "use strict";
  const script = document.currentScript;
  const { sink, address, site } = script.dataset;
  const asked = () => navigator.globalPrivacyControl || navigator.doNotTrack === "1" || window.doNotTrack === "1";
  const LONGEST = 80;

  const scrubbed = (text) =>
    String(text ?? "")
      .replace(/[^\s@]+@[^\s@]+/g, "[e-mail]")
      .replace(/\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{16,}\b/gi, "[key]")
      .replace(/\+?\d(?:[\s().-]?\d){6,}/g, "[number]")
      .replace(/\s+/g, " ")
      .trim()
      .toLowerCase()
      .slice(0, LONGEST);

  /* The events that are counted, by their names in deskbook.model.signal. */
  const counted = (detail) => {
    const page = detail.page ?? location.pathname;
    switch (detail.type) {
      case "search":
        return { type: detail.n ? "search" : "no-result", q: scrubbed(detail.q), n: detail.n };
      case "helpful":
        return { type: detail.vote === "yes" ? "helpful" : "unhelpful", page };
      case "suggested":
        return { type: "suggested", page };
      case "suggestion_helped":
        return { type: "answered", page };
      case "ticket":
        return { type: "ticket", page };
      default:
        return null;
    }
  };

  const post = (to, value) => {
    const text = JSON.stringify(value);
    if (!navigator.sendBeacon?.(to, new Blob([text], { type: "text/plain" }))) {
      fetch(to, { method: "POST", body: text, keepalive: true, mode: "no-cors", credentials: "omit" }).catch(() => {});
    }
  };
  const get = (to, values) => fetch(`${to}?${new URLSearchParams(values)}`, { mode: "no-cors", keepalive: true, credentials: "omit" }).catch(() => {});
  const about = (event) => event.q ?? event.page;
  const SINKS = {
    endpoint: (event) => post(address, { version: 1, at: new Date().toISOString(), ...event }),
    plausible: (event) =>
      post(`${address}/api/event`, { name: `deskbook ${event.type}`, url: location.href.split(/[?#]/)[0], domain: site, props: { query: about(event) } }),
    matomo: (event) =>
      get(`${address}/matomo.php`, {
        idsite: site, rec: 1, cookie: 0, url: location.href.split(/[?#]/)[0],
        ...(event.q === undefined
          ? { e_c: "deskbook", e_a: event.type, e_n: event.page }
          : { search: event.q, search_count: event.n }),
      }),
    goatcounter: (event) => get(`${address}/count`, { p: `deskbook/${event.type}/${encodeURIComponent(about(event))}`, e: true }),
    ga4: (event) => window.gtag?.("event", `deskbook_${event.type.replace("-", "_")}`, { query: about(event) }),
  };
  const send = SINKS[sink];
  if (!send) return;
  document.addEventListener("deskbook:event", ({ detail }) => {
    const event = asked() ? null : counted(detail ?? {});
    if (event && about(event)) send(event);
  });
})();
