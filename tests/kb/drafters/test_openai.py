"""A draft in a model's words, held against its thread."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from deskbook.cli.main import cli
from deskbook.drafters.chat import Endpoint
from deskbook.drafters.kcs import KcsDrafter
from deskbook.drafters.openai import OpenAiDrafter
from deskbook.errors import ConfigError
from deskbook.model import Article, Audience, Case, Drafted, Message, Refusal, Role, Thread, ThreadKind
from deskbook.text.markdown import parts
from deskbook.text.redact import Watch
from model_server import Answer, ModelServer, completion, failure, model_server

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SETTINGS: dict[str, Any] = {"folder": "drafts", "audience": Audience.PUBLIC, "owners": {}}
ANSWER = (
    "The purge fails because the token lacks the purge scope. Open the token page, tick purge and save the token.\n\n"
    "Then run `cirrus purge --all` once."
)
GOOD = {
    "issue": "Purging one page fails with 403.",
    "cause": "The token lacks the purge scope.",
    "resolution": "1. Open the token page.\n2. Tick purge and save the token.\n3. Run `cirrus purge --all` once.",
    "title": "Ignored",
}


def ticket(answer: str = ANSWER, note: str = "She pays well.") -> Thread:
    messages = (
        Message("a", "customer", Role.CUSTOMER, NOW, "Hello, since today purging one page fails with 403 for us."),
        Message("n", "agent", Role.AGENT, NOW, note, internal=True),
        Message("b", "agent", Role.AGENT, NOW, answer),
    )
    return Thread("tickets", "1", ThreadKind.TICKET, "Purging one page answers 403", messages, NOW, NOW, resolved=True)


def plain(thread: Thread) -> Article:
    drafted = KcsDrafter(**SETTINGS).draft(Case(thread))
    assert isinstance(drafted, Drafted)
    return drafted.article


def drafted(server: ModelServer, thread: Thread, said: list[str], **values: Any) -> Article:
    drafter = OpenAiDrafter(endpoint=Endpoint(server.address, "tiny", 5), say=said.append, **SETTINGS, **values)
    result = drafter.draft(Case(thread))
    assert isinstance(result, Drafted)
    return result.article


def says(**values: str) -> Answer:
    return completion(json.dumps(GOOD | values))


def test_a_better_wording_is_taken_and_marked() -> None:
    """Issue, Cause and Resolution are the model's, all else is as it was, and the front matter names the model."""
    said: list[str] = []
    before = plain(ticket())

    with model_server(says()) as server:
        article = drafted(server, ticket(), said)

    texts = {part.lower(): section.text for part, section in parts(article.body).items()}
    assert texts == {part.lower(): section.text for part, section in parts(before.body).items()} | {
        part: GOOD[part] for part in ("issue", "cause", "resolution")
    }
    assert article.other == {"written_by": "tiny"}
    assert replace(article, body=before.body, other={}, provenance=before.provenance) == before
    assert said == []


def test_what_nobody_said_is_marked_at_its_place() -> None:
    """A step, command and version that the thread lacks stay, each with a note that an editor sees."""
    invented = f"{GOOD['resolution']}\n4. Restart the edge with `cirrus restart --hard`.\n5. Update to 9.9.1."

    with model_server(says(resolution=invented)) as server:
        article = drafted(server, ticket(), [])

    noted = [line for line in article.body.split("\n") if "Not in the thread" in line]
    assert len(noted) == 2
    assert noted[0].startswith("4. Restart")
    assert "command “cirrus restart - -hard”" in noted[0]
    assert "step" in noted[0]
    assert "number “9.9.1”" in noted[1]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (completion("Sure! Here you are."), "not the JSON"),
        (completion('{"resolution": 3}'), "not the JSON"),
        (completion(None, refusal="No."), "the model refused"),
        (failure(401), "refused the key"),
        (says(resolution=""), "has no Resolution"),
        (says(resolution="Open the token page, tick purge and save the token."), "leaves out `cirrus purge --all`"),
        (says(resolution=f"{GOOD['resolution']}\n<script>x</script>"), "holds HTML"),
        (says(resolution=f"{GOOD['resolution']}\nWrite to margit@paperlantern.net."), "holds personal data"),
        (says(issue="1 2 3 4 5 6 404"), "7 things in the answer are not in the thread"),
    ],
)
def test_the_plain_draft_is_the_way_out(answer: Answer, why: str) -> None:
    """Whatever is wrong with the answer, the draft is that of `kcs`, and whoever runs it is told why."""
    said: list[str] = []

    with model_server(answer) as server:
        article = drafted(server, ticket(), said)

    assert article == plain(ticket())
    assert len(said) == 1
    assert said[0].startswith(f"{article.path}: not reworded, because ")
    assert why in said[0]


def test_json_between_fences_is_json() -> None:
    """Models like to wrap what they are asked for."""
    with model_server(completion(f"Here:\n```json\n{json.dumps(GOOD)}\n```")) as server:
        assert drafted(server, ticket(), []).other == {"written_by": "tiny"}


def test_notes_of_the_team_are_never_sent() -> None:
    """Only public messages go out, and only the parts of the draft that have text."""
    with model_server(says()) as server:
        drafted(server, ticket(), [])

    sent = server.asked[0]["messages"][1]["content"]
    question = json.loads(sent)
    assert "She pays well" not in sent
    assert [one["from"] for one in question["thread"]] == ["customer", "agent"]
    assert "environment" not in question["parts"]


