/* The open incidents: those that the site was built with, what status.json says by now, and, where the team allows it, what the
   status page itself says. Whatever comes from there is text. */
(() => {
  "use strict";
  const box = document.querySelector("[data-db-incidents]");
  if (!box) return;
  const WORDS = JSON.parse(document.getElementById("db-words")?.textContent ?? "{}"); // in other languages than English
  const root = new URL("../../", document.currentScript.src);
  const MINUTE = 60_000;
  const OVER = /\b(?:resolved|completed|postmortem|closed|restored|operational)\b/i;

  const plain = (said) => {
    const text = new DOMParser().parseFromString(String(said ?? ""), "text/html").body.textContent.replace(/\s+/g, " ").trim();
    return text.length > 600 ? `${text.slice(0, 600)}…` : text;
  };
  const web = (address) => (/^https?:\/\//i.test(address ?? "") ? address : null);
  const latest = (list, time) => [...list].sort((one, other) => time(other) - time(one))[0];
  const moment = (text) => Date.parse(text) || 0;
  const incident = (name, state, text, at, url) => ({
    name: plain(name), state: plain(state), text: plain(text), at: moment(at) || null, url: web(url),
  });
  const ask = async (address, read = "json") => {
    const answer = await fetch(address, { signal: AbortSignal.timeout(3000), credentials: "omit", referrerPolicy: "no-referrer" });
    if (!answer.ok) throw new Error(answer.status);
    return answer[read]();
  };

  /* One shape a system, as kb/deskbook/sources/status_shapes.py reads them. */
  const SHAPES = {
    statuspage: async (page) =>
      (await ask(`${page}/api/v2/summary.json`)).incidents
        .filter(({ status }) => !OVER.test(status))
        .map((one) => {
          const last = latest(one.incident_updates ?? [], (update) => moment(update.display_at ?? update.created_at)) ?? {};
          return incident(one.name, one.status, last.body, last.display_at ?? last.created_at ?? one.updated_at, one.shortlink ?? page);
        }),
    instatus: async (page) =>
      ((await ask(`${page}/summary.json`)).activeIncidents ?? []).map((one) =>
        incident(one.name, (one.status ?? "").toLowerCase(), "", one.started, one.url ?? page)),
    betterstack: async (page) => {
      const included = (await ask(`${page}/index.json`)).included ?? [];
      const updates = included.filter(({ type }) => type === "status_update").map(({ attributes }) => attributes);
      return included
        .filter(({ type, attributes }) => type === "status_report" && !attributes.ends_at && attributes.report_type !== "maintenance")
        .map(({ id, attributes }) => {
          const mine = updates.filter((update) => String(update.status_report_id) === String(id));
          const last = latest(mine, (update) => moment(update.published_at)) ?? {};
          return incident(attributes.title, attributes.aggregate_state, last.message, last.published_at ?? attributes.starts_at, page);
        });
    },
    cstate: async (page) => {
      const issues = (await ask(`${page}/index.json`)).systems.flatMap((system) => system.unresolvedIssues ?? []);
      return [...new Map(issues.filter(({ resolved }) => !resolved).map((issue) => [issue.permalink, issue])).values()].map((issue) =>
        incident(issue.title, issue.severity, "", issue.lastMod ?? issue.createdAt, issue.permalink));
    },
    upptime: async (repository) => {
      const issues = await ask(`https://api.github.com/repos/${repository}/issues?labels=status&state=open&per_page=20`);
      return issues.filter((issue) => !issue.pull_request).map((issue) =>
        incident(issue.title, "open", issue.body, issue.updated_at, issue.html_url));
    },
    feed: async (page) => {
      const feed = new DOMParser().parseFromString(await ask(page, "text"), "text/xml");
      const said = (entry, ...names) => names.map((name) => entry.getElementsByTagName(name)[0]?.textContent).find(Boolean);
      return [...feed.querySelectorAll("item, entry")]
        .map((entry) => {
          const text = said(entry, "content", "description", "summary") ?? "";
          const link = entry.querySelector("link[href]")?.getAttribute("href") ?? said(entry, "link");
          const at = said(entry, "updated", "published", "pubDate");
          return incident(said(entry, "title"), "", text.match(/<p>[\s\S]*?<\/p>/i)?.[0] ?? text, at, link);
        })
        .filter((one) => Date.now() - one.at < 24 * 60 * MINUTE && !OVER.test(`${one.name} ${one.text}`));
    },
  };

  const age = (at) => {
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
    const minutes = Math.round((at - Date.now()) / MINUTE);
    if (minutes > -60) return words.format(Math.min(minutes, 0), "minute");
    return minutes > -48 * 60 ? words.format(Math.round(minutes / 60), "hour") : words.format(Math.round(minutes / 60 / 24), "day");
  };
  const made = (tag, style, text) => Object.assign(document.createElement(tag), { className: style, textContent: text });
  const shown = (one) => {
    const section = made("section", "db-incident", "");
    section.setAttribute("aria-label", WORDS.incident ?? "Incident");
    const name = made("p", "db-incident__name", "");
    name.append(made("strong", "", one.name));
    if (one.state) name.append(" ", made("span", "db-incident__state", one.state));
    section.append(name);
    if (one.text) section.append(Object.assign(made("p", "db-incident__text", one.text), { dir: "auto" }));
    const about = made("p", "db-incident__age", "");
    if (one.at) {
      about.append(`${WORDS.updated ?? "Updated"} `, Object.assign(made("time", "", age(one.at)), { dateTime: new Date(one.at).toISOString() }));
    }
    if (one.url) about.append(one.at ? " · " : "", Object.assign(made("a", "", WORDS.follow ?? "Follow it on the status page"), { href: one.url }));
    section.append(about);
    return section;
  };

  let last = null;
  const show = (incidents) => {
    const said = JSON.stringify(incidents);
    if (said === last) return;
    const draw = () => {
      last = said;
      box.replaceChildren(...incidents.map(shown));
      box.hidden = !incidents.length;
    };
    // Nothing moves while somebody writes.
    const form = document.querySelector("[data-db-contact] form");
    if (form?.contains(document.activeElement)) form.addEventListener("focusout", draw, { once: true });
    else draw();
  };

  const live = box.dataset.live ? JSON.parse(box.dataset.live) : null;
  const KEY = "deskbook:incidents";
  const cached = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY));
      return Date.now() - kept.read < MINUTE ? kept.incidents : null;
    } catch {
      return null;
    }
  };
  const look = async () => {
    box.querySelectorAll("[data-db-age]").forEach((time) => (time.textContent = age(moment(time.dateTime))));
    const kept = cached();
    if (kept) return show(kept);
    try {
      const own = await ask(new URL("status.json", root));
      show(own.incidents.map((one) => incident(one.name, one.state, one.text, one.at, one.url)));
    } catch { /* the page says what it was built with */ }
    const read = live && SHAPES[live.type];
    if (!read) return undefined;
    try {
      const incidents = (await read(live.address)).sort((one, other) => other.at - one.at);
      sessionStorage.setItem(KEY, JSON.stringify({ read: Date.now(), incidents }));
      show(incidents);
    } catch { /* it is down itself, or does not let others read it */ }
    return undefined;
  };
  look();
})();
