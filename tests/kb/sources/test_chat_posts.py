"""Posts of a channel -> conversations."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.model import Incoming
from deskbook.sources.chat_posts import Channel, Person, Post, Topic, conversations

START = datetime(2024, 1, 2, 23, 50, tzinfo=UTC)


def post(number: int, text: str = "is the lid here?", by: str = "ada", **more: object) -> Post:
    """One post, so many minutes after ten to midnight."""
    given = {"thread": None, "answers": None, "edited": None} | more
    who = Person(by, by, bot=by == "bot")
    return Post(id=f"m{number}", at=START + timedelta(minutes=number), by=who, text=text, words=text, **given)  # type: ignore[arg-type]


def told(*posts: Post, **more: Topic) -> list[Incoming]:
    """The conversations of a channel."""
    return list(conversations("chat", Channel("c", "help"), posts, topics=more, address=lambda id_: f"https://x/{id_}"))


def ids(found: list[Incoming]) -> list[list[str]]:
    """The posts of each."""
    return [[message.id for message in one.thread.messages] for one in found]


def test_the_post_that_began_a_thread_is_in_it() -> None:
    """Even where it does not say so itself, and where others answered it outside of the thread."""
    found = told(
        post(0), post(1, by="bo", thread="m0"), post(2, by="cy", answers="m0"), post(3, thread="m0", answers="m1")
    )

    assert ids(found) == [["m0", "m1", "m2", "m3"]]
    assert [m.reply_to for m in found[0].thread.messages] == [None, "m0", "m0", "m1"]


def test_a_thread_without_its_first_post_keeps_its_id() -> None:
    """It was written before the export begins, or is gone."""
    (found,) = told(post(1, thread="m0"), post(2, by="bo", thread="m0"), m0=Topic("Lids", resolved=True))

    assert (found.thread.id, found.thread.title, found.thread.resolved) == ("c/m0", "Lids", True)
    assert [m.reply_to for m in found.thread.messages] == [None, None]


def test_what_was_guessed_may_be_unsure() -> None:
    """Threads and answers are certain; of a conversation that was picked out of the talk the linker says how sure it is."""
    words = (
        "does the lid open to the left? / yes / no it does not / hm / it does here / mine does not / which one? / blue"
    )
    talk = [post(n, text, "abc"[n % 3]) for n, text in enumerate(words.split(" / "))]

    certain = told(post(0), post(1, by="bo", answers="m0"), post(2, by="cy", answers="m1"))
    guessed = told(*talk)

    assert all(one.thread.sure for one in certain)
    assert not all(one.thread.sure for one in guessed)


def test_a_later_edit_counts_and_makes_the_thread_newer() -> None:
    """Exports that overlap hold a post twice."""
    edit = START + timedelta(hours=3)

    (found,) = told(post(0, "new", edited=edit), post(0, "old"))

    assert (found.thread.messages[0].text, found.thread.updated) == ("new", edit)


def test_an_address_that_is_none_is_left_out() -> None:
    """Ids come from outside; no page gets a link that is not one."""
    hostile = conversations("chat", Channel("c", "help"), [post(0)], address=lambda _: 'javascript:"<b>')

    assert [one.thread.url for one in (*hostile, *told(post(0)))] == [None, "https://x/m0"]


def test_what_only_bots_said_is_no_conversation() -> None:
    """A build that failed asks nothing."""
    assert told(post(0, by="bot"), post(200, by="bot")) == []


TALK = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from(["ada", "bo", "cy"]),
        st.sampled_from(["bo: yes", "hi", "why?", "ok ada"]),
        st.none() | st.integers(0, 30),
        st.none() | st.integers(0, 30),
    ),
    max_size=40,
)


@settings(deadline=None, max_examples=60)
@given(TALK)
def test_every_post_is_in_exactly_one_conversation(talk: list[tuple[int, str, str, int | None, int | None]]) -> None:
    """Conversations are a partition, in order, and replies stay inside them, whatever posts say of threads and answers."""
    minute, posts = 0, []
    for number, (later, by, text, thread, answers) in enumerate(talk):
        minute += later
        known = {
            "thread": None if thread is None else f"m{thread}",
            "answers": None if answers is None else f"m{answers}",
        }
        one = post(minute, text, by, **known)
        posts.append(Post(f"m{number}", one.at, one.by, one.text, one.words, one.thread, one.answers))

    found = told(*posts)

    assert sorted(id_ for group in ids(found) for id_ in group) == sorted(one.id for one in posts)
    assert len({one.thread.id for one in found}) == len(found)
    for one in found:
        known_ids: set[str] = set()
        for message in one.thread.messages:
            assert message.reply_to is None or message.reply_to in known_ids
            known_ids.add(message.id)
        assert one.thread.created == min(message.at for message in one.thread.messages)
