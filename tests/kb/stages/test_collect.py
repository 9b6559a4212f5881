"""From sources into the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deskbook.cli.progress import Quiet
from deskbook.errors import SourceError
from deskbook.model import Audience, Damage, Incoming, Message, Role, Thread, ThreadKind
from deskbook.stages.collect import Collected, Origin, collect
from deskbook.store import Store
from deskbook.text.corrections import Corrections
from deskbook.text.redact import Policy

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Desk:
    """Two tickets of one customer, known by name, and one of another, known by account."""

    def threads(self) -> Iterator[Incoming]:
        yield from (
            _ticket("1", "Zorbina Quell"),
            _ticket("2", "zorbina quell"),
            _ticket("3", "Zorbina Quell", "774411"),
        )


def _ticket(id_: str, author: str, account: str = "") -> Incoming:
    messages = (Message("q", author, Role.CUSTOMER, NOW, f"It does not print. {author}"),)
    return Incoming(Thread("desk", id_, ThreadKind.TICKET, "Printer", messages, NOW, NOW), (author,), asker=account)


def _collected(folder: Path) -> list[Thread]:
    with Store(folder) as store:
        collect([Origin("desk", Desk())], store, Policy(asker_key=store.asker_key()), Quiet())
        return list(store.threads())


def test_askers_are_pseudonyms_of_one_store(tmp_path: Path) -> None:
    """One person has one pseudonym in a store, now and later; another store has another for them."""
    first, second, third = (thread.asker for thread in _collected(tmp_path / "a"))

    assert first == second != third
    assert all((first, second, third))
    assert [thread.asker for thread in _collected(tmp_path / "a")] == [first, second, third]
    assert _collected(tmp_path / "b")[0].asker not in (first, third)


def test_no_author_is_in_the_file(tmp_path: Path) -> None:
    """Neither name nor account of who asked is among the store's bytes, in any spelling."""
    _collected(tmp_path)

    written = b"".join(path.read_bytes() for path in tmp_path.iterdir()).lower()

    assert b"printer" in written
    assert not any(word in written for word in (b"zorbina", b"quell", b"774411"))


def test_a_second_run_writes_nothing(tmp_path: Path) -> None:
    """What was collected once is not written again."""
    with Store(tmp_path) as store:
        policy = Policy(asker_key=store.asker_key())
        collect([Origin("desk", Desk())], store, policy, Quiet())
        before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}

        (again,) = collect([Origin("desk", Desk())], store, policy, Quiet()).sources

        assert (again.stored.new, again.stored.changed, again.stored.same) == (0, 0, 3)
        after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}
        assert after == before


def test_an_older_store_learns_who_asked(tmp_path: Path) -> None:
    """Threads that were stored without a pseudonym get theirs when they are collected again, and are not new for it."""
    with Store(tmp_path) as store:
        collect([Origin("desk", Desk())], store, Policy(), Quiet())
        numbers = store.numbers()
        assert {thread.asker for thread in store.threads()} == {""}

    assert all(thread.asker for thread in _collected(tmp_path))
    with Store(tmp_path) as store:
        assert store.numbers() == numbers


def test_a_source_keeps_what_its_policy_says(tmp_path: Path) -> None:
    """What one source may keep, allows or removes holds for that source alone, and no secret is ever kept."""
    text = "From 79.133.4.7 to bob@paperlantern.net of Blue Heron: password = Tr0ub4dor3x"
    ticket = Thread("desk", "1", ThreadKind.TOPIC, "Fax", (Message("q", "eve", Role.CUSTOMER, NOW, text),), NOW, NOW)

    @dataclass(frozen=True)
    class One:
        name: str

        def threads(self) -> Iterator[Incoming]:
            yield Incoming(replace(ticket, source=self.name))

    own = Origin("a", One("a"), allow=("bob@paperlantern.net",), names=("Blue Heron",), keep=("ip",))
    with Store(tmp_path) as store:
        collect([own, Origin("b", One("b"))], store, Policy(), Quiet())
        first, second = (thread.messages[0].text for thread in store.threads())

    assert first == "From 79.133.4.7 to bob@paperlantern.net of [name]: password = [password]"
    assert second == "From [ip] to [e-mail] of Blue Heron: password = [password]"


