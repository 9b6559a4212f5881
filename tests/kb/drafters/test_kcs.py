"""A case becomes an article, or says why not."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import PurePosixPath

import pytest

from deskbook.drafters.kcs import KcsDrafter
from deskbook.model import (
    ArticleKind,
    Audience,
    Case,
    Confidence,
    Drafted,
    Message,
    PlacementRule,
    Refusal,
    Role,
    Thread,
    ThreadKind,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ANSWER = (
    "Hi [name],\n\nThis happens because the token lacks the purge scope.\n\n# Steps\n\n1. Open the token page of curl 8.5.0.\n"
    "2. Tick the purge scope.\n\n```sh\n# not a heading\ncirrus purge --all\n```\n\nKind regards,\n[name]"
)


def ticket(
    id_: str = "1",
    *,
    title: str = "Re: Purging answers 403",
    answer: str | None = ANSWER,
    tags: tuple[str, ...] = ("cache",),
) -> Thread:
    messages = [Message("a", "customer", Role.CUSTOMER, NOW, "Hi,\n\nmy purge fails with 403 since today.\n\nThanks")]
    if answer is not None:
        messages.append(Message("b", "agent", Role.AGENT, NOW, answer))
    return Thread(
        "tickets",
        id_,
        ThreadKind.TICKET,
        title,
        tuple(messages),
        NOW,
        NOW,
        resolved=True,
        tags=tags,
        group="Edge support",
    )


def drafter() -> KcsDrafter:
    return KcsDrafter(folder="drafts", audience=Audience.PUBLIC, owners={"Edge support": "edge"}, tags=("cache", "dns"))


def test_the_parts_of_an_article() -> None:
    """The issue is the customer's, cause and resolution are the team's, and it begins as work in progress."""
    result = drafter().draft(Case(ticket(), (ticket("2"),)))

    assert isinstance(result, Drafted)
    article = result.article
    assert (article.path, article.title) == (PurePosixPath("drafts/purging-answers-403.md"), "Purging answers 403")
    assert (article.kind, article.confidence, article.owner) == (ArticleKind.BREAKFIX, Confidence.WIP, "edge")
    assert article.sources == ("tickets:1", "tickets:2")
    assert article.body == (
        "## Issue\n\nMy purge fails with 403 since today.\n\n## Environment\n\n- curl 8.5.0\n\n"
        "## Cause\n\nThis happens because the token lacks the purge scope.\n\n"
        "## Resolution\n\n### Steps\n\n1. Open the token page of curl 8.5.0.\n"
        "2. Tick the purge scope.\n\n```sh\n# not a heading\ncirrus purge --all\n```"
    )


def test_each_sentence_keeps_its_source() -> None:
    """The front matter says which message of which thread a sentence, step or block of code was taken from."""
    result = drafter().draft(Case(ticket(), (ticket("2"),)))

    assert isinstance(result, Drafted)
    assert result.article.provenance == {
        "tickets:1#a": ("My purge fails with 403",),
        "tickets:1#b": (
            "This happens because the token",
            "Steps",
            "Open the token page of",
            "Tick the purge scope.",
            "# not a heading",
        ),
    }


def test_other_ways_to_ask_are_kept() -> None:
    """How the case's other threads asked is for the search."""
    result = drafter().draft(Case(ticket(), (ticket("2", title="Cannot clear old files from the cache"), ticket("3"))))

    assert isinstance(result, Drafted)
    assert result.article.asked_as == ("Cannot clear old files from the cache",)


