"""A GitHub repository, in good and bad order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from desk_server import Asked, DeskServer, Fault, Reply, desk_server
from deskbook import http
from deskbook.errors import PublishError, SourceError
from deskbook.model import Audience, Damage, Given, Gone, Incoming, Note, Reached, Role, Thread, ThreadKind, marker
from deskbook.sources.github import GitHub

TOKEN = "ghp_n0b0dy-may-see"
NOTE = Note(
    f"See https://help.example/fax\n{marker('ab' * 8)}",
    "https://help.example/fax",
    marker("ab" * 8),
    True,
    "documented",
)


def person(login: str, kind: str = "User") -> dict[str, Any]:
    """An account."""
    return {"login": login, "id": sum(map(ord, login)), "type": kind}


def moment(minute: int) -> str:
    """A time of one day."""
    return f"2026-01-05T{10 + minute // 60:02}:{minute % 60:02}:00Z"


@dataclass
class Repository:
    """A small repository `acme/fax`, its pages two issues long."""

    issues: list[dict[str, Any]] = field(default_factory=list)
    comments: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    discussions: list[dict[str, Any]] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    address: str = ""
    made: int = 900
    clock: int = 500

    def issue(self, number: int, minute: int, *comments: str, **values: Any) -> dict[str, Any]:
        """Add a closed issue of ada's, with comments by bo of the team."""
        self.comments[str(number)] = []
        made = {
            "number": number,
            "title": f"Fax {number}",
            "body": f"It does not print {number}.",
            "state": "closed",
            "state_reason": "completed",
            "user": person("ada"),
            "author_association": "NONE",
            "created_at": moment(minute),
            "updated_at": moment(minute),
            "html_url": f"https://github.example/acme/fax/issues/{number}",
            "labels": [],
            "comments": 0,
            **values,
        }
        self.issues.append(made)
        for text in comments:
            self.comment(str(number), text, minute)
        return made

    def comment(self, number: str, text: str, minute: int, **values: Any) -> dict[str, Any]:
        """Add a comment, which moves the issue."""
        self.made += 1
        said = {
            "id": self.made,
            "body": text,
            "created_at": moment(minute),
            "user": person("bo"),
            "author_association": "MEMBER",
        }
        self.comments[number].append(said | values)
        issue = self.one(number)
        issue["comments"] += 1
        issue["updated_at"] = max(issue["updated_at"], moment(minute))
        return said | values

    def one(self, number: str) -> dict[str, Any]:
        """An issue."""
        return next(issue for issue in self.issues if str(issue["number"]) == number)

    def answer(self, asked: Asked) -> Reply | None:  # noqa: C901, PLR0911  one line for each address
        """As docs.github.com says."""
        path = asked.path.removeprefix("/repos/acme/fax")
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply({"message": "Bad credentials"}, 401)
        if path == "/graphql":
            return Reply(self.graphql(asked.body["query"], asked.body["variables"]))
        if path == "/issues":
            found = sorted(self.issues, key=lambda issue: issue["updated_at"])
            return self.page([one for one in found if one["updated_at"] >= asked.query.get("since", "")], asked, 2)
        if path == "/labels" and asked.method == "POST":
            self.labels[asked.body["name"]] = f"L_{asked.body['name']}"
            return Reply({"node_id": self.labels[asked.body["name"]]}, 201)
        if match := re.fullmatch(r"/issues/comments/(\d+)", path):
            for said in self.comments.values():
                kept = [one for one in said if str(one["id"]) != match[1]]
                if len(kept) < len(said):
                    said[:] = kept
                    return Reply(b"", 204)
            return None
        match = re.fullmatch(r"/issues/(\d+)/(comments|labels)(?:/(.+))?", path)
        if not match or match[1] not in self.comments:
            return None
        self.clock += 1
        if match[2] == "comments":
            if asked.method == "GET":
                return self.page(self.comments[match[1]], asked, 2)
            return Reply(self.comment(match[1], asked.body["body"], self.clock), 201)
        labels = self.one(match[1])["labels"]
        if asked.method == "DELETE":
            labels[:] = [label for label in labels if label["name"] != match[3]]
        else:
            labels += [{"name": name} for name in asked.body["labels"] if {"name": name} not in labels]
        self.one(match[1])["updated_at"] = moment(self.clock)
        return Reply(labels)

    def page(self, rows: list[dict[str, Any]], asked: Asked, size: int) -> Reply:
        """A part of a list, with the address of the next."""
        number = int(asked.query.get("page", "1"))
        headers = {}
        if number * size < len(rows):
            query = "&".join(f"{key}={value}" for key, value in {**asked.query, "page": str(number + 1)}.items())
            headers = {"Link": f'<{self.address}{asked.path}?{query}>; rel="next"'}
        return Reply(rows[(number - 1) * size : number * size], headers=headers)

    def graphql(self, query: str, given: dict[str, Any]) -> dict[str, Any]:  # noqa: PLR0911  as `answer`
        """The few questions that are asked, a page being one thing long."""
        if "addDiscussionComment" in query:
            one = next(one for one in self.discussions if one["id"] == given["id"])
            one["said"].append(reply(f"DC_{len(one['said'])}", given["body"], "bo", 400))
            one["updatedAt"] = moment(450)
            return {"data": {"addDiscussionComment": {"comment": {"id": one["said"][-1]["id"]}}}}
        if "deleteDiscussionComment" in query:
            for one in self.discussions:
                one["said"] = [said for said in one["said"] if said["id"] != given["id"]]
            return {"data": {}}
        if "LabelsToLabelable" in query or "LabelsFromLabelable" in query:
            one = next(one for one in self.discussions if one["id"] == given["id"])
            one["tags"] = [given["label"]] if "To" in query else []
            return {"data": {}}
        if "label(name" in query:
            found = self.labels.get(given["label"])
            return {"data": {"repository": {"label": found and {"id": found}}}}
        if "node(id" in query:
            said = next(said for one in self.discussions for said in one["said"] if said["id"] == given["id"])
            return {"data": {"node": {"replies": part(said["answers"], given["after"])}}}
        if "discussion(number" in query:
            numbered = [one for one in self.discussions if one["number"] == given["number"]]
            if not numbered:
                return {"data": None, "errors": [{"type": "NOT_FOUND", "message": "Could not resolve"}]}
            (one,) = numbered
            comments = part(one["said"], given["after"])
            comments["nodes"] = [{**said, "replies": part(said["answers"], None)} for said in comments["nodes"]]
            labels = {"nodes": [{"name": name} for name in one["tags"]]}
            return {"data": {"repository": {"discussion": {**one, "comments": comments, "labels": labels}}}}
        newest = sorted(self.discussions, key=lambda one: one["updatedAt"], reverse=True)
        return {"data": {"repository": {"discussions": part(newest, given["after"])}}}


