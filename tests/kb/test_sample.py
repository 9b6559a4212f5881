"""The sample help desk is well formed, and what tests/sample_facts.py says of it is true."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

import frontmatter
import pytest
import yaml

import sample_facts as facts
from deskbook.config import load
from deskbook.model import REQUIRED_PARTS, ArticleKind, Audience, Confidence

CONTENT = facts.SAMPLE / "content"
RAW = [
    *facts.SAMPLE.glob("*.json"),
    facts.SAMPLE / "tickets.ndjson",
    *facts.SAMPLE.glob("forum/*"),
    *facts.SAMPLE.glob("chat/*"),
]


@cache
def tickets() -> dict[str, Any]:
    lines = (facts.SAMPLE / "tickets.ndjson").read_text(encoding="utf-8").splitlines()
    return {f"tickets:{ticket['id']}": ticket for ticket in map(json.loads, lines)}


@cache
def topics() -> dict[str, Any]:
    files = sorted(facts.SAMPLE.glob("forum/[0-9]*.json"))
    return {f"forum:{topic['id']}": topic for topic in (json.loads(f.read_text(encoding="utf-8")) for f in files)}


@cache
def users() -> dict[int, Any]:
    return {u["id"]: u for u in json.loads((facts.SAMPLE / "users.json").read_text(encoding="utf-8"))["users"]}


@cache
def articles() -> dict[str, Any]:
    return {
        file.relative_to(CONTENT).as_posix(): frontmatter.loads(file.read_text(encoding="utf-8"))
        for file in sorted(CONTENT.rglob("*.md"))
    }


@cache
def raw(file: Path) -> str:
    # JSON escapes are undone, so that a fact can be written as people read it.
    text = file.read_text(encoding="utf-8")
    return text.replace('\\"', '"').replace("\\n", "\n") if file.suffix in {".json", ".ndjson"} else text


def moment(text: str) -> datetime:
    assert text.endswith("Z")
    return datetime.fromisoformat(text)


def links(path: str) -> list[str]:
    """The pages below content/ that an article links to, relative to content/."""
    found = []
    for target in re.findall(r"\]\(([^)#:]+\.md)", articles()[path].content):
        steps: list[str] = []
        for step in (PurePosixPath(path).parent / target).parts:
            steps = steps[:-1] if step == ".." else [*steps, step]
        found.append("/".join(steps))
    return found


def test_files_have_unix_line_ends_and_are_utf8() -> None:
    """Every file of the sample is UTF-8 with plain line feeds and ends with one."""
    for file in (path for path in facts.SAMPLE.rglob("*") if path.is_file()):
        content = file.read_bytes()

        content.decode("utf-8")
        assert b"\r" not in content, file
        assert content.endswith(b"\n"), file


def test_tickets_have_the_shape_of_an_export() -> None:
    """Each ticket has Zendesk's fields, known people and a known group, and its first comment is its description."""
    groups = {g["id"] for g in json.loads((facts.SAMPLE / "groups.json").read_text(encoding="utf-8"))["groups"]}
    wanted = {"id", "subject", "description", "status", "tags", "created_at", "updated_at", "group_id", "requester_id",
              "assignee_id", "via", "custom_fields", "comments"}  # fmt: skip

    assert len(tickets()) == 66
    for key, ticket in tickets().items():
        assert wanted <= ticket.keys(), key
        assert ticket["status"] in {"new", "open", "pending", "solved", "closed"}, key
        assert ticket["group_id"] in groups, key
        assert ticket["requester_id"] in users(), key
        assert ticket["description"] == ticket["comments"][0]["body"], key
        assert ticket["comments"][0]["author_id"] == ticket["requester_id"], key
        assert all(comment["author_id"] in users() for comment in ticket["comments"]), key


def test_dates_are_in_order() -> None:
    """Tickets and topics go forward in time, and lie between January and November 2026."""
    for key, ticket in tickets().items():
        times = [moment(comment["created_at"]) for comment in ticket["comments"]]

        assert moment(ticket["created_at"]) == times[0], key
        assert times == sorted(times), key
        assert times[-1] <= moment(ticket["updated_at"]), key
        assert (times[0].year, times[0].month <= 11) == (2026, True), key
    for key, topic in topics().items():
        posted = [moment(post["created_at"]) for post in topic["post_stream"]["posts"]]

        assert posted == sorted(posted), key
        assert moment(topic["created_at"]) <= moment(topic["last_posted_at"]), key