def test_personal_data_stays_in_the_house() -> None:
    """A thread in which redaction overlooked something is not sent at all; values that the project allows are fine."""
    said: list[str] = []
    thread = ticket(f"{ANSWER} Or write to margit@paperlantern.net.")

    with model_server(says()) as server:
        article = drafted(server, thread, said)
        assert server.asked == []
        drafted(server, thread, [], watch=Watch.of(["Margit@paperlantern.net"], []))
        assert len(server.asked) == 1

    assert article == plain(thread)
    assert "was not sent" in said[0]


@pytest.mark.parametrize(("chats", "sent"), [((), 0), (("other",), 0), (("tickets",), 1)])
def test_a_chat_is_sent_only_where_its_people_allowed_that(chats: tuple[str, ...], sent: int) -> None:
    """What a model does with a channel counts as publishing it: without consent the draft is the plain one."""
    said: list[str] = []
    thanks = Message("c", "customer", Role.CUSTOMER, NOW, "That worked, thanks!")
    talk = replace(ticket(), kind=ThreadKind.CHAT, messages=(*ticket().messages, thanks))

    with model_server(says()) as server:
        article = drafted(server, talk, said, chats=chats)

    assert len(server.asked) == sent
    assert (article == plain(talk)) is (sent == 0)
    assert sent or "nobody of the chat allowed that" in said[0]


def test_a_thread_that_is_too_long_is_not_sent() -> None:
    """What no small model could read stays as it was."""
    said: list[str] = []

    with model_server(says()) as server:
        drafted(server, ticket(f"{ANSWER}\n\n" + "Then wait for it. " * 3_000), said)

    assert server.asked == []
    assert "too long" in said[0]


def test_a_dead_endpoint_is_asked_three_times_in_a_run() -> None:
    """A thousand drafts do not wait for a model that is not there; the reason is told once for each, then no more."""
    said: list[str] = []
    with model_server(failure(401)) as server:
        drafter = OpenAiDrafter(endpoint=Endpoint(server.address, "tiny", 5), say=said.append, **SETTINGS)
        results = [drafter.draft(Case(ticket())) for _ in range(5)]

    assert all(isinstance(result, Drafted) for result in results)
    assert len(server.asked) == 3
    assert len(said) == 4
    assert "not asked any more" in said[-1]


def test_comments_to_reviewers_stay() -> None:
    """What `kcs` asks its reviewer is not sent, and still stands in the part."""
    how = replace(ticket(), title="Process for a purge of all pages")
    before = plain(how)
    comments = before.body.count("<!--")

    with model_server(says()) as server:
        article = drafted(server, how, [])

    assert article.body.count("<!--") == comments
    assert "<!--" not in server.asked[0]["messages"][1]["content"]


def test_where_a_sentence_came_from_is_kept_while_it_stands() -> None:
    """Of sentences that the model changed nobody may say that they stand in a message."""
    with model_server(says(issue=parts(plain(ticket()).body)["Issue"].text)) as server:  # type: ignore[index]
        article = drafted(server, ticket(), [])

    assert set(article.provenance) == {"tickets:1#a"}


def test_a_refusal_is_not_sent() -> None:
    """What is too thin for a draft is too thin for a model."""
    with model_server(says()) as server:
        drafter = OpenAiDrafter(endpoint=Endpoint(server.address, "tiny", 5), say=print, **SETTINGS)
        result = drafter.draft(Case(ticket("Done.")))

    assert isinstance(result, Refusal)
    assert server.asked == []


def project(folder: Path, address: str, key_env: str = "") -> list[str]:
    rows = {
        "id": "1", "title": "Purging one page answers 403", "created": "2026-03-01T00:00:00Z", "resolved": True, "marked": True,
        "messages": [
            {"author": "Ana", "role": "customer", "text": "Hello, since today purging one page fails with 403 for us."},
            {"author": "Bo", "role": "agent", "text": ANSWER},
        ],
    }  # fmt: skip
    (folder / "threads.jsonl").write_text(json.dumps(rows), encoding="utf-8")
    (folder / "deskbook.toml").write_text(
        '[[sources]]\nname = "desk"\ntype = "jsonl"\npath = "threads.jsonl"\n\n[draft]\ndrafter = "openai"\n\n'
        f'[assist]\naddress = "{address}"\nmodel = "tiny"\n{key_env}',
        encoding="utf-8",
    )
    return ["-C", str(folder)]


def test_from_the_configuration_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`[assist]` names address, model and the variable of the key; the draft on disk is marked."""
    monkeypatch.setenv("TINY_KEY", "k-123")

    with model_server(says()) as server:
        options = project(tmp_path, server.address, 'key_env = "TINY_KEY"\n')
        done = [CliRunner().invoke(cli, [*options, verb]) for verb in ("collect", "draft")]

    assert [one.exit_code for one in done] == [0, 0], done[-1].output
    (draft,) = (tmp_path / "content" / "drafts").rglob("*.md")
    text = draft.read_text(encoding="utf-8")
    assert "written_by: tiny\n" in text
    assert GOOD["resolution"] in text
    assert server.keys == ["Bearer k-123"]


def test_a_key_that_is_not_set_is_told_before_anything_is_drafted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the variable, and no draft is written."""
    monkeypatch.delenv("TINY_KEY", raising=False)
    options = project(tmp_path, "http://127.0.0.1:9/v1", 'key_env = "TINY_KEY"\n')
    CliRunner().invoke(cli, [*options, "collect"])

    done = CliRunner().invoke(cli, [*options, "draft"])

    assert isinstance(done.exception, ConfigError)
    assert "TINY_KEY" in str(done.exception)
    assert not (tmp_path / "content" / "drafts").exists()


def test_without_an_address_it_says_what_to_write() -> None:
    """Whoever names the drafter and no model is told which block to fill in."""
    with pytest.raises(ConfigError) as error:
        OpenAiDrafter(endpoint=None, say=print, **SETTINGS)

    assert "[assist]" in str(error.value)