def part(rows: list[Any], after: str | None) -> dict[str, Any]:
    """A page of one."""
    first = int(after or 0)
    info = {"hasNextPage": first + 1 < len(rows), "endCursor": str(first + 1)}
    return {"nodes": rows[first : first + 1], "pageInfo": info}


def reply(key: str, text: str, login: str, minute: int, **values: Any) -> dict[str, Any]:
    """A comment on a discussion, or a reply to one."""
    member = {"login": login, "__typename": "User", "databaseId": sum(map(ord, login))}
    made = {"id": key, "body": text, "createdAt": moment(minute), "author": member, "answers": []}
    return {
        **made,
        "authorAssociation": "MEMBER" if login == "bo" else "NONE",
        "isMinimized": False,
        "isAnswer": False,
        **values,
    }


def discussion(number: int, minute: int, *said: dict[str, Any], **values: Any) -> dict[str, Any]:
    """An answered question."""
    made = reply(f"D_{number}", "Why is it slow?", "ada", minute)
    title = {
        "number": number,
        "title": f"Slow {number}",
        "url": f"https://github.example/acme/fax/discussions/{number}",
    }
    state = {
        "updatedAt": moment(minute),
        "isAnswered": True,
        "closed": False,
        "stateReason": None,
        "category": {"name": "Q&A"},
    }
    return {**made, **title, **state, "said": list(said), "tags": [], **values}


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits; what would have been waited for, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(http, "sleep", waited.append)
    return waited


@pytest.fixture
def repository() -> Repository:
    """Five closed issues; two of them were changed in the same second."""
    made = Repository()
    made.issue(1, 1, "Turn it on.", "Then press the green key.", "And wait.")
    for number, minute in ((2, 5), (3, 5), (4, 5), (5, 9)):
        made.issue(number, minute, "Oil the wheel.")
    return made