def test_ids_are_unique() -> None:
    """No comment, post or user has the id of another."""
    comments = [comment["id"] for ticket in tickets().values() for comment in ticket["comments"]]
    posts = [post["id"] for topic in topics().values() for post in topic["post_stream"]["posts"]]

    assert max(Counter(comments).values()) == max(Counter(posts).values()) == 1
    assert len({user["email"] for user in users().values()}) == len(users())


@pytest.mark.parametrize("value", facts.PLANTED)
def test_planted_values_stand_in_a_raw_file(value: str) -> None:
    """Each value that redaction must remove is really there to be removed, and in no article."""
    assert any(value in raw(file) for file in RAW)
    assert not any(value in file.read_text(encoding="utf-8") for file in CONTENT.rglob("*") if file.is_file())


def test_planted_names_are_of_requesters() -> None:
    """Names that must go are those of customers; public names of the forum are none of them."""
    customers = {user["name"] for user in users().values() if user["role"] == "end-user"}
    bodies = "\n".join(comment["body"] for ticket in tickets().values() for comment in ticket["comments"])
    public = {post["name"] for topic in topics().values() for post in topic["post_stream"]["posts"]}

    assert set(facts.NAMES) == {name for name in customers if name in bodies}
    assert not public & customers


def test_addresses_and_kept_values_stand_in_raw_files() -> None:
    """Postal addresses and the values that must survive redaction are really there."""
    for value in (*facts.ADDRESSES, *facts.KEPT):
        assert any(value in raw(file) for file in RAW), value


def test_same_question_sets_are_of_known_threads_and_disjoint() -> None:
    """The sets hold two to four threads each, and no thread is in two of them."""
    known = tickets().keys() | topics().keys()
    members = [key for group in facts.SAME_QUESTION for key in group]

    assert len(facts.SAME_QUESTION) >= 10
    assert all(2 <= len(group) <= 4 for group in facts.SAME_QUESTION)
    assert set(members) <= known
    assert len(members) == len(set(members))


def test_different_pairs_are_never_of_one_set() -> None:
    """Pairs that look alike are of known threads and not called the same elsewhere."""
    known = tickets().keys() | topics().keys()

    assert len(facts.DIFFERENT) >= 15
    for pair in facts.DIFFERENT:
        assert set(pair) <= known, pair
        assert not any(set(pair) <= group for group in facts.SAME_QUESTION), pair


def test_marks_and_statuses() -> None:
    """The marked, thin and unresolved tickets are those that the facts name."""
    marked = {key for key, ticket in tickets().items() if "document-me" in ticket["tags"]}
    unresolved = {key for key, ticket in tickets().items() if ticket["status"] not in facts.RESOLVED_STATUS}

    assert marked == facts.MARKED
    assert marked > facts.THIN
    assert unresolved == facts.UNRESOLVED_TICKETS


def test_messy_tickets() -> None:
    """One ticket has a single word for a body, one is an automatic reply, one is German, two went over two teams."""
    assert tickets()[facts.ONE_WORD]["description"] == "help"
    assert "automatic reply" in tickets()[facts.AUTO_REPLY]["description"]
    assert "Guten Tag" in tickets()[facts.GERMAN]["description"]
    for key in facts.ESCALATED:
        staff = {c["author_id"] for c in tickets()[key]["comments"] if users()[c["author_id"]]["role"] != "end-user"}
        assert len(staff) >= 2, key


def test_comments_come_in_all_forms() -> None:
    """Some comments have HTML, some plain text, some quote a mail, some are internal."""
    comments = [comment for ticket in tickets().values() for comment in ticket["comments"]]

    assert sum("html_body" in c for c in comments) >= 3
    assert sum("plain_body" in c for c in comments) >= 10
    assert sum("\n> " in c["body"] for c in comments) >= 3
    assert sum(not c["public"] for c in comments) >= 10


def test_internal_phrases_stand_only_where_the_public_may_not_read() -> None:
    """Each internal phrase is in the sample, and in no public comment, post, chat line or article."""
    public = [c["body"] for t in tickets().values() for c in t["comments"] if c["public"]]
    hidden = [c["body"] for t in tickets().values() for c in t["comments"] if not c["public"]]
    for key, topic in topics().items():
        closed = key in {facts.FORUM_PRIVATE, facts.FORUM_RESTRICTED}
        for post in topic["post_stream"]["posts"]:
            secret = closed or post["post_type"] == 4 or post["deleted_at"]
            (hidden if secret else public).append(post["raw"])
    for path, article in articles().items():
        (public if article["audience"] == "public" else hidden).append(re.sub(r"\s+", " ", article.content))
        assert (path in facts.INTERNAL_ARTICLES) == (article["audience"] == "internal")
        assert (path in facts.PARTNER_ARTICLES) == (article["audience"] == "partner")
    public += [raw(file) for file in facts.SAMPLE.glob("chat/*.log")]

    for phrase in (*facts.INTERNAL_PHRASES, *facts.PARTNER_PHRASES):
        assert any(phrase in text for text in hidden), phrase
        assert not any(phrase in text for text in public), phrase