def test_a_long_escalation() -> None:
    """The issue is the customer's, the resolution that of the team that solved it, which is proposed as owner; what the team
    wrote to itself only tells which team that was."""
    said = (
        ("customer", Role.CUSTOMER, False, "Uploads of 2 GB stop with 504 on Windows 11. Smaller ones are fine."),
        (
            "agent",
            Role.AGENT,
            False,
            "Thank you. Please clear the cache of the browser and try the upload again, that often helps.",
        ),
        (
            "customer",
            Role.CUSTOMER,
            False,
            "That did not help. We use sync 4.2.1 by the way, with `upload_timeout = 30`.",
        ),
        ("agent", Role.AGENT, True, "No idea, he is slow. Escalating to Edge support."),
        ("agent 2", Role.AGENT, True, "Secret proxy prx7 again."),
        (
            "agent 2",
            Role.AGENT,
            False,
            "The cause is that the proxy waits 30 seconds only. Set `upload_timeout = 300` in the file sync.conf, then restart sync.",
        ),
        ("customer", Role.CUSTOMER, False, "It works now!"),
        (
            "agent",
            Role.AGENT,
            False,
            "Great, I close this ticket then. Have a nice day, and tell us how we did in the survey!",
        ),
    )
    messages = tuple(
        Message(str(n), who, role, NOW, text, internal) for n, (who, role, internal, text) in enumerate(said)
    )
    one = replace(ticket(title="Help!"), messages=messages, group="Frontline")

    result = drafter().draft(Case(one))

    assert isinstance(result, Drafted)
    article = result.article
    assert (article.title, article.owner) == ("Uploads of 2 GB stop with 504 on Windows 11", "edge")
    assert article.body == (
        "## Issue\n\nUploads of 2 GB stop with 504 on Windows 11. Smaller ones are fine.\n\n"
        "## Environment\n\n- sync 4.2.1\n- Windows 11\n- `upload_timeout = 30`\n\n"
        "## Cause\n\nThe cause is that the proxy waits 30 seconds only.\n\n"
        "## Resolution\n\nSet `upload_timeout = 300` in the file sync.conf, then restart sync."
    )
    assert set(article.provenance) == {"tickets:1#0", "tickets:1#5"}


def test_rules_place_a_draft() -> None:
    """Section, tags, audience, owner and kind follow from the team's rules; a process is internal unless a rule says otherwise."""
    rules = (
        PlacementRule(words=("purge",), section="edge/cache", tags=("purge",), owner="cdn", kind=ArticleKind.PROCESS),
        PlacementRule(section="elsewhere"),
    )

    result = KcsDrafter(folder="drafts", audience=Audience.PUBLIC, owners={}, tags=("cache",), rules=rules).draft(
        Case(ticket())
    )

    assert isinstance(result, Drafted)
    article = result.article
    assert article.path == PurePosixPath("drafts/edge/cache/purging-answers-403.md")
    assert (article.kind, article.audience, article.owner) == (ArticleKind.PROCESS, Audience.INTERNAL, "cdn")
    assert article.tags == ("cache", "purge")
    assert "by whom" in article.body


def test_a_customer_cannot_write_a_template() -> None:
    """What looks like a template in a message stays what it is."""
    result = drafter().draft(
        Case(
            ticket(
                title="The page shows {{ 7 * 7 }}",
                answer="Write {% raw %} around the text {{ name }} of the page, and then save the page again.",
            )
        )
    )

    assert isinstance(result, Drafted)
    assert result.article.title == "The page shows {{ 7 * 7 }}"
    assert "{% raw %} around the text {{ name }}" in result.article.body


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("How do I purge one page?", ArticleKind.HOW_TO),
        ("Can I purge one page?", ArticleKind.FAQ),
        ("Brotli for geojson?", ArticleKind.FAQ),
        ("Purging one page fails", ArticleKind.BREAKFIX),
        ("Why does purging fail?", ArticleKind.BREAKFIX),
    ],
)
def test_the_kind_follows_from_the_title(title: str, kind: ArticleKind) -> None:
    """'How do I' asks for steps, a yes-or-no question for an answer, a symptom for a fix."""
    result = drafter().draft(Case(ticket(title=title)))

    assert isinstance(result, Drafted)
    assert result.article.kind is kind