@dataclass(frozen=True)
class Given:
    """A source of some entries; as a broken export it ends in an error."""

    entries: tuple[Incoming | Damage, ...]
    incremental: bool = False
    broken: bool = False

    def threads(self) -> Iterator[Incoming | Damage]:
        yield from self.entries
        if self.broken:
            raise SourceError("it ends here")


def _talk(number: int, *texts: tuple[str, str], kind: ThreadKind = ThreadKind.CHAT) -> Incoming:
    messages = tuple(
        Message(f"2026-03-01/L{number + place:06}", author, Role.CUSTOMER, NOW, text)
        for place, (author, text) in enumerate(texts)
    )
    id_ = f"fax/2026-03-01/L{number}"
    thread = Thread("chat", id_, kind, texts[0][1], messages, NOW, NOW, category="#fax", audience=Audience.PUBLIC)
    return Incoming(thread)


ONE, TWO, THREE = (_talk(number, ("ada", f"does fax {number} print?"), ("bo", "turn it")) for number in (10, 20, 30))


def _run(store: Store, *entries: Incoming | Damage, **values: object) -> Collected:
    origin = {key: values.pop(key) for key in ("consent", "opt_out") if key in values}
    given = {key: values.pop(key) for key in ("incremental", "broken") if key in values}
    source = Given(entries, **given)  # type: ignore[arg-type]
    ledger = collect([Origin("chat", source, **origin)], store, Policy(), Quiet(), **values)  # type: ignore[arg-type]
    return ledger.sources[0]


def _keys(store: Store) -> list[str]:
    return [thread.id.rpartition("/")[2] for thread in store.threads()]


@pytest.mark.parametrize("consent", [True, False])
def test_a_chat_is_public_only_with_consent(tmp_path: Path, consent: bool) -> None:
    """Without one it stays inside, and that is said; a topic needs none."""
    with Store(tmp_path) as store:
        topic = _talk(40, ("ada", "x"), kind=ThreadKind.TOPIC)
        result = _run(store, ONE, TWO, topic, consent=consent)
        audiences = [thread.audience for thread in store.threads()]

    chat = Audience.PUBLIC if consent else Audience.INTERNAL
    assert audiences == [chat, chat, Audience.PUBLIC]
    assert result.inside == (0 if consent else 2)


def test_consent_that_was_taken_back_hides_what_is_stored(tmp_path: Path) -> None:
    """The next run makes it internal."""
    with Store(tmp_path) as store:
        _run(store, ONE, consent=True)
        result = _run(store, ONE, consent=False)

        assert result.stored.changed == 1
        assert next(store.threads()).audience is Audience.INTERNAL


def test_what_is_off_never_reaches_the_file(tmp_path: Path) -> None:
    """Neither lines nor whole conversations of them."""
    with Store(tmp_path) as store:
        result = _run(store, _talk(1, ("ada", "hm"), ("bo", "[off] zorbish")), _talk(5, ("ada", "[off] zorbish")))

    assert result.withheld == 1
    assert result.stored.new == 1
    assert not any(b"zorbish" in path.read_bytes() for path in tmp_path.iterdir())


def test_who_opts_out_later_is_removed_from_what_is_stored(tmp_path: Path) -> None:
    """Their lines go, their conversations where nothing else is in them, and others no longer name them."""
    talks = (_talk(1, ("zorb_", "mine"), ("bo", r"zorb\_: turn it, zorb")), _talk(5, ("zorb_", "mine alone")))
    with Store(tmp_path) as store:
        _run(store, *talks)
        assert _keys(store) == ["L1", "L5"]
        result = _run(store, *talks, opt_out=("@Zorb_",))
        (left,) = store.threads()

    assert (result.withheld, result.stored.changed, result.missing) == (1, 1, 0)
    assert [message.text for message in left.messages] == ["[name]: turn it, [name]"]
    assert left.title == "[name]: turn it, [name]"