@pytest.fixture
def server(repository: Repository) -> Iterator[DeskServer]:
    """It, answering."""
    with desk_server(repository.answer) as desk:
        repository.address = desk.address
        yield desk


def source(server: DeskServer, **options: object) -> GitHub:
    """A source that reads it."""
    given = {"url": server.address, "token_env": TOKEN, "repository": "acme/fax", "pace": 1000, **options}
    return GitHub("forge", Path(), given)


def read(server: DeskServer, cursor: str = "", **options: object) -> list[Given]:
    """What it gives."""
    return list(source(server, **options).threads_since(cursor))


def threads(entries: list[Given]) -> dict[str, Thread]:
    """The threads among the entries, by id."""
    return {entry.thread.id: entry.thread for entry in entries if isinstance(entry, Incoming)}


def cursor_of(entries: list[Given]) -> str:
    """Where the next run goes on."""
    return next((entry.cursor for entry in reversed(entries) if isinstance(entry, Reached)), "")


def test_closed_issues_come_with_all_their_comments(server: DeskServer) -> None:
    """Each once, though some moved in the same second and pages are short."""
    entries = read(server)

    assert [entry.thread.id for entry in entries if isinstance(entry, Incoming)] == ["1", "2", "3", "4", "5"]
    thread = threads(entries)["1"]
    assert [(message.role, message.text) for message in thread.messages] == [
        (Role.CUSTOMER, "It does not print 1."),
        (Role.AGENT, "Turn it on."),
        (Role.AGENT, "Then press the green key."),
        (Role.AGENT, "And wait."),
    ]
    assert thread.url == "https://github.example/acme/fax/issues/1"
    assert thread.resolved
    assert thread.audience is Audience.INTERNAL
    first = next(entry for entry in entries if isinstance(entry, Incoming))
    assert first.people == ("ada", "bo")
    assert first.asker == str(sum(map(ord, "ada")))


def test_a_run_without_news_asks_twice(server: DeskServer) -> None:
    """The last issue is listed again, as others may have moved in the same second, and read."""
    entries = read(server)
    server.asked.clear()

    again = read(server, cursor_of(entries))

    assert list(threads(again)) == ["5"]
    assert threads(again)["5"] == threads(entries)["5"]
    assert len(server.asked) == 2


def test_what_changed_is_read_again_and_what_was_opened_is_gone(server: DeskServer, repository: Repository) -> None:
    """So are spam and what was closed because it is no question; pull requests are nothing."""
    cursor = cursor_of(read(server))
    repository.comment("2", "That helped, thanks!", 20, user=person("ada"), author_association="NONE")
    repository.one("3").update(state="open", state_reason="reopened", updated_at=moment(21))
    repository.one("4").update(state_reason="not_planned", updated_at=moment(22))
    repository.issue(6, 23, active_lock_reason="spam")
    repository.issue(7, 24, pull_request={"url": "x"})

    entries = read(server, cursor)

    assert list(threads(entries)) == ["5", "2"]
    assert threads(entries)["2"].messages[-1].role is Role.CUSTOMER
    assert [entry.id for entry in entries if isinstance(entry, Gone)] == ["3", "4", "6"]
    assert list(threads(read(server, cursor, resolved_reasons=["not_planned"]))) == ["4"]


def test_labels_and_states_mark(server: DeskServer, repository: Repository) -> None:
    """A marked status counts as resolved."""
    repository.issue(8, 30, labels=[{"name": "document-me"}, {"name": "toner"}])
    repository.issue(9, 31, state="open", state_reason=None)

    found = threads(read(server, marked_statuses=["open"], public=True))

    assert found["8"].marked
    assert found["8"].tags == ("toner",)
    assert found["9"].marked
    assert found["9"].resolved
    assert found["9"].audience is Audience.PUBLIC


def test_templates_bots_and_people_who_left(server: DeskServer, repository: Repository) -> None:
    """Hints in comments of HTML go, HTML is text, machines are no agents, and an account may be missing."""
    repository.issue(8, 30, body="<!-- Tell us\nmore -->It beeps <script>x</script>", user=None)
    repository.comment("8", "Stale.", 31, user=person("stale", "Bot"))

    found = threads(read(server))["8"]

    assert found.messages[0].author == "ghost"
    assert found.messages[0].text == "It beeps &lt;script>x&lt;/script>"
    assert found.messages[1].role is Role.SYSTEM