@pytest.mark.parametrize(("answer", "reason"), [(None, "nobody"), ("Fixed, thanks for waiting!", "too short")])
def test_a_thin_thread_is_refused_with_questions(answer: str | None, reason: str) -> None:
    """What nobody could act on is not written up, and the reviewer is told what is missing."""
    result = drafter().draft(Case(ticket(answer=answer)))

    assert isinstance(result, Refusal)
    assert reason in result.reason
    assert result.questions


def test_only_what_is_missing_is_asked() -> None:
    """Who named a version is not asked for it, and after 'that worked' nobody asks whether it did."""
    thin = ticket(title="curl 8.5.0 gets 403", answer="Fixed, thanks for waiting!")
    thanked = Message("c", "customer", Role.CUSTOMER, NOW, "That worked.")

    bare = drafter().draft(Case(ticket(answer="Fixed, thanks for waiting!")))
    full = drafter().draft(Case(replace(thin, messages=(*thin.messages, thanked))))

    assert isinstance(bare, Refusal)
    assert [question.split()[0] for question in bare.questions] == ["What", "Did", "Which"]
    assert isinstance(full, Refusal)
    assert full.questions == ("What exactly was done, step by step?",)


def test_another_thread_of_the_case_answers() -> None:
    """A cluster is written up from the thread that has the answer, whichever leads."""
    result = drafter().draft(Case(ticket("1", answer=None), (ticket("2"),)))

    assert isinstance(result, Drafted)
    assert result.article.sources == ("tickets:1", "tickets:2")


def test_an_unknown_environment_asks_the_reviewer() -> None:
    """A part that the thread does not fill is left open, which `check` reports as missing."""
    answer = "Please send the request again with the token of an owner, then it works for you."

    result = drafter().draft(Case(ticket(answer=answer, tags=())))

    assert isinstance(result, Drafted)
    assert "## Environment\n\n<!-- Which" in result.article.body


@pytest.mark.parametrize(("reply", "drafted"), [("that worked, thanks", True), ("hm, let me see", False)])
def test_what_was_said_in_chat_counts_when_it_helped(reply: str, drafted: bool) -> None:
    """A chat answer is written up only if the asker says that it helped."""
    lines = ("how do i purge one page?", "run `cirrus purge /page` with a token that has the purge scope", reply)
    messages = tuple(
        Message(str(n), author, Role.CUSTOMER, NOW, text)
        for n, (author, text) in enumerate(zip(("ana", "bo", "ana"), lines, strict=True))
    )

    result = drafter().draft(Case(Thread("chat", "1", ThreadKind.CHAT, lines[0], messages, NOW, NOW)))

    assert isinstance(result, Drafted) is drafted


def test_only_tags_that_may_be_shown_are_taken() -> None:
    """What the team labels its tickets with stays inside, unless the project lists it; tags of public topics are taken."""
    inside = ticket("1", tags=("cache", "churn-risk"))
    topic = replace(ticket("2", tags=("purge", "cache")), kind=ThreadKind.TOPIC, audience=Audience.PUBLIC)

    result = drafter().draft(Case(inside, (topic,)))

    assert isinstance(result, Drafted)
    assert result.article.tags == ("cache", "purge")


def test_an_instruction_with_a_reason_is_no_cause() -> None:
    """'Then do this, because' tells what to do, not why it failed."""
    answer = "Add the header to the rule for fonts. Then purge the fonts once, because what is stored has no header."

    result = drafter().draft(Case(ticket(answer=answer)))

    assert isinstance(result, Drafted)
    assert "## Cause" not in result.article.body


def test_an_open_ticket_is_not_written_up() -> None:
    """What was said so far may be wrong; a resolved one of the same case is taken instead."""
    open_ticket = replace(ticket("1"), resolved=False)

    alone = drafter().draft(Case(open_ticket))
    together = drafter().draft(Case(open_ticket, (ticket("2"),)))

    assert isinstance(alone, Refusal)
    assert "not resolved" in alone.reason
    assert isinstance(together, Drafted)
