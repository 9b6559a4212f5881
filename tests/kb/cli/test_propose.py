"""`deskbook propose`, against real git remotes and servers that speak the forges' protocols."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deskbook import http
from deskbook.cli.main import cli
from forge_server import PROJECT, TOKEN, Fault, ForgeServer, forge_server

BRANCH = "deskbook/drafts"
KINDS = ("github", "gitlab", "forgejo")
ROSTER = """\
people:
  - {id: priya, name: Priya Raman, accounts: {github: priya-r, gitlab: priya-r, forgejo: priya-r}}
  - {id: sam, name: Sam Otero}
  - {id: zoe, name: Zoe, accounts: {github: "@nobody", gitlab: nobody, forgejo: nobody}}
teams:
  - {id: edge, name: Edge support, accounts: {github: acme/edge, gitlab: bo, forgejo: acme/edge}}
"""


def draft(
    name: str, owner: str = "edge", text: str = "Wait a minute, then try again.", created: str = "2026-11-20"
) -> str:
    """The file of a draft."""
    return (
        f"---\nid: {name}\ntitle: What about {name}?\nkind: faq\nconfidence: wip\naudience: public\nowner: {owner}\n"
        f"sources:\n- tickets:{name}\ncreated: {created}\n---\n\n## Issue\n\nWhat is {name}?\n\n## Resolution\n\n{text}\n"
    )


@dataclass
class Team:
    """A project, its remote and the forge, and a colleague who works on the same remote."""

    root: Path
    forge: ForgeServer

    def git(self, *words: str, at: Path | None = None) -> str:
        done = subprocess.run(["git", "-C", str(at or self.root), *words], check=True, capture_output=True)
        return done.stdout.decode("utf-8")

    def write(self, name: str, text: str | None = None) -> None:
        path = self.root / "content" / "drafts" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text or draft(name), encoding="utf-8")

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(cli, ["-C", str(self.root), "propose", *words])

    def propose(self, *words: str) -> dict[str, object]:
        done = self.run("--json", *words)
        assert done.exception is None, (done.output, done.exception)
        return json.loads(done.stdout)

    def fates(self, *words: str) -> dict[str, str]:
        return {Path(one["path"]).stem: one["fate"] for one in self.propose(*words)["drafts"]}

    def on_branch(self) -> dict[str, str]:
        """The files that the branch adds to main, and what they hold."""
        names = self.forge.git("diff", "--name-only", f"main...{BRANCH}").split()
        return {Path(name).stem: self.forge.git("show", f"{BRANCH}:{name}") for name in names}

    def colleague(self, changes: dict[str, str | None]) -> None:
        """Somebody changes or removes files on the branch."""
        clone = self.root.parent / "colleague"
        if not clone.exists():
            self.git("clone", "--quiet", str(self.forge.repository), str(clone), at=self.root.parent)
        self.git("fetch", "--quiet", "origin", at=clone)
        self.git("checkout", "--quiet", "-B", "work", f"origin/{BRANCH}", at=clone)
        for name, text in changes.items():
            path = clone / "content" / f"{name}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink() if text is None else path.write_text(text, encoding="utf-8")
        self.git("add", "--all", at=clone)
        self.git("-c", "user.name=Cy", "-c", "user.email=cy@x.example", "commit", "--quiet", "-m", "Mend", at=clone)
        self.git("push", "--quiet", "origin", f"work:{BRANCH}", at=clone)

    @property
    def pull(self) -> object:
        return self.forge.pulls[-1]


@pytest.fixture(name="every_team", params=KINDS)
def _every_team(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    yield from made(request.param, tmp_path, monkeypatch)


# The whole life of a request is proven on every forge always, the rest of it on the others where there is time.
@pytest.fixture(name="team", params=["github", *(pytest.param(kind, marks=pytest.mark.slow) for kind in KINDS[1:])])
def _team(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    yield from made(request.param, tmp_path, monkeypatch)


@pytest.fixture(name="hub")
def _hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    yield from made("github", tmp_path, monkeypatch)


def made(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("DESKBOOK_TOKEN", TOKEN)
    monkeypatch.setattr("deskbook.forges._PACE", 1000.0)
    monkeypatch.setattr(http, "sleep", lambda seconds: None)
    remote, root = tmp_path / "remote.git", tmp_path / "desk"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(remote)], check=True)
    with forge_server(kind, remote) as forge:
        team = Team(root, forge)
        (root / "content").mkdir(parents=True)
        rules = f'[propose]\nforge = "{kind}"\nurl = "{forge.api}"\nproject = "{PROJECT}"\n'
        (root / "deskbook.toml").write_text(rules, encoding="utf-8")
        (root / "content" / "owners.yml").write_text(ROSTER, encoding="utf-8")
        team.git("init", "--quiet", "--initial-branch=main")
        team.git("remote", "add", "origin", str(remote))
        team.git("add", "--all")
        team.git("-c", "user.name=Ana", "-c", "user.email=ana@x.example", "commit", "--quiet", "-m", "Begin")
        team.git("push", "--quiet", "origin", "main")
        yield team


def test_drafts_go_through_their_whole_life(every_team: Team) -> None:
    """Two drafts are proposed in one request; a third joins it; what a reviewer edited stays; that it was merged is noticed; the next
    ones get a request of their own, and once that is closed they are declined."""
    team = every_team
    team.write("one", draft("one", "priya"))
    team.write("two")
    first = team.propose()
    assert (first["did"], first["request"]["number"]) == ("opened", 1)
    assert set(team.on_branch()) == {"one", "two"}
    assert sorted(team.pull.reviewers) == sorted(["priya-r", "bo" if team.forge.kind == "gitlab" else "edge"])

    edited = draft("one", "priya", "Nobody needs to wait.")
    team.colleague({"drafts/one": edited})
    team.write("one", draft("one", "priya", "Wait for an hour."))
    team.write("three", draft("three", "sam"))
    team.pull.reviewers.clear()
    second = team.propose()
    assert {Path(one["path"]).stem: one["fate"] for one in second["drafts"]} == {
        "one": "edited",
        "two": "unchanged",
        "three": "added",
    }
    assert (second["did"], len(team.forge.pulls)) == ("updated", 1)
    assert set(team.on_branch()) == {"one", "two", "three"}
    assert team.on_branch()["one"] == edited
    assert team.pull.reviewers == [], "nobody is asked twice, and Sam has no account"
    assert "What about three?" in team.pull.body

    team.forge.finish(team.pull, "merged", remove_branch=True)
    third = team.propose()
    assert (third["did"], third["request"], third["drafts"]) == ("nothing", None, [])
    assert third["earlier"]["state"] == "merged"
    assert "was merged" in team.run().stdout

    team.write("four")
    assert team.propose()["request"]["number"] == 2
    assert set(team.on_branch()) == {"four"}
    team.forge.finish(team.pull, "closed")
    fifth = team.propose()
    assert (fifth["did"], fifth["earlier"]["state"]) == ("nothing", "closed")
    assert [(one["fate"], one["request"]) for one in fifth["drafts"]] == [("declined", 2)]
    assert "deskbook propose --again 2" in team.run().stdout

    team.write("five")
    assert team.fates() == {"five": "added", "four": "declined"}
    assert set(team.on_branch()) == {"five"}
    assert len(team.forge.pulls) == 3


def test_a_second_run_changes_nothing(hub: Team) -> None:
    """Nothing is pushed or sent where nothing is new; nor where a draft was only written again on another day."""
    hub.write("one")
    hub.propose()
    tip, sent = hub.forge.tip(BRANCH), list(hub.forge.sent)
    hub.write("one", draft("one", created="2026-11-22"))

    assert hub.propose()["did"] == "unchanged"
    assert (hub.forge.tip(BRANCH), hub.forge.sent) == (tip, sent)


def test_a_new_checkout_each_night_is_enough(hub: Team) -> None:
    """Where the drafts of yesterday are on the branch only, as in CI, they stay in the request."""
    hub.write("one")
    hub.propose()
    (hub.root / "content" / "drafts" / "one.md").unlink()
    hub.write("two")

    assert hub.fates() == {"two": "added"}
    assert set(hub.on_branch()) == {"one", "two"}
    assert "What about one?" in hub.pull.body


def test_my_checkout_stays_as_it_is(hub: Team) -> None:
    """Neither the files, what is staged, the branch nor the stash of whoever runs it change."""
    hub.write("one")
    (hub.root / "note.txt").write_text("mine", encoding="utf-8")
    hub.git("add", "note.txt")
    before = [hub.git("status", "--porcelain"), hub.git("branch"), hub.git("rev-parse", "HEAD")]

    hub.propose()

    assert [hub.git("status", "--porcelain"), hub.git("branch"), hub.git("rev-parse", "HEAD")] == before
    assert set(hub.on_branch()) == {"one"}
    assert not (hub.root / ".git" / "FETCH_HEAD").exists()


def test_a_draft_that_was_written_anew_replaces_the_old_one(hub: Team) -> None:
    """As long as nobody has edited it on the branch."""
    hub.write("one")
    hub.propose()
    hub.write("one", draft("one", text="Better words."))

    assert hub.fates() == {"one": "updated"}
    assert "Better words." in hub.on_branch()["one"]
    assert "Better words." in hub.pull.body


def test_what_a_reviewer_took_out_or_moved_does_not_come_back(hub: Team) -> None:
    """A deleted draft is declined by that; a moved one is there under its new path."""
    for name in ("one", "two", "three"):
        hub.write(name)
    hub.propose()
    hub.colleague({"drafts/one": None, "drafts/two": None, "dns/two": draft("two")})

    assert hub.fates() == {"one": "removed", "two": "removed", "three": "unchanged"}
    assert set(hub.on_branch()) == {"two", "three"}
    assert "content/dns/two.md" in hub.pull.body


def test_a_declined_draft_that_changed_is_proposed_again(hub: Team) -> None:
    """It is another draft then."""
    hub.write("one")
    hub.propose()
    hub.forge.finish(hub.pull, "closed")
    hub.write("one", draft("one", text="Other words."))

    assert hub.fates() == {"one": "added"}
    assert hub.propose()["request"]["number"] == 2


def test_declined_drafts_come_back_with_the_edits_that_they_had(team: Team) -> None:
    """`--again` takes them from the closed request, wherever it is run; later runs leave the edits alone."""
    team.write("one")
    team.write("two")
    team.propose()
    edited = draft("one", text="Edited words.")
    team.colleague({"drafts/one": edited})
    team.propose()
    team.forge.finish(team.pull, "closed", remove_branch=True)
    (team.root / "content" / "drafts" / "two.md").unlink()

    assert team.fates("--again", "1") == {"one": "added", "two": "added"}
    assert team.on_branch() == {"one": edited, "two": draft("two")}
    assert team.fates() == {"one": "edited"}
    assert team.on_branch()["one"] == edited
    assert "no request with drafts that was closed" in str(team.run("--again", "7").exception)


def test_a_request_of_a_fork_counts_for_nothing(team: Team) -> None:
    """Whoever opens one under the same branch name declines nothing."""
    team.write("one")
    team.propose()
    ours = team.pull
    ours.source, ours.state = "mallory/help", "closed"
    team.forge.git("update-ref", "-d", f"refs/heads/{BRANCH}")

    assert team.fates() == {"one": "added"}
    assert len(team.forge.pulls) == 2


def test_many_requests_are_all_read(team: Team) -> None:
    """What was declined long ago is known still."""
    team.write("one")
    team.propose()
    team.forge.finish(team.pull, "closed")
    team.forge.page_size = 2
    for number in range(3):
        team.write("more", draft("more", text=f"Words number {number}."))
        team.propose()
        team.forge.finish(team.pull, "merged" if number == 1 else "closed")
    (team.root / "content" / "drafts" / "more.md").unlink()

    assert team.fates() == {"one": "declined"}


def test_nothing_to_propose_touches_nothing(hub: Team) -> None:
    """No branch, no request."""
    assert hub.propose()["did"] == "nothing"
    assert (hub.forge.tip(BRANCH), hub.forge.sent) == ("", [])
    assert "nothing new to propose" in hub.run().stdout


def test_a_dry_run_pushes_and_sends_nothing(hub: Team) -> None:
    """It shows the text, and whom it would ask."""
    hub.write("one", draft("one", "priya"))
    done = hub.run("--dry-run")

    assert done.exit_code == 0
    assert (hub.forge.tip(BRANCH), hub.forge.sent) == ("", [])
    assert "content/drafts/one.md: added" in done.stdout
    assert "priya-r would be asked" in done.stdout
    assert "### What about one?" in done.stdout


def test_an_unknown_account_stops_nothing(team: Team) -> None:
    """It is said, and the request is open."""
    team.write("one", draft("one", "zoe"))
    done = team.run()

    assert done.exit_code == 0
    assert len(team.forge.pulls) == 1
    assert "nobody was not asked to review" in done.stderr


def test_pictures_and_improvements_go_along(hub: Team) -> None:
    """What a draft shows is on the branch with it, and so are files that add something to an article; nothing else is."""
    picture = hub.root / "content" / "drafts" / "assets" / "one" / "p0123456789abcdef.png"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    hub.write("one", draft("one", text=f"![x](assets/one/{picture.name})"))
    hub.write("two", draft("two").replace("kind: faq", "kind: reference\nimproves: home"))
    (hub.root / "content" / "page.md").write_text("# A page\n", encoding="utf-8")
    hub.propose()

    names = hub.forge.git("diff", "--name-only", f"main...{BRANCH}").split()
    assert names == [
        "content/drafts/assets/one/p0123456789abcdef.png",
        "content/drafts/one.md",
        "content/drafts/two.md",
    ]
    assert hub.forge.git("cat-file", "-s", f"{BRANCH}:{names[0]}").strip() == "8"


def test_the_table_of_figures_goes_along(hub: Team) -> None:
    """With new drafts and not by itself; each night adds its lines to those that wait in the request."""
    table = hub.root / "figures.csv"
    table.write_text("day,report\n2026-11-20,a\n", encoding="utf-8")
    assert hub.propose()["did"] == "nothing"
    hub.write("one")
    hub.propose()
    table.write_text("day,report\n2026-11-21,a\n", encoding="utf-8")
    hub.write("two")
    hub.propose()

    assert hub.on_branch()["figures"] == "day,report\n2026-11-20,a\n2026-11-21,a\n"


def test_a_project_below_the_top_of_its_repository(hub: Team) -> None:
    """Paths are those of the repository."""
    below = hub.root / "help"
    below.mkdir()
    hub.git("mv", "deskbook.toml", "content", "help")
    hub.git("-c", "user.name=Ana", "-c", "user.email=ana@x.example", "commit", "--quiet", "-m", "Move")
    hub.git("push", "--quiet", "origin", "main")
    inner = Team(below, hub.forge)
    inner.write("one")

    assert inner.fates() == {"one": "added"}
    assert inner.forge.git("diff", "--name-only", f"main...{BRANCH}").split() == ["help/content/drafts/one.md"]
    assert f"/blob/{BRANCH}/help/content/drafts/one.md" in inner.pull.body
    assert "### What about one?" in inner.pull.body


def test_a_shallow_checkout_is_enough(hub: Team, tmp_path: Path) -> None:
    """As CI makes one."""
    hub.write("one")
    hub.propose()
    (hub.root / "later.txt").write_text("x", encoding="utf-8")
    hub.git("add", "later.txt")
    hub.git("-c", "user.name=Ana", "-c", "user.email=ana@x.example", "commit", "--quiet", "-m", "Later")
    hub.git("push", "--quiet", "origin", "main")
    shallow = tmp_path / "shallow"
    hub.git("clone", "--quiet", "--depth=1", f"file://{hub.forge.repository}", str(shallow), at=tmp_path)
    night = Team(shallow, hub.forge)
    night.write("two")

    assert night.fates() == {"two": "added"}
    assert {"one", "two"} <= set(hub.on_branch())


def test_a_run_that_was_killed_after_its_push_is_completed(hub: Team) -> None:
    """The branch is there without a request: the next run opens it."""
    hub.write("one")
    hub.forge.faults.append(Fault("POST", 500))
    assert "500" in str(hub.run().exception)
    assert hub.forge.tip(BRANCH)

    assert hub.propose()["did"] == "opened"
    assert len(hub.forge.pulls) == 1


def test_an_answer_that_got_lost_opens_no_second_request(hub: Team) -> None:
    """Nobody knows whether it was opened: it is not sent again, and the next run finds it."""
    hub.write("one")
    hub.forge.faults.append(Fault("POST", 201, '{"number": 1, "html', carried_out=True))
    assert "cannot be read" in str(hub.run().exception)

    assert hub.propose()["did"] == "unchanged"
    assert len(hub.forge.pulls) == 1


def test_another_run_that_was_faster_is_no_mistake(team: Team) -> None:
    """A forge that says that there is a request already is believed, and asked for it."""
    team.write("one")
    team.propose()
    number, rows = team.pull.number, team.forge.pulls
    team.forge.faults.append(Fault("GET", 200, "[]"))  # the first look comes too early
    team.write("two")

    assert team.propose()["request"]["number"] == number
    assert len(rows) == 1
    assert "What about two?" in team.pull.body


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("GET", 401), "the forge refuses the token"),
        (
            Fault("GET", 403, '{"message": "Resource not accessible by integration"}'),
            "Resource not accessible by integration",
        ),
        (Fault("GET", 404), f"there is no project {PROJECT}"),
        (Fault("GET", 200, '{"a": 1}'), "as deskbook knows it"),
        (Fault("GET", 200, '[{"number": "x"}]'), "as deskbook knows it"),
        (Fault("GET", 302, "", (("Location", "https://elsewhere.example/"),)), "has moved"),
        (Fault("POST", 422, '{"message": "Validation Failed", "errors": [{"message": "No commits"}]}'), "No commits"),
    ],
)
def test_a_refusal_says_what_and_how_to_mend_it(hub: Team, fault: Fault, said: str) -> None:
    """With exit code 2, and without the token."""
    hub.write("one")
    hub.forge.faults.append(fault)
    problem = str(hub.run().exception)

    assert said in problem
    assert TOKEN not in problem


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_busy_forge_is_waited_for(team: Team, method: str) -> None:
    """429 with a pause did nothing, so it is safe to ask again."""
    team.write("one")
    team.forge.faults += [Fault(method, 429, "{}", (("Retry-After", "1"),))] * 2

    assert team.propose()["did"] == "opened"
    assert len(team.forge.pulls) == 1


def test_a_push_that_another_was_faster_than_is_done_again(hub: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """On top of what the other one pushed."""
    from deskbook.library.remote import Remote  # noqa: PLC0415

    hub.write("one")
    hub.propose()
    hub.write("two")
    push, late = Remote.push, []

    def slow(self: Remote, commit: str, branch: str, expected: str | None) -> bool:
        if not late:
            late.append(1)
            hub.colleague({"drafts/one": draft("one", text="Edited in between.")})
        return push(self, commit, branch, expected)

    monkeypatch.setattr(Remote, "push", slow)

    assert hub.fates() == {"one": "edited", "two": "added"}
    assert "Edited in between." in hub.on_branch()["one"]


def test_a_refused_push_is_told_without_what_is_secret(hub: Team) -> None:
    """What the server's hook says is shown; a password in the address is not."""
    hook = hub.forge.repository / "hooks" / "pre-receive"
    hook.write_text(
        "#!/bin/sh\necho 'no branches today at https://u:hunter2@x.example' >&2\nexit 1\n", encoding="utf-8"
    )
    hook.chmod(0o755)
    hub.write("one")
    problem = str(hub.run().exception)

    assert "no branches today" in problem
    assert "hunter2" not in problem
    assert hub.forge.pulls == []