def test_topics_come_in_all_shapes() -> None:
    """Tags are strings or objects, answers old or new, and there are small actions, a whisper, a deleted post and quotes."""
    found = topics()
    posts = {key: topic["post_stream"]["posts"] for key, topic in found.items()}
    every = [post for stream in posts.values() for post in stream]
    cooked = "\n".join(post["cooked"] for post in every)

    assert len(found) == facts.TOPICS
    assert {type(tag) for topic in found.values() for tag in topic["tags"]} == {str, dict}
    assert sum("accepted_answer" in topic for topic in found.values()) >= 4
    assert sum("accepted_answers" in topic for topic in found.values()) >= 4
    assert len(posts[facts.FORUM_UNANSWERED]) == 1
    assert {key for key, stream in posts.items() if any(p["post_type"] == 3 for p in stream)} == set(
        facts.FORUM_SMALL_ACTIONS
    )
    assert any(post["post_type"] == 4 for post in posts[facts.FORUM_WHISPER])
    assert any(post["deleted_at"] for post in posts[facts.FORUM_WHISPER])
    for mark in (
        '<aside class="quote',
        '<code class="lang-',
        'class="onebox',
        'class="emoji"',
        'class="mention"',
        "mailto:",
    ):
        assert mark in cooked, mark


def test_accepted_answers_are_posts_of_their_topic() -> None:
    """Either shape of an accepted answer points at a post that calls itself the answer."""
    for key, topic in topics().items():
        numbers = {post["post_number"] for post in topic["post_stream"]["posts"] if post["accepted_answer"]}
        old = {topic["accepted_answer"]["post_number"]} if "accepted_answer" in topic else set()
        new = {post["post_number"] for post in topic.get("accepted_answers", [])}

        assert numbers == old | new, key


def test_closed_rooms_of_the_forum() -> None:
    """One topic is a private message, one lies in a restricted category, one tries to run a script."""
    site = json.loads((facts.SAMPLE / "forum/site.json").read_text(encoding="utf-8"))
    restricted = {category["id"] for category in site["categories"] if category["read_restricted"]}
    known = {category["id"] for category in site["categories"]}
    hostile = "".join(post["cooked"] for post in topics()[facts.FORUM_HOSTILE]["post_stream"]["posts"])

    assert [k for k, t in topics().items() if t["archetype"] == "private_message"] == [facts.FORUM_PRIVATE]
    assert [k for k, t in topics().items() if t["category_id"] in restricted] == [facts.FORUM_RESTRICTED]
    assert all(t["category_id"] in known for t in topics().values() if t["archetype"] == "regular")
    assert all(mark in hostile for mark in facts.HOSTILE_MARKS)


def test_chat_lines_have_the_form_of_their_day() -> None:
    """The first day is irssi's and the second ZNC's, 80 to 120 lines each, in the order of the clock."""
    irssi = re.compile(
        r"(?P<time>\d\d:\d\d) (?:<[@+ ][\w-]+> |-!- |\s\* ).+|--- Log (?:opened|closed) Wed Oct 14 .* 2026"
    )
    znc = re.compile(
        r"\[(?P<time>\d\d:\d\d:\d\d)\] (?:<[\w-]+> |\* |\*\*\* (?:Joins|Parts|Quits): |\*\*\* \S+ is now known as ).+"
    )
    for day, form in (("2026-10-14", irssi), ("2026-10-15", znc)):
        lines = (facts.SAMPLE / f"chat/{day}.log").read_text(encoding="utf-8").splitlines()
        matches = [form.fullmatch(line) for line in lines]
        times = [match["time"] for match in matches if match and match["time"]]

        assert [line for line, match in zip(lines, matches, strict=True) if not match] == []
        assert 80 <= len(lines) <= 120
        assert times == sorted(times)