def test_a_run_that_was_stopped_is_taken_up(server: DeskServer, repository: Repository) -> None:
    """Wherever it was killed, nothing is lost, and what moved meanwhile is not skipped."""
    whole = list(threads(read(server)))
    for count in range(1, 12):
        entries: list[Given] = []
        for entry in source(server).threads_since(""):
            entries.append(entry)
            if len(entries) == count:
                break
        rest = read(server, cursor_of(entries))
        assert sorted({*threads(entries), *threads(rest)}) == whole

    given = source(server).threads_since("")
    first = [next(given), next(given)]  # of the first page
    repository.one("1")["updated_at"] = moment(40)  # now every other issue stands one place earlier
    assert sorted(threads([*first, *given])) == whole


def test_discussions_come_with_replies_and_the_answer(server: DeskServer, repository: Repository) -> None:
    """All pages of comments and of replies; what was minimised is left out, what has no answer is gone."""
    repository.discussions = [
        discussion(
            11,
            50,
            reply(
                "C1",
                "Clean it.",
                "bo",
                51,
                isAnswer=True,
                answers=[reply("R1", "Thanks", "ada", 52), reply("R2", "!", "cy", 53)],
            ),
            reply("C2", "Buy pills", "spam", 54, isMinimized=True),
        ),
        discussion(12, 45, isAnswered=False),
        discussion(13, 40, isAnswered=None, closed=True, stateReason="RESOLVED"),
    ]

    entries = read(server, what=["issues", "discussions"])

    found = threads(entries)
    assert list(found)[-2:] == ["discussion-13", "discussion-11"]
    assert [entry.id for entry in entries if isinstance(entry, Gone)] == ["discussion-12"]
    topic = found["discussion-11"]
    assert topic.kind is ThreadKind.TOPIC
    assert topic.category == "Q&A"
    assert [(said.id, said.text, said.accepted, said.reply_to) for said in topic.messages] == [
        ("0", "Why is it slow?", False, None),
        ("C1", "Clean it.", True, None),
        ("R1", "Thanks", False, "C1"),
        ("R2", "!", False, "C1"),
    ]
    server.asked.clear()
    again = read(server, cursor_of(entries), what=["issues", "discussions"])
    assert list(threads(again)) == ["5", "discussion-11"]
    vanished = [repository.discussions.pop(0)]
    assert vanished
    assert read(server, cursor_of(entries), what=["discussions"]) == []


def test_a_discussion_that_vanishes_is_gone(server: DeskServer, repository: Repository) -> None:
    """Errors of GraphQL come with status 200."""
    repository.discussions = [discussion(11, 50)]
    with desk_server(lambda asked: self_destroying(asked, repository)) as desk:
        assert [entry.id for entry in read(desk, what=["discussions"]) if isinstance(entry, Gone)] == ["discussion-11"]


def self_destroying(asked: Asked, repository: Repository) -> Reply | None:
    """Every discussion is deleted once it is listed."""
    said = repository.answer(asked)
    repository.discussions.clear()
    return said


def test_notes_are_told_once_and_taken_back(server: DeskServer, repository: Repository) -> None:
    """A second time adds nothing; the thread is as it was, but for the label; what is gone already is no error."""
    before = threads(read(server))["2"]
    desk = source(server)

    receipt = desk.publish("2", NOTE)
    assert desk.publish("2", NOTE) == receipt
    assert [said["body"] for said in repository.comments["2"]] == ["Oil the wheel.", NOTE.text]
    assert repository.one("2")["labels"] == [{"name": "documented"}]
    assert replace(threads(read(server))["2"], tags=()) == before

    desk.retract("2", NOTE, receipt)
    desk.retract("2", NOTE, receipt)
    assert threads(read(server))["2"] == before


