"""A picture of a forum, from a backup to the site, to a draft and to its end; and those that must not take that road."""

from __future__ import annotations

import tarfile
from collections.abc import Sequence
from pathlib import Path

from click.testing import CliRunner, Result

from deskbook.cli.main import cli
from deskbook.model import Audience
from deskbook.pictures import bare
from deskbook.sources.discourse_uploads import key_of
from deskbook.store import Store
from discourse_forum import PLANTED, Post, Topic, backup, copy, dump
from images import JPEG, PNG, SVG, png

LID, HOSTILE, LARGE, LOST, PRIVATE, TICKET = (f"{n:x}" * 40 for n in range(10, 16))
PATH = "uploads/default/original/1X/"
CONFIG = """
[project]
name = "Paper Desk"

[[sources]]
name = "forum"
type = "discourse-backup"
path = "backup.tar.gz"
marked_tags = ["paper"]

[[sources]]
name = "desk"
type = "jsonl"
path = "tickets.jsonl"
"""


def shown(sha1: str, words: str) -> str:
    """An upload in a post, as Discourse shows it: a smaller copy that leads to the whole one."""
    stored = f"/uploads/default/original/1X/{sha1}"
    image = f'<img src="/uploads/default/optimized/1X/{sha1}_2_690x388.png" alt="{words}" data-base62-sha1="{key_of(sha1)}">'
    return f'<p><a class="lightbox" href="{stored}.png">{image}</a></p>'


def topics(*, forged: str = "") -> tuple[Topic, ...]:
    """A question with pictures, answered with one, and a topic of the staff with another."""
    pictures = shown(HOSTILE, "drawing") + shown(LARGE, "wall") + shown(LOST, "lost") + shown(PRIVATE, "private")
    asked = f"<p>The lid of my printer springs open after each page. See {forged} here:</p>{shown(LID, 'open lid')}{pictures}"
    answered = (
        "<p>Open the cover, then turn the <b>green</b> wheel behind it clockwise until it clicks twice.</p>"
        f"{shown(LID, 'green wheel')}<p>Close the lid and print a test page. It stays shut then.</p>"
    )
    lid = Topic(
        30, "The lid of my printer springs open", (Post(1, asked, user=3), Post(2, answered)), tags=(1,), accepted=2
    )
    staff = Topic(31, "PLANTED staff", (Post(1, shown(TICKET, "PLANTED")),), 3)
    return lid, staff


def members() -> list[tuple[tarfile.TarInfo, bytes]]:
    """Uploads, some of them hostile."""
    linked = tarfile.TarInfo(f"{PATH}{LOST}.png")
    linked.type, linked.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return [
        (linked, b""),
        (tarfile.TarInfo(f"../../{PATH}{LOST}.png"), PNG),
        (tarfile.TarInfo(f"/{PATH}{LOST}.png"), PNG),
        (tarfile.TarInfo(f"{PATH}../../{LOST}.png"), PNG),
        (tarfile.TarInfo(f"{PATH}{LID}.jpeg"), JPEG),
        (tarfile.TarInfo(f"{PATH}{HOSTILE}.png"), SVG),
        (tarfile.TarInfo(f"{PATH}{LARGE}.png"), png(30_000, 30_000)),
        (tarfile.TarInfo(f"{PATH}{PRIVATE}.png"), png(colour=1)),
        (tarfile.TarInfo(f"{PATH}{TICKET}.png"), png(colour=2)),
        (tarfile.TarInfo(f"{PATH}{'9' * 40}.png"), png(colour=3)),
    ]


def desk(folder: Path, *, forged: str = "", before: Sequence[tuple[tarfile.TarInfo, bytes]] = ()) -> Path:
    """A project with a backup, and with a ticket that has a screenshot."""
    folder.mkdir(exist_ok=True)
    uploads = copy("uploads", "id, sha1, secure", (1, LID, False), (2, PRIVATE, True))
    sql = dump(topics=topics(forged=forged)).replace("\\unrestrict", f"{uploads}\\unrestrict")
    after = () if before else members()
    (folder / "backup.tar.gz").write_bytes(backup(sql, *before, after=after))
    (folder / "deskbook.toml").write_text(CONFIG, encoding="utf-8")
    ticket = (
        '{"id": "7", "title": "Lid", "messages": [{"author": "Ada", "role": "customer", "at": "2026-03-01T10:00:00Z", "text": '
        f'"See ![lid](https://forum.example/uploads/short-url/{key_of(LID)}.png) and deskbook-file:x"}}]}}'
    )
    (folder / "tickets.jsonl").write_text(ticket + "\n", encoding="utf-8")
    return folder