def test_the_token_goes_into_no_file_and_no_message(hub: Team) -> None:
    """Not into the repository's configuration, the branch, the text or the output."""
    hub.write("one")
    done = hub.run()

    assert TOKEN not in done.output
    assert TOKEN not in hub.pull.body
    assert TOKEN not in (hub.root / ".git" / "config").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ('[propose]\nbranch = "main"\n', "others build on"),
        ('[propose]\nbranch = "x"\nbase = "x"\n', "two branches"),
        ('[propose]\nbranch = "--all"\n', "propose.branch"),
        ('[propose]\nremote = "elsewhere"\n', "no remote 'elsewhere'"),
        ('[propose]\nbase = "none"\n', "no branch none"),
        ('[propose]\ntoken_env = "NOT_THERE"\n', "NOT_THERE"),
    ],
)
def test_a_wrong_configuration_is_told(hub: Team, rules: str, said: str) -> None:
    """And nothing is pushed."""
    path = hub.root / "deskbook.toml"
    lines = path.read_text(encoding="utf-8").partition("\n")[2]
    path.write_text(rules + lines, encoding="utf-8")
    hub.write("one")

    assert said in str(hub.run().exception)
    assert hub.forge.git("for-each-ref", "--format=%(refname)").split() == ["refs/heads/main"]
