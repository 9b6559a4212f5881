"""`deskbook takedown`: gone everywhere, and not coming back."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook.cli.main import cli
from deskbook.store import Store

THREADS = [
    {
        "id": "1", "title": "Fax of Zorbina Quell prints nothing", "kind": "topic", "created": "2026-01-01T00:00:00Z", "resolved": True,
        "audience": "public", "tags": ["fax", "zorbina-quell"], "category": "Fax",
        "messages": [
            {"author": "Zorbina Quell", "role": "customer", "text": "It prints nothing. Zorbina"},
            {"author": "Bo", "role": "agent", "text": "Hello Zorbina Quell, open the lid."},
        ],
    },
    {
        "id": "2", "title": "Lid is stuck", "kind": "topic", "created": "2026-02-01T00:00:00Z", "audience": "public",
        "messages": [
            {"author": "eve", "role": "customer", "text": "As zorbína quell's fax: the lid is stuck. Project Blue Heron waits."},
            {"author": "Bo", "role": "agent", "text": "Turn the wheel until it clicks."},
        ],
    },
]  # fmt: skip
ARTICLE = "---\nid: lid\ntitle: The lid\nsources: [desk:1, desk:2]\n---\n\nAsk Zorbina Quell about the Blue Heron.\n"
DRAFT = "---\nid: fax\ntitle: Fax\nconfidence: wip\nsources: [desk:1]\n---\n\nOpen the lid.\n"


@pytest.fixture(name="desk")
def _desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("DESKBOOK_KEY", raising=False)
    (tmp_path / "deskbook.toml").write_text(
        '[[sources]]\nname = "desk"\ntype = "jsonl"\npath = "threads.jsonl"\n', encoding="utf-8"
    )
    (tmp_path / "threads.jsonl").write_text("\n".join(json.dumps(row) for row in THREADS), encoding="utf-8")
    (tmp_path / "content" / "drafts").mkdir(parents=True)
    (tmp_path / "content" / "lid.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "content" / "drafts" / "fax.md").write_text(DRAFT, encoding="utf-8")
    for name in ("site", "build/docs"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "404.html").write_text("Zorbina Quell", encoding="utf-8")
    assert run(tmp_path, "collect").exit_code == 0
    assert run(tmp_path, "cluster").exit_code == 0
    return tmp_path


def run(desk: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-q", "-C", str(desk), *arguments])


def test_what_readers_told_and_what_was_kept_of_articles_goes_too(desk: Path) -> None:
    """It is made anew: searches from the exports, without what was taken down."""
    with (desk / "deskbook.toml").open("a", encoding="utf-8") as file:
        file.write('[[signals]]\npath = "searches.csv"\nkind = "no-result"\n')
    (desk / "searches.csv").write_text("query,count\nblue heron price,2\n", encoding="utf-8")
    assert run(desk, "collect", "signals").exit_code == 0
    assert run(desk, "check").exit_code < 2
    assert (desk / ".deskbook" / "overlap").is_dir()
    assert "heron" in (desk / ".deskbook" / "signals.jsonl").read_text(encoding="utf-8")

    run(desk, "takedown", "--text", "Blue Heron")

    assert not (desk / ".deskbook" / "overlap").exists()
    assert holding(desk, "heron") <= {"searches.csv"}
    assert run(desk, "collect", "signals").exit_code == 0
    assert "heron" not in (desk / ".deskbook" / "signals.jsonl").read_text(encoding="utf-8")


def told(desk: Path, *arguments: str) -> dict[str, object]:
    done = run(desk, "takedown", "--json", *arguments)
    assert done.exit_code == 0, done.output
    loaded: dict[str, object] = json.loads(done.stdout)
    return loaded


def files(desk: Path) -> dict[str, bytes]:
    return {
        path.relative_to(desk).as_posix(): path.read_bytes()
        for path in desk.rglob("*")
        if path.is_file() and not path.name.endswith(("-shm", "-wal"))
    }


def holding(desk: Path, *words: str) -> set[str]:
    return {
        name
        for name, data in files(desk).items()
        if name != "threads.jsonl" and any(word.encode() in data.lower() for word in words)
    }


def test_a_person_is_gone_from_every_file(desk: Path) -> None:
    """After it no byte of store, index, content, staged pages or site has the name, and the list itself does not either."""
    assert holding(desk, "quell") >= {".deskbook/deskbook.db", "content/lid.md", "site/404.html", "build/docs/404.html"}

    done = told(desk, "--person", "Zorbina Quell")

    assert holding(desk, "quell") == set()
    assert done["changed"] == ["desk:1", "desk:2"]
    assert done["edited"] == ["content/lid.md"]
    assert done["folders"] == ["build/docs", "site"]
    assert "Ask [name] about" in (desk / "content" / "lid.md").read_text(encoding="utf-8")
    assert "takedowns.txt" in files(desk)


def test_what_was_taken_down_does_not_come_back(desk: Path) -> None:
    """The next collect leaves the person out, with parts of the name, and the one after it finds nothing new."""
    told(desk, "--person", "Zorbina Quell")
    told(desk, "--text", "project blue heron")

    assert run(desk, "collect").exit_code == 0
    assert "0 new, 0 changed, 2 as before" in run(desk, "collect").output
    assert holding(desk, "quell", "zorb", "heron") == {
        "content/lid.md"
    }  # it says “the Blue Heron”, without the first word
    with Store(desk / ".deskbook") as store:
        first, second = store.threads()
    assert [message.author for message in first.messages] == ["[name]", "Bo"]
    assert first.tags == ("fax",)
    assert second.messages[0].text == "As [name]'s fax: the lid is stuck. [removed] waits."


def test_a_thread_is_gone_with_all_that_was_made_of_it(desk: Path) -> None:
    """The thread leaves the store and the sources of articles, a draft of nothing else goes, and collect refuses it."""
    done = told(desk, "--thread", "desk:1")

    assert done["removed"] == ["desk:1"]
    assert done["deleted"] == ["content/drafts/fax.md"]
    assert done["review"] == done["edited"] == ["content/lid.md"]
    assert "desk:1" not in (desk / "content" / "lid.md").read_text(encoding="utf-8")
    again = run(desk, "collect")
    assert "left out, because they were taken down: 1 thread" in again.output
    with Store(desk / ".deskbook") as store:
        assert [thread.key for thread in store.threads()] == ["desk:2"]
        assert store.find("prints") == ()


@pytest.mark.parametrize("asked", [("--person", "Zorbina Quell"), ("--thread", "desk:1"), ("--text", "blue heron")])
def test_a_dry_run_changes_nothing(desk: Path, asked: tuple[str, str]) -> None:
    """It says what would be done, and that is what is done afterwards."""
    before = files(desk)
    shown = told(desk, *asked, "--dry-run")
    assert files(desk) == before

    done = told(desk, *asked)

    assert {**shown, "dry_run": False} == done
    assert done["new"] is True


def test_the_second_time_there_is_nothing_to_do(desk: Path) -> None:
    """Taking the same down again adds no line and changes no file."""
    told(desk, "--person", "Zorbina Quell")
    before = files(desk)

    again = run(desk, "takedown", "--person", "ZORBINA QUELL")

    assert "Nothing is there to be removed." in again.output
    assert files(desk) == before


def test_a_colleagues_list_is_applied(desk: Path) -> None:
    """Without options, what others took down goes from this store and content; the list is read with their key."""
    told(desk, "--person", "Zorbina Quell")
    key = run(desk, "takedown", "--show-key").stdout.strip()
    listed = (desk / "takedowns.txt").read_bytes()
    other = desk.parent / "other"
    for name, data in files(desk).items():
        if not name.startswith(".deskbook"):
            (other / name).parent.mkdir(parents=True, exist_ok=True)
            (other / name).write_bytes(data)
    (other / "takedowns.txt").unlink()
    run(other, "collect")
    (other / "takedowns.txt").write_bytes(listed)
    assert holding(other, "quell") == {".deskbook/deskbook.db"}

    for verb in ("collect", "build", "takedown"):
        refused = run(other, verb)
        assert refused.exception is not None
        assert "another key" in str(refused.exception)
    done = CliRunner(env={"DESKBOOK_KEY": key}).invoke(cli, ["-q", "-C", str(other), "takedown"])

    assert done.exit_code == 0, done.output
    assert "2 threads changed in the store" in done.output
    assert holding(other, "quell") == set()


def test_what_only_a_person_can_mend_is_listed(desk: Path) -> None:
    """Names of files, ids, the roster and files that cannot be read are left, and named."""
    content = desk / "content"
    (content / "zorbina-quell.md").write_text("---\ntitle: x\n---\nText.\n", encoding="utf-8")
    (content / "owners.yml").write_text("people:\n  - {id: z, name: Zorbina Quell}\n", encoding="utf-8")
    (content / "broken.md").write_text("---\ntitle: [\n---\nZorbina Quell\n", encoding="utf-8")

    done = told(desk, "--person", "Zorbina Quell")

    assert done["left"] == ["content/broken.md", "content/owners.yml", "content/zorbina-quell.md"]


def test_git_history_is_looked_through(desk: Path) -> None:
    """Commits that hold it are named with their files, also in other branches and after it was removed; the name is not printed."""

    def git(*words: str) -> None:
        who = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(desk), *who, *words], check=True, capture_output=True)

    git("init", "--quiet")
    git("add", "content/lid.md")
    git("commit", "--quiet", "-m", "The lid")
    git("checkout", "--quiet", "-b", "other")
    (desk / "content" / "zorbina-quell.md").write_text("x\n", encoding="utf-8")
    git("add", "content/zorbina-quell.md")
    git("commit", "--quiet", "-m", "Something")
    git("commit", "--quiet", "--allow-empty", "-m", "For Zorbina Quell")
    git("commit", "--quiet", "--allow-empty", "-m", "Clean")

    done = run(desk, "takedown", "--person", "Zorbina Quell")

    assert "3 commits of git still hold it" in done.output
    assert "content/lid.md" in done.output
    assert "git filter-repo" in done.output
    assert "reflog" in done.output
    assert "zorbina quell" not in done.output.lower()
    history = told(desk, "--person", "Zorbina Quell")["history"]
    assert isinstance(history, list)
    assert sorted(commit["files"] for commit in history) == [[], ["content/lid.md"], ["content/zorbina-quell.md"]]
    assert (desk / ".gitattributes").read_text(encoding="utf-8") == "/takedowns.txt merge=union\n"
    assert [c["files"] for c in told(desk, "--thread", "desk:1")["history"]] == [["content/lid.md"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "asked", [("--person", "mark"), ("--person", "!!"), ("--text", "the"), ("--text", " "), ("--thread", " ")]
)
def test_what_would_be_found_everywhere_is_refused(desk: Path, asked: tuple[str, str]) -> None:
    """A common word, and nothing at all, are not taken down; nothing is written."""
    before = files(desk)

    done = run(desk, "takedown", *asked)

    assert done.exception is not None
    assert done.exit_code != 0
    assert files(desk) == before


def test_one_thing_at_a_time(desk: Path) -> None:
    """Two things in one call are a mistake in the call."""
    assert run(desk, "takedown", "--person", "Zorbina Quell", "--thread", "desk:1").exit_code == 2


def test_without_a_list_there_is_nothing_to_apply(desk: Path) -> None:
    """A project in which nothing was taken down says so."""
    assert "Nothing was taken down yet" in run(desk, "takedown").output