def test_nothing_of_what_was_removed_is_left_in_the_file(tmp_path: Path) -> None:
    """Neither of those who opted out, nor of what is gone at its source; and the run after that writes nothing."""
    talks = (
        _talk(1, ("zorb_", "florbish"), ("bo", "hm")),
        _talk(5, ("ada", "glimtastic"), ("bo", "hm")),
        THREE,
    )
    with Store(tmp_path) as store:
        _run(store, *talks)
        _run(store, talks[0], THREE, opt_out=("zorb_",))
        after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith("-shm")}
        _run(store, talks[0], THREE, opt_out=("zorb_",))
        assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if not p.name.endswith("-shm")} == after

    written = b"".join(after.values())
    assert b"print" in written
    assert not any(word in written for word in (b"florbish", b"glimtastic"))


def test_what_is_gone_at_its_source_is_removed(tmp_path: Path) -> None:
    """A thread that a whole export no longer has is removed; those of other sources stay."""
    with Store(tmp_path) as store:
        collect([Origin("desk", Desk())], store, Policy(), Quiet())
        _run(store, ONE, TWO, THREE)
        result = _run(store, ONE, THREE)

        assert (result.gone, result.missing) == (1, 0)
        assert _keys(store) == ["L10", "L30", "1", "2", "3"]


@pytest.mark.parametrize(
    ("entries", "values"),
    [
        ((ONE,), {}),
        ((), {}),
        ((ONE, TWO, Damage("x", "y", "z")), {}),
        ((ONE, TWO), {"broken": True}),
    ],
)
def test_what_may_be_a_broken_export_removes_nothing(
    tmp_path: Path, entries: tuple[Incoming, ...], values: dict[str, object]
) -> None:
    """More than half at once, and anything after a damage, stays and is counted."""
    with Store(tmp_path) as store:
        _run(store, ONE, TWO, THREE)
        result = _run(store, *entries, **values)

        assert (result.gone, result.missing) == (0, 3 - sum(isinstance(entry, Incoming) for entry in entries))
        assert _keys(store) == ["L10", "L20", "L30"]


def test_people_can_say_that_an_export_is_whole(tmp_path: Path) -> None:
    """Then all that is missing goes, however much it is; but never after a damage."""
    with Store(tmp_path) as store:
        _run(store, ONE, TWO, THREE)
        assert _run(store, Damage("x", "y", "z"), forget_missing=True).gone == 0
        assert _run(store, forget_missing=True).gone == 3
        assert _keys(store) == []


def test_a_source_of_only_what_is_new_removes_nothing(tmp_path: Path) -> None:
    """It says that it is one."""
    with Store(tmp_path) as store:
        _run(store, ONE, TWO, THREE)
        result = _run(store, ONE, TWO, incremental=True)

        assert (result.gone, result.missing) == (0, 0)
        assert len(_keys(store)) == 3


def test_corrections_hold_until_they_are_taken_back(tmp_path: Path) -> None:
    """Conversations that were joined are one in the store, and two again without the correction."""
    line = "fax/2026-03-01/l{}".format
    joined = Corrections(joined=((line(11), line(20)),), titles={line(31): "The fax"})
    with Store(tmp_path) as store:
        _run(store, ONE, TWO, THREE)
        _run(store, ONE, TWO, THREE, corrections=joined)
        assert [(thread.title, len(thread.messages)) for thread in store.threads()] == [
            ("does fax 10 print?", 4),
            ("The fax", 2),
        ]
        again = _run(store, ONE, TWO, THREE, corrections=joined)
        assert (again.stored.new, again.stored.changed, again.gone) == (0, 0, 0)
        _run(store, ONE, TWO, THREE)
        assert [len(thread.messages) for thread in store.threads()] == [2, 2, 2]


def test_lines_that_no_source_has_are_named_with_the_nearest(tmp_path: Path) -> None:
    """So that a slip of the pen is seen; of channels that were not read nothing is said."""
    named = Corrections(
        split=("fax/2026-03-01/l13", "other/2026-03-01/l1"), places={"fax/2026-03-01/l13": "conversations.yml:2"}
    )
    with Store(tmp_path) as store:
        ledger = collect([Origin("chat", Given((ONE, TWO)))], store, Policy(), Quiet(), corrections=named)

    (stray,) = ledger.astray
    assert stray.where == "conversations.yml:2"
    assert "fax/2026-03-01/l11" in stray.cure
