"""The site without a network, in a real browser: what is kept, what is shown, and what must be gone again."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from deskbook_site.inventory import survey
from deskbook_site.offline import Keep, offline_page, write_app, write_worker

pytestmark = [pytest.mark.slow, pytest.mark.browser]

THEME = Path(__file__).parents[2] / "theme"
MEGABYTE = 1_000_000
KEPT_NOW = "async () => Boolean(await caches.match(location.href))"
GONE = "async () => !(await caches.keys()).length && !(await navigator.serviceWorker.getRegistrations()).length"


class Host:
    """A web host with the site below /help/, whose server can be told to fail, to hang, or to answer again."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "help"
        self.asked: list[str] = []
        self.state = "up"
        self.host = f"http://127.0.0.1:{self._serve(folder)}/"
        self.root = f"{self.host}help/"

    def _serve(self, folder: Path) -> int:
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path.split("?", maxsplit=1)[0])
                del self.headers["If-Modified-Since"]  # it counts in seconds, and sites follow each other faster here
                if host.state == "hang":
                    time.sleep(8)
                if host.state == "fail":
                    self.send_error(503)
                else:
                    super().do_GET()

            def log_message(self, format: str, *args: object) -> None:
                """Nothing: a test's output is its own."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self.server.server_port

    def publish(self, pages: dict[str, str], kept: tuple[str, ...], *, most: int = MEGABYTE) -> None:
        """Put up a site of these pages, by address, of which `kept` are articles to keep."""
        fresh = self.site.with_name("fresh")
        shutil.rmtree(fresh, ignore_errors=True)
        scripts = fresh / "assets/javascripts"
        scripts.mkdir(parents=True)
        shutil.copy(THEME / "assets/javascripts/offline.js", scripts)
        shown = pages | {"": "Home", "all-pages/": "All pages", "offline/": MarkdownIt().render(offline_page().body)}
        for url, text in shown.items():
            folder = fresh / url
            folder.mkdir(parents=True, exist_ok=True)
            up = "../" * url.count("/")
            (folder / "index.html").write_text(
                f'<!doctype html><title>{url}</title><meta property="og:title" content="T &amp; {url}"><link rel="icon" href="data:,">'
                f'<script src="{up}assets/javascripts/offline.js" defer></script>{text if text.startswith("<") else f"<h1>{text}</h1>"}',
                encoding="utf-8",
            )
        (fresh / "status.json").write_text("{}", encoding="utf-8")
        write_app(fresh, "Help", None)
        write_worker(fresh, survey(fresh, {}), THEME, Keep(kept, most))
        if self.site.exists():
            self.site.rename(fresh.with_name(f"old-{fresh.stat().st_ino}"))
        fresh.rename(self.site)


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A host with nothing on it yet."""
    held = Host(tmp_path)
    yield held
    held.server.shutdown()
    held.server.server_close()


@pytest.fixture
def context(browser: Any) -> Iterator[Any]:
    """A reader."""
    held = browser.new_context()
    yield held
    held.close()


def visit(context: Any, host: Host, url: str = "") -> Any:
    """A page that was opened, once the site of today is kept."""
    page = context.new_page()
    page.goto(host.root + url)
    settled(page, host)
    return page


def until(page: Any, script: str) -> None:
    """Wait for a promise of something true."""
    end = time.monotonic() + 20
    while not page.evaluate(script):
        assert time.monotonic() < end, script
        page.wait_for_timeout(50)


def settled(page: Any, host: Host) -> None:
    """Wait until the program that is on the host now is at work, and nothing of another is left."""
    program = (host.site / "service-worker.js").read_text(encoding="utf-8")
    version = program.partition('"')[2].partition('"')[0]
    until(
        page,
        f"""async () => {{
          const ready = await navigator.serviceWorker.getRegistration();
          const names = await caches.keys();
          return ready?.active?.state === 'activated' && !ready.installing && !ready.waiting
            && Boolean(navigator.serviceWorker.controller) && names.length === 1 && names[0].endsWith('{version}');
        }}""",
    )


def kept(page: Any) -> set[str]:
    """The paths of all that the browser keeps."""
    script = """async () => {
      const found = [];
      for (const name of await caches.keys()) found.push(...(await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname));
      return found;
    }"""
    return set(page.evaluate(script))


def heading(page: Any) -> str:
    return str(page.locator("h1").inner_text())


def test_articles_open_without_a_network(host: Host, context: Any) -> None:
    """Those that were kept at once and never visited, and the list of all pages; by link and by address."""
    host.publish({"dns/a/": "Article", "forum/t/": "Topic"}, ("dns/a/",))
    page = visit(context, host)

    context.set_offline(True)
    page.goto(f"{host.root}dns/a/#part")

    assert heading(page) == "Article"
    page.goto(f"{host.root}all-pages/")
    assert heading(page) == "All pages"


def test_what_was_visited_is_kept_too(host: Host, context: Any) -> None:
    """Also pages that the build did not list."""
    host.publish({"forum/t/": "Topic"}, ())
    page = visit(context, host)
    page.goto(f"{host.root}forum/t/?highlight=x")
    page.goto(f"{host.root}forum/t/")
    until(page, KEPT_NOW)

    context.set_offline(True)
    page.goto(f"{host.root}forum/t/?highlight=y")

    assert heading(page) == "Topic"