def test_chat_has_its_mess_and_its_questions() -> None:
    """A colour code and a whole set of questions that tickets ask as well stand in the chat."""
    both = "\n".join(raw(file) for file in sorted(facts.SAMPLE.glob("chat/*.log")))

    assert "\x034,14" in both
    for line, key in facts.CHAT_QUESTIONS:
        assert both.count(line) == 1, line
        assert key in tickets()


def test_articles_state_their_front_matter() -> None:
    """Every article has unique id, known kind, confidence and audience, dates, and the parts that its kind requires."""
    assert len(articles()) == facts.ARTICLES
    assert len({article["id"] for article in articles().values()}) == facts.ARTICLES
    for path, article in articles().items():
        kind, confidence = ArticleKind(article["kind"]), Confidence(article["confidence"])

        Audience(article["audience"])
        assert article["title"], path
        assert article["created"] <= article["reviewed"], path
        assert (confidence is Confidence.NOT_VALIDATED) == (path == facts.NOT_VALIDATED), path
        assert (confidence is Confidence.WIP) == (path == facts.WIP), path
        assert all(f"## {part}\n" in article.content for part in REQUIRED_PARTS[kind]), path
        assert set(article.get("sources", [])) <= tickets().keys() | topics().keys(), path


def test_owners_stand_in_the_roster() -> None:
    """One article has no owner, one has an owner who left; all others have one who is there."""
    roster = yaml.safe_load((CONTENT / "owners.yml").read_text(encoding="utf-8"))
    gone = {p["id"] for p in roster["people"] if p.get("left")} | {
        t["id"] for t in roster["teams"] if t.get("dissolved")
    }
    known = {entry["id"] for entry in (*roster["people"], *roster["teams"])}
    owners = {path: article.get("owner") for path, article in articles().items()}

    assert [path for path, owner in owners.items() if owner is None] == [facts.OWNERLESS]
    assert [path for path, owner in owners.items() if owner in gone] == [facts.LEFT_OWNER]
    assert {owner for owner in owners.values() if owner} <= known
    assert {team for person in roster["people"] for team in person["teams"]} <= {team["id"] for team in roster["teams"]}


def test_one_article_is_stale() -> None:
    """Only the stale article was last reviewed before December 2025."""
    old = [path for path, article in articles().items() if article["reviewed"] < date(2025, 12, 1)]

    assert old == [facts.STALE]


def test_links_between_articles() -> None:
    """One link is broken and one article is an orphan; the public never gets a link to what it may not read."""
    targets = {path: links(path) for path in articles()}
    broken = [(path, t.rpartition("/")[2]) for path, ts in targets.items() for t in ts if t not in articles()]
    linked = {t for path, ts in targets.items() for t in ts if t != path}

    assert broken == [facts.BROKEN_LINK]
    assert sorted(articles().keys() - linked - {"index.md"}) == [facts.ORPHAN]
    for path, ts in targets.items():
        if articles()[path]["audience"] == "public":
            assert all(articles()[t]["audience"] == "public" for t in ts if t in articles()), path


def test_pairs_of_articles() -> None:
    """The overlapping pair shares whole lines; the variant pair shares its issue and differs in its environment."""
    one, other = (articles()[path].content for path in facts.OVERLAPPING)
    here, there = (re.split(r"^## .*$", articles()[path].content, flags=re.MULTILINE) for path in facts.VARIANTS)

    assert len(set(one.splitlines()) & set(other.splitlines()) - {""}) >= 10
    assert here[1] == there[1]
    assert here[2] != there[2]


def test_covered_threads_and_articles_exist() -> None:
    """Every covered thread and the article that covers it are in the sample."""
    assert facts.COVERED.keys() <= tickets().keys() | topics().keys()
    assert set(facts.COVERED.values()) <= {article["id"] for article in articles().values()}


def test_config_of_the_sample_is_valid() -> None:
    """The sample's deskbook.toml loads, and its owners and redacted companies are those of roster and facts."""
    config = load(facts.SAMPLE / "deskbook.toml")
    roster = yaml.safe_load((CONTENT / "owners.yml").read_text(encoding="utf-8"))
    groups = {g["name"] for g in json.loads((facts.SAMPLE / "groups.json").read_text(encoding="utf-8"))["groups"]}

    assert [source.name for source in config.sources] == ["tickets", "forum", "chat"]
    assert groups <= config.draft.owners.keys()
    assert set(config.draft.owners.values()) <= {team["id"] for team in roster["teams"]}
    assert config.redact.names == facts.COMPANIES
