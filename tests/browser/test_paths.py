"""Learning paths in a real browser, and the whole sample site without a network."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from deskbook.stages.init import demo_project
from deskbook_site.webserver import serving

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PATH = "paths/new-customers/"
TEXT = """\
---
id: new-customers
title: New customers
confidence: validated
audience: public
owner: platform
created: 2026-10-01
---

What to read in your first week.

1. [Point your domain](../dns/apex-domain.md) at us.
2. [Escalate](../account/escalate-to-platform.md), which is for the team.

Later:

1. [Purge the cache](../edge/purge-cache.md)
2. [Variables](../apps/environment-variables.md)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample's articles and forum as a site that is kept, with one path."""
    project = tmp_path_factory.mktemp("paths")
    demo_project(project)
    (project / "content/paths").mkdir()
    (project / "content/paths/new-customers.md").write_text(TEXT, encoding="utf-8")
    with (project / "deskbook.toml").open("a", encoding="utf-8", newline="\n") as file:
        file.write("\n[site]\noffline = true\nchat = false\n")
    for verb in (["collect"], ["build", "--no-links"]):
        command = [sys.executable, "-m", "deskbook", "-C", str(project), *verb]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode < 2, done.stderr
    return project / "site"


@pytest.fixture(scope="module")
def root(folder: Path) -> Iterator[str]:
    """Its address."""
    with serving(folder, 0) as address:
        yield address


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A reader's page, without a past."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def read(page: Any, words: str) -> None:
    """The page of a path says so much of what was read; at once, or as soon as its script has run."""
    page.locator("[data-db-progress] [role=status]", has_text=re.compile(f"^{words}$")).wait_for()


def test_home_leads_to_the_paths(root: str, page: Any) -> None:
    """Over an index that deskbook makes, by name and number."""
    page.goto(root)
    card = page.locator(".db-cards li", has_text="Learning paths")
    assert "1 path" in card.inner_text()
    card.get_by_role("link").click()
    page.get_by_role("link", name="New customers").first.click()
    page.wait_for_url(root + PATH)


def test_what_was_read_is_remembered(root: str, page: Any) -> None:
    """By keyboard alone: a box for each step, how many are read, and where to go on; after another visit too."""
    page.goto(root + PATH)
    boxes = page.get_by_role("checkbox")
    assert boxes.count() == 3
    read(page, "0 of 3 read")
    page.get_by_role("checkbox", name="Point your domain").focus()
    page.keyboard.press("Space")
    read(page, "1 of 3 read")

    page.goto(root)
    page.goto(root + PATH)

    assert [box.is_checked() for box in boxes.all()] == [True, False, False]
    page.get_by_role("link", name="Continue with Purge the cache").click()
    page.wait_for_url(f"{root}edge/purge-cache/")


def test_a_step_leads_to_the_next(root: str, page: Any) -> None:
    """Whoever goes on has read it; the box says so and can take it back."""
    page.goto(f"{root}dns/apex-domain/")
    way = page.get_by_role("navigation", name="Learning path: New customers")
    assert "Step 1 of 3 in New customers" in way.inner_text()
    way.locator("[data-db-next] a").click()
    page.wait_for_url(f"{root}edge/purge-cache/")
    way.get_by_role("checkbox", name="I have read this").check()

    way.get_by_role("link", name="New customers").click()
    page.wait_for_url(root + PATH)

    read(page, "2 of 3 read")
    page.get_by_role("checkbox", name="Purge the cache").uncheck()
    read(page, "1 of 3 read")


def test_at_the_end_there_is_a_word(root: str, page: Any) -> None:
    """And nothing to go on with."""
    page.goto(root + PATH)
    for box in page.get_by_role("checkbox").all():
        box.check()
    assert page.get_by_text("You have read all of it.").is_visible()
    assert not page.get_by_role("link", name="Continue with").is_visible()


def test_a_browser_that_keeps_nothing_can_still_be_used(root: str, page: Any) -> None:
    """Where scripts may not store, or what is stored is damaged, boxes work until the page is left."""
    page.add_init_script(
        "Storage.prototype.setItem = () => { throw new Error('full'); }; Storage.prototype.getItem = () => '{oops';"
    )
    page.goto(root + PATH)
    page.get_by_role("checkbox").first.check()
    read(page, "1 of 3 read")


def test_without_scripts_a_path_is_a_list(root: str, browser: Any) -> None:
    """Steps with numbers through both lists, kind and summary, and the way from step to step; no box that does nothing."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(root + PATH)
    assert page.locator(".db-step").count() == 3
    assert "How-to guide" in page.locator(".db-step").last.inner_text()
    assert page.get_by_role("checkbox").count() == 0
    assert not page.locator("[data-db-progress]").is_visible()
    assert "Escalate" not in page.content()
    page.get_by_role("link", name="Variables").click()
    page.wait_for_url(f"{root}apps/environment-variables/")
    assert not page.locator(".db-way label").is_visible()
    page.locator(".db-way").get_by_role("link", name="Old content").click()
    page.wait_for_url(f"{root}edge/purge-cache/")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_paths_are_open_to_everybody(root: str, axe: str, browser: Any, scheme: str, width: int) -> None:
    """axe-core finds nothing on a path, a step or the page that is shown offline; none is wider than the screen."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    wrong = []
    for url in (PATH, "paths/", "edge/purge-cache/", "offline/"):
        page.goto(root + url)
        page.wait_for_load_state("load")
        page.evaluate(axe)
        found = page.evaluate("async () => (await axe.run()).violations.map((v) => [v.id, v.nodes[0].html])")
        wrong += [f"{url}: {name} in {html}" for name, html in found]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{url}: wider than {width} pixels")
    context.close()
    assert wrong == []


def test_the_sample_site_works_without_a_network(root: str, page: Any) -> None:
    """Installed by one visit: an article that was never opened, the search, a path with what was read; what was not kept says so."""
    page.goto(root)
    page.wait_for_function("async () => (await navigator.serviceWorker.ready).active.state === 'activated'")
    page.context.set_offline(True)

    page.goto(f"{root}apps/log-drains/")
    assert page.locator("h1").inner_text().startswith("Sending logs")
    page.keyboard.press("/")
    page.wait_for_selector("dialog[open] input")
    page.keyboard.type("apex domain")
    found = "(end) => document.querySelector('dialog .pf-result a[href]')?.pathname.endsWith(end)"
    page.wait_for_function(found, arg="dns/apex-domain/")
    page.goto(root + PATH)
    page.get_by_role("checkbox").first.check()
    page.goto(f"{root}forum/")
    assert page.locator("h1").inner_text().startswith("You are offline")
    page.get_by_role("link", name="Setting environment variables").wait_for()