def test_discussions_are_told_too(server: DeskServer, repository: Repository) -> None:
    """The label is made where there is none."""
    repository.discussions = [discussion(11, 50, reply("C1", "Clean it.", "bo", 51))]
    desk = source(server, what=["discussions"])
    before = threads(list(desk.threads()))["discussion-11"]

    receipt = desk.publish("discussion-11", NOTE)
    assert desk.publish("discussion-11", NOTE) == receipt
    assert len(repository.discussions[0]["said"]) == 2
    assert replace(threads(list(desk.threads()))["discussion-11"], tags=()) == before
    assert repository.labels == {"documented": "L_documented"}

    desk.retract("discussion-11", NOTE, receipt)
    assert threads(list(desk.threads()))["discussion-11"] == before


def test_notes_for_the_team_alone_are_not_written(server: DeskServer, repository: Repository) -> None:
    """GitHub has none: everybody would read them."""
    with pytest.raises(SourceError, match=r'publish = "public"'):
        source(server).publish("2", replace(NOTE, public=False))
    assert server.asked == []


def test_an_issue_that_cannot_be_told_is_named(server: DeskServer) -> None:
    """It was deleted, or locked."""
    with pytest.raises(PublishError, match=r"forge:99: .*404"):
        source(server).publish("99", NOTE)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("/repos/acme/fax/issues", 429, headers={"Retry-After": "7"}),
        Fault("/repos/acme/fax/issues", 502, 2),
        Fault("/repos/acme/fax/issues", "closed"),
        Fault("/repos/acme/fax/issues/2/comments", "truncated"),
        Fault("/repos/acme/fax/issues/2/comments", "html"),
    ],
    ids=["busy", "broken", "closed", "truncated", "html"],
)
def test_what_passes_is_waited_for(server: DeskServer, fault: Fault, pauses: list[float]) -> None:
    """Errors, answers that are cut off, and requests to wait, as long as is asked."""
    server.faults.append(fault)

    assert list(threads(read(server))) == ["1", "2", "3", "4", "5"]
    assert any(pause > 0.5 for pause in pauses)
    if fault.kind == 429:
        assert 7.0 in pauses


def test_an_issue_that_is_not_given_holds_the_place(server: DeskServer) -> None:
    """It is damage now, the others are read, and the next run begins before it."""
    server.faults.append(Fault("/repos/acme/fax/issues/3/comments", 500, 6))

    entries = read(server)

    assert list(threads(entries)) == ["1", "2", "4", "5"]
    (damage,) = (entry for entry in entries if isinstance(entry, Damage))
    assert "ticket 3" in damage.what
    assert list(threads(read(server, cursor_of(entries)))) == ["2", "3", "4", "5"]


def test_a_server_that_breaks_down_is_left_alone(server: DeskServer) -> None:
    """After three issues in a row nothing more is asked."""
    server.faults.append(Fault("/repos/acme/fax/issues/", 500, 99))

    with pytest.raises(SourceError, match="run `deskbook collect` again later"):
        read(server)
    assert len({path for path in server.paths() if path.endswith("comments")}) == 3


def test_an_issue_that_vanishes_while_it_is_read_is_gone(server: DeskServer) -> None:
    """It was listed, and has no comments any more."""
    server.faults.append(Fault("/repos/acme/fax/issues/3/comments", 410))

    assert [entry.id for entry in read(server) if isinstance(entry, Gone)] == ["3"]


@pytest.mark.parametrize(
    ("fault", "cure"),
    [
        (Fault("/repos", 401), "it may have expired"),
        (Fault("/repos", 403), "fine-grained token"),
        (Fault("/repos", 403, value={"message": "API rate limit exceeded for user"}), "again later"),
        (Fault("/repos", 404), "mend `repository`"),
        (Fault("/repos", 200, value={"not": "a list"}), "the system that `type` names"),
    ],
)
def test_refusals_have_a_cure(server: DeskServer, fault: Fault, cure: str) -> None:
    """And never show the token."""
    server.faults.append(fault)

    with pytest.raises(SourceError, match=cure) as caught:
        read(server)

    assert TOKEN not in str(caught.value)


def test_a_server_that_ignores_the_time_is_found_out(repository: Repository) -> None:
    """Else everything would be read each time, or changes be missed."""

    def forgetful(asked: Asked) -> Reply | None:
        return repository.answer(
            replace(asked, query={key: value for key, value in asked.query.items() if key != "since"})
        )

    with desk_server(forgetful) as desk, pytest.raises(SourceError, match="before the time that was asked for"):
        read(desk, f"2026-01-05T10:05:00+00:00| {desk.address}")