def run(project: Path, *arguments: str) -> Result:
    """One verb, which does not fail."""
    result = CliRunner().invoke(cli, ["-C", str(project), *arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def kept(project: Path) -> list[Path]:
    """The pictures that the store keeps."""
    return sorted((project / ".deskbook/files").glob("*/*"))


def times(folder: Path) -> dict[Path, int]:
    """When each file was written."""
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_from_a_backup_to_a_page_and_a_draft(tmp_path: Path) -> None:
    """The picture of a public topic is on its page and beside its draft, without its metadata; it goes with the thread."""
    project = desk(tmp_path / "desk")
    picture = bare(JPEG)
    assert picture

    said = run(project, "collect").output
    (file,) = kept(project)
    assert "kept: 1 picture; 2 not" in said
    assert file.read_bytes() == picture.data

    run(project, "cluster")
    run(project, "draft")
    (draft,) = (project / "content/drafts").rglob("*.md")
    (copied,) = (project / "content/drafts").rglob("*.jpg")
    assert copied.parent == draft.parent / "assets" / draft.stem
    assert f"![green wheel](assets/{draft.stem}/{copied.name})" in draft.read_text(encoding="utf-8")
    assert "deskbook-file" not in draft.read_text(encoding="utf-8")
    assert copied.read_bytes() == picture.data

    run(project, "build", "--no-links")
    (page,) = (project / "site/forum").glob("30-*/index.html")
    html = page.read_text(encoding="utf-8")
    source = f"../files/{file.name}"
    assert f'<img src="{source}" alt="green wheel" width="6" height="8" loading="lazy">' in html
    assert (page.parent / source).resolve().read_bytes() == picture.data
    assert [path.name for path in (project / "site/forum/files").iterdir()] == [file.name]
    for words in ("drawing", "wall", "lost", "private"):
        assert f">Image: {words}</a>" in html

    run(project, "build", "--no-links")  # now there is something of an earlier site
    run(project, "takedown", "--thread", "forum:30")
    assert kept(project) == []
    assert not copied.exists()
    assert not draft.exists()
    left = [path for top in ("build", "site", "content") for path in (project / top).rglob("*") if path.is_file()]
    assert [path for path in left if b"springs open" in path.read_bytes() or picture.data in path.read_bytes()] == []


def test_nothing_is_written_twice(tmp_path: Path) -> None:
    """Collecting and building again leaves every picture as it was; nor is the archive read for what is there."""
    project = desk(tmp_path / "desk")
    run(project, "collect")
    run(project, "build", "--no-links")
    store, site = times(project / ".deskbook/files"), times(project / "site/forum/files")
    # The same forum, whose archive has lost its uploads.
    desk(project, before=[(tarfile.TarInfo("notes.txt"), b"")])

    again = run(project, "collect").output
    run(project, "build", "--no-links")

    assert "forum: 0 new, 0 changed, 1 as before" in again
    assert times(project / ".deskbook/files") == store
    assert times(project / "site/forum/files") == site


def test_uploads_may_stand_before_the_dump(tmp_path: Path) -> None:
    """An archive is read to its end, wherever the dump stands in it."""
    project = desk(tmp_path / "desk", before=members())

    run(project, "collect")

    assert len(kept(project)) == 1


def test_nobody_names_a_picture_of_the_store(tmp_path: Path) -> None:
    """Who writes what stands in the store for a picture writes text, in a forum and in a ticket; and tickets keep no picture."""
    name = "p" + "a" * 64
    forged = f"![x](deskbook-file:{name}.png#8x6) deskbook-file:{name}.png#8x6 deskbook&amp;#45;file:{name}.png#8x6"
    project = desk(tmp_path / "desk", forged=forged)

    run(project, "collect")
    with Store(project / ".deskbook") as store:
        topic, ticket = sorted(store.threads(), key=lambda thread: thread.key, reverse=True)
    (project / f".deskbook/files/{name[1:3]}").mkdir(parents=True)
    (project / f".deskbook/files/{name[1:3]}/{name}.png").write_bytes(png())
    run(project, "build", "--no-links")

    assert f"deskbook-file:{name}" not in topic.messages[0].text
    assert "deskbook-file:" not in ticket.messages[0].text
    assert f"{key_of(LID)}.png" in ticket.messages[0].text or "(image" in ticket.messages[0].text
    assert not (project / f"site/forum/files/{name}.png").exists()
    (page,) = (project / "site/forum").glob("30-*/index.html")
    assert f'src="../files/{name}' not in page.read_text(encoding="utf-8")


def test_a_picture_that_was_lost_becomes_its_words(tmp_path: Path) -> None:
    """The page is made again without it, and so is a draft; the next collection puts it back."""
    project = desk(tmp_path / "desk")
    run(project, "collect")
    run(project, "build", "--no-links")
    (file,) = kept(project)
    file.unlink()

    run(project, "build", "--no-links")
    run(project, "draft")

    (page,) = (project / "site/forum").glob("30-*/index.html")
    assert "(image: green wheel)" in page.read_text(encoding="utf-8")
    assert list((project / "site/forum").glob("files/*")) == []
    (draft,) = (project / "content/drafts").rglob("*.md")
    assert "(image: green wheel)" in draft.read_text(encoding="utf-8")

    run(project, "collect")
    assert kept(project) == [file]


def test_a_source_may_keep_none(tmp_path: Path) -> None:
    """`pictures = "none"` leaves them where they are."""
    project = desk(tmp_path / "desk")
    config = CONFIG.replace('marked_tags = ["paper"]', 'pictures = "none"')
    (project / "deskbook.toml").write_text(config, encoding="utf-8")

    run(project, "collect")

    with Store(project / ".deskbook") as store:
        (topic,) = (thread for thread in store.threads() if thread.audience is Audience.PUBLIC)
    assert kept(project) == []
    assert f"![open lid](https://forum.example/uploads/short-url/{key_of(LID)}.png)" in topic.messages[0].text
    assert PLANTED not in topic.messages[0].text
