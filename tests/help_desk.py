"""A small help desk with pages for every audience, and its sites: for tests of the build."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

from deskbook.config import Config, ProjectBlock, SiteBlock
from deskbook.library import Library, create, read_roster, render
from deskbook.model import (
    Article,
    Audience,
    Cluster,
    Confidence,
    Knowledge,
    Link,
    Message,
    Outcome,
    Overlap,
    Passage,
    Role,
    Table,
    Thread,
    ThreadKind,
    Verdict,
)
from deskbook_site.build import BuildResult, build
from fakes import FakeProject, FakeStore, RecordingProgress

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
PIXEL = b"\x89PNG\r\n\x1a\n" + b"deskbook" * 4

# Words that stand nowhere else: on the one side what must be found, on the other what must never be.
PUBLIC_WORDS = ("quixalor", "brimtuffet", "zandorvale", "plemquist", "Visible Vexford")
PARTNER_WORDS = ("partnerglyx", "Partner Pricelore")
TEAM_WORDS = (
    "internalozz",
    "Internal Inkwright",
    "wipwobblex",
    "Unfinished Umbrage",
    "archivaquen",
    "Archived Aardwyn",
    "commentuvex",
    "secretimgwyx",
    "notetwelvex",
    "hiddentopyx",
    "Hidden Hobnail",
    "hiddenchatyx",
    "ticketkeyx",
    "Rosterina Rowantree",
    "frontmatterzax",
    "tickettextyx",
    "unreadablezork",
)
# The pseudonym of everybody who asks. Not even the team's own site has it.
ASKER = "a5cefab1ed"


def article(path: str, body: str, **values: object) -> Article:
    """A validated public article."""
    stem = PurePosixPath(path).stem
    given = {
        "id": stem,
        "title": stem,
        "confidence": Confidence.VALIDATED,
        "audience": Audience.PUBLIC,
        "owner": "rosterina",
    }
    return Article(path=PurePosixPath(path), body=body, **(given | values))  # type: ignore[arg-type]


def message(number: int, text: str, role: Role = Role.CUSTOMER, **values: object) -> Message:
    """A message of ann (a customer) or bob (an agent)."""
    return Message(str(number), "ann" if role is Role.CUSTOMER else "bob", role, AT, text, **values)  # type: ignore[arg-type]


def thread(kind: ThreadKind, id: str, title: str, *messages: Message, **values: object) -> Thread:
    """A public thread of the first of March 2026."""
    given = {"created": AT, "updated": AT, "audience": Audience.PUBLIC, "category": "#help", "asker": ASKER}
    return Thread(str(kind), id, kind, title, messages, **(given | values))  # type: ignore[arg-type]


ARTICLES = (
    article(
        "network/slow.md",
        "## Issue\n\nThe quixalor is slow. It really is.\n\n"
        "## Resolution\n\nRestart it, see [Internal Inkwright](../team/runbook.md), [the old way](../old/gone.md) and "
        "[prices](<../partners/prices.md>).\n\n![diagram](img/visible.png)\n\n"
        "<!-- commentuvex: ask the team -->\n\n```\n[code](../network/slow.md) <!-- kept in code -->\n```\n",
        title='Visible Vexford: "slow" & <b>slower</b> #1',
        tags=("network", "speed"),
        sources=("ticket:ticketkeyx",),
        reviewed=date(2026, 2, 3),
        other={"internal_note": "frontmatterzax", "order": 1},
    ),
    article("network/fast.md", "The brimtuffet is fast. See [slow](slow.md#issue).", title="Fast"),
    article("unsure.md", "A zandorvale, perhaps.", title="Unsure", confidence=Confidence.NOT_VALIDATED),
    article("partners/prices.md", "The partnerglyx costs ten.", title="Partner Pricelore", audience=Audience.PARTNER),
    article(
        "team/runbook.md",
        "Restart the internalozz. ![plan](img/secretimgwyx.png) [slow](../network/slow.md)",
        title="Internal Inkwright",
        audience=Audience.INTERNAL,
        owner="gone",
    ),
    article("drafts/idea.md", "A wipwobblex.", title="Unfinished Umbrage", confidence=Confidence.WIP),
    article("old/gone.md", "An archivaquen.", title="Archived Aardwyn", confidence=Confidence.ARCHIVED),
)
TOPIC = thread(
    ThreadKind.TOPIC,
    "7",
    "My plemquist & <i>me</i>",
    message(1, "It is slow."),
    message(2, "Restart it.", Role.AGENT, accepted=True),
    message(3, "notetwelvex", Role.AGENT, internal=True),
)
THREADS = (
    TOPIC,
    thread(ThreadKind.TOPIC, "8", "Hidden Hobnail", message(1, "hiddentopyx"), audience=Audience.INTERNAL),
    thread(ThreadKind.CHAT, "c1", "chat", message(1, "a plemquist, anyone?")),
    thread(ThreadKind.CHAT, "c2", "chat", message(1, "hiddenchatyx"), audience=Audience.INTERNAL),
    # Tickets never become pages, even one that says that everybody may read it.
    thread(ThreadKind.TICKET, "ticketkeyx", "A ticket", message(1, "tickettextyx")),
)


def help_desk(root: Path, *, url: str | None = None) -> FakeProject:
    """The project in `root`, with its articles, images and roster on disk."""
    content = root / "content"
    for one in ARTICLES:
        create(content / one.path, render(one))
    create(content / "broken.md", "---\naudience: everybody\n---\n\nunreadablezork\n")
    create(
        content / "owners.yml",
        "people:\n  - {id: rosterina, name: Rosterina Rowantree}\n  - {id: gone, name: Gone, left: true}\n",
    )
    for name in ("network/img/visible.png", "network/img/unused-secretimgwyx.png", "team/img/secretimgwyx.png"):
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_bytes(PIXEL + name.encode())
    config = Config(project=ProjectBlock(name="Vexford help"), site=SiteBlock(url=url))
    tables = (
        Table("owners", "Owners", ("Who", "Page", "How many"), (("a|b", "network/slow.md", 3),), "What is owned."),
    )
    return FakeProject(root, knowledge(root), config, FakeStore(THREADS), tables)


def knowledge(root: Path) -> Knowledge:
    """What is in content/ now, and what a store would know."""
    shelf = Library(root / "content").read()
    return Knowledge(
        articles=shelf.articles,
        roster=read_roster(root / "content" / "owners.yml"),
        today=date(2026, 11, 1),
        unreadable=shelf.unreadable,
        files=shelf.files,
        overlaps=(
            Overlap(
                PurePosixPath("network/fast.md"),
                PurePosixPath("network/slow.md"),
                Verdict.VARIANT,
                0.7,
                (Passage(3, 4, "Restart it,\n- then wait"),),
            ),
        ),
        links=(Link(TOPIC.key, Outcome.COVERED, "slow", "", AT),),
        clusters=(Cluster("c", "slow", ("other:1", TOPIC.key)),),
    )


@dataclass(frozen=True)
class Built:
    """A project and one of its sites."""

    project: FakeProject
    result: BuildResult
    progress: RecordingProgress

    @property
    def site(self) -> Path:
        """The site's folder."""
        return self.result.site

    def html(self, url: str) -> str:
        """One page of it."""
        return (self.site / url / "index.html").read_text(encoding="utf-8")


def made(root: Path, audience: Audience, *, url: str | None = None, links: bool = True) -> Built:
    """The help desk's site for `audience`."""
    project, progress = help_desk(root, url=url), RecordingProgress()
    return Built(project, build(project, audience, progress=progress, check_links=links), progress)