def test_a_page_that_was_not_kept_says_so(host: Host, context: Any) -> None:
    """With what can be read, by its titles as text, and a link to try it again, which works once the network is back."""
    host.publish({"dns/a/": "Article", "forum/t/": "Topic"}, ("dns/a/",))
    page = visit(context, host)

    context.set_offline(True)
    page.goto(f"{host.root}forum/t/")

    assert heading(page) == "You are offline"
    page.get_by_role("link", name="T & dns/a/").wait_for()
    assert sorted(page.locator("li a").all_inner_texts()) == ["T &", "T & all-pages/", "T & dns/a/"]
    context.set_offline(False)
    page.get_by_role("link", name="Try it again").click()
    page.locator("h1", has_text="Topic").wait_for()
    assert page.url == f"{host.root}forum/t/"


@pytest.mark.parametrize("state", ["fail", "hang"])
def test_a_server_that_fails_is_no_network(host: Host, context: Any, state: str) -> None:
    """With an error of the server, or without an answer for some seconds, readers get what was kept."""
    host.publish({"dns/a/": "Article"}, ("dns/a/",))
    page = visit(context, host)
    host.state = state

    page.goto(f"{host.root}dns/a/")

    assert heading(page) == "Article"


def test_as_long_as_there_is_a_network_nobody_reads_an_old_page(host: Host, context: Any) -> None:
    """The first visit after a change already shows it."""
    host.publish({"dns/a/": "Old"}, ("dns/a/",))
    page = visit(context, host)
    host.publish({"dns/a/": "New"}, ("dns/a/",))

    page.goto(f"{host.root}dns/a/")

    assert heading(page) == "New"


def test_a_removed_page_leaves_the_browser(host: Host, context: Any) -> None:
    """After the next visit to any page neither what was kept at once, nor what was visited, can be read again."""
    host.publish(
        {"dns/a/": "Secret", "dns/b/": "Secret here too", "forum/t/": "Told", "forum/u/": "Harmless"},
        ("dns/a/", "dns/b/"),
    )
    page = visit(context, host)
    for url in ("forum/t/", "forum/u/"):
        page.goto(host.root + url)
        until(page, KEPT_NOW)
    host.publish({"dns/b/": "Removed", "forum/u/": "Harmless"}, ("dns/b/",))

    page.goto(host.root)
    settled(page, host)

    assert not {"/help/dns/a/", "/help/forum/t/"} & kept(page)
    assert "/help/forum/u/" in kept(page)
    context.set_offline(True)
    page.goto(f"{host.root}dns/b/")
    assert heading(page) == "Removed"
    page.goto(f"{host.root}dns/a/")
    assert heading(page) == "You are offline"


def test_a_visited_page_that_was_removed_goes_too(host: Host, context: Any) -> None:
    """Where nothing else of the site changed."""
    host.publish({"forum/t/": "Told", "forum/u/": "Harmless"}, ())
    page = visit(context, host)
    page.goto(f"{host.root}forum/t/")
    until(page, KEPT_NOW)
    host.publish({"forum/u/": "Harmless"}, ())

    page.goto(host.root)
    settled(page, host)

    assert "/help/forum/t/" not in kept(page)


def test_a_new_site_costs_only_what_changed(host: Host, context: Any) -> None:
    """Pages that are the same are not fetched again."""
    host.publish({"dns/a/": "Same", "dns/b/": "Old"}, ("dns/a/", "dns/b/"))
    page = visit(context, host)
    host.publish({"dns/a/": "Same", "dns/b/": "New"}, ("dns/a/", "dns/b/"))
    host.asked.clear()

    page.goto(host.root)
    settled(page, host)

    assert "/help/dns/b/" in host.asked
    assert "/help/dns/a/" not in host.asked


def test_what_is_of_the_moment_is_never_kept(host: Host, context: Any) -> None:
    """Incidents, what is posted, what lies beside the site on its host, and what says that it is private."""
    (host.site.parent / "other").mkdir(parents=True)
    (host.site.parent / "other/index.html").write_text("Other", encoding="utf-8")
    host.publish({"dns/a/": "Article"}, ("dns/a/",))
    (host.site / "account").mkdir()
    (host.site / "account/index.html").write_text("Private", encoding="utf-8")
    page = visit(context, host)

    page.evaluate("""async () => {
      for (const url of ['status.json', '../other/', 'account/']) await fetch(url);
      await fetch('dns/a/', { method: 'POST' });
      await new Promise((done) => setTimeout(done, 300));
    }""")

    assert kept(page) == {
        f"/help/{name}" for name in ("", "all-pages/", "offline/", "dns/a/", "assets/javascripts/offline.js")
    }


def test_a_site_that_is_no_longer_kept_leaves_the_browser(host: Host, context: Any) -> None:
    """With the next visit, when the team has switched it off."""
    host.publish({"dns/a/": "Article"}, ("dns/a/",))
    page = visit(context, host)
    (host.site / "assets/javascripts/offline.js").write_text("", encoding="utf-8")
    write_worker(host.site, {}, THEME, None)

    page.goto(host.root)

    until(page, GONE)


def test_browsers_take_it_for_an_app(host: Host, context: Any) -> None:
    """Chromium reads name, start and icon below a folder of the host, and finds nothing that keeps it from installing it."""
    host.publish({}, ())
    home = host.site / "index.html"
    text = home.read_text(encoding="utf-8")
    home.write_text(text.replace("<h1>", '<link rel="manifest" href="manifest.webmanifest"><h1>'), encoding="utf-8")
    page = visit(context, host)
    devtools = context.new_cdp_session(page)

    told = devtools.send("Page.getAppManifest")
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert told["errors"] == []
    assert '"start_url": "./"' in told["data"]
    # A context of playwright is a private window, which installs nothing.
    assert [one["errorId"] for one in errors if one["errorId"] != "in-incognito"] == []
