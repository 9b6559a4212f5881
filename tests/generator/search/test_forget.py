"""deskbook_site.search.forget: what only pages that are gone had said."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import cbor2
import numpy as np
import pytest

from deskbook_site.search import pagefind
from deskbook_site.search.forget import Unknown, forget, words_of

Sites = tuple[Path, Path, frozenset[str]]
PAGES = 300
LETTERS = str.maketrans("0123456789", "abcdefghij")
ACCENTS = ["café", "naïve", "façade", "Zürich"]


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Sites:
    """Two indexes: of all pages, and of those without every seventh; and the pages that the second one does not have."""
    folder = tmp_path_factory.mktemp("sites")
    chance = np.random.default_rng(1)
    pages = [f"{number}/index.html" for number in range(PAGES)]
    gone = frozenset(pages[::7])
    for number, page in enumerate(pages):
        rare = [str(n).translate(LETTERS) for n in (chance.zipf(1.3, 120) % 30_000).tolist()]
        accents = [plain if number % 14 else accented for accented in ACCENTS for plain in (fold(accented),)]
        (folder / page).parent.mkdir()
        (folder / page).write_text(
            f'<html lang="{"de" if number % 5 == 0 else "en"}"><body data-pagefind-body><h1>Title of{number}</h1>'
            f'<p data-pagefind-filter="tag:tag{number % 9}">{" ".join([*rare, *accents])} only{number}</p></body></html>',
            encoding="utf-8",
        )
    for name, wanted in (("all", pages), ("left", [page for page in pages if page not in gone])):
        pagefind.run(folder, wanted, folder / name, work=folder / f"{name}-work")
    return folder / "all", folder / "left", gone


@pytest.fixture
def index(sites: Sites, tmp_path: Path) -> Path:
    """An index of all pages."""
    return Path(shutil.copytree(sites[0], tmp_path / "index"))


def fold(accented: str) -> str:
    return accented.translate(str.maketrans("éïçü", "eicu"))


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(pagefind.SIGNATURE + cbor2.dumps(value)))


def read(path: Path) -> Any:
    data = gzip.decompress(path.read_bytes()).removeprefix(pagefind.SIGNATURE)
    value = cbor2.loads(data)
    assert data == cbor2.dumps(value)
    return value


def told(index: Path) -> dict[str, set[str]]:
    """Everything in words that an index says, but for the texts of pages: words with their forms, and values of filters."""
    words = {
        said
        for path in (index / "index").iterdir()
        for name, own, forms in read(path)[0]
        for said in [f"{name}:{bool(own)}", *(form for form, _ in forms)]
    }
    values = {
        f"{of}:{value}:{len(pages)}"
        for path in (index / "filter").iterdir()
        for of, held in [read(path)]
        for value, pages in held
    }
    return {"words": words, "values": values}


def found(index: Path) -> dict[str, set[str]]:
    """The pages by the words that are on them, as somebody's browser finds them: from the list of files on."""
    entry = json.loads((index / pagefind.ENTRY).read_text(encoding="utf-8"))
    pages: dict[str, set[str]] = {}
    for language in entry["languages"].values():
        _, ids, chunks, *_ = read(index / f"pagefind.{language['hash']}.pf_meta")
        last = ""
        for start, end, name in chunks:
            ((first, *_), *_) = words = read(index / f"index/{name}.pf_index")[0]
            assert last < start <= first
            assert words[-1][0].startswith(end) or end == words[-1][0]
            last = end
            for one, own, forms in words:
                for held in (own, *(of for _, of in forms)):
                    numbers = np.cumsum([page[0] for page in held]).tolist() if held else []
                    pages.setdefault(one, set()).update(ids[number][0] for number in numbers)
    return pages


def ids_of(index: Path, pages: frozenset[str]) -> set[str]:
    return {one.id for one in pagefind.fragments(index) if one.page in pages}


def test_an_index_says_what_one_without_the_pages_says(sites: Sites, index: Path) -> None:
    """The words, with their forms, the filters, and which pages they find are those of an index that never had the erased pages."""
    _, left, gone = sites
    ids = ids_of(index, gone)
    assert told(index)["words"] > told(left)["words"]

    forget(index, dict.fromkeys(ids, ()))

    assert told(index) == told(left)
    assert found(index) == found(left)


def test_pages_that_are_away_are_found_only_by_their_words(sites: Sites, index: Path) -> None:
    """They are in no filter, and their ids show what they are; they can be erased later."""
    whole, left, gone = sites
    ids = ids_of(index, gone)
    before = found(index)

    forget(index, dict.fromkeys(ids))

    assert told(index) == {"words": told(whole)["words"], "values": told(left)["values"]}
    away = {id: f"-{id}" for id in ids}
    assert found(index) == {one: {away.get(id, id) for id in pages} for one, pages in before.items()}
    forget(index, dict.fromkeys(ids, ()))
    assert found(index) == found(left)


def test_a_page_is_found_only_by_the_words_that_it_still_has(sites: Sites, index: Path, tmp_path: Path) -> None:
    """With their forms and accents, as Pagefind finds them on the page that it is now; nothing else of what it was is left."""
    _, left, gone = sites
    new = tmp_path / "new"
    for page in gone:
        head, last, text = (sites[0].parent / page).read_text(encoding="utf-8").rpartition('">')
        text = re.sub(r"\b([a-f]\w*|only\d+|Zürich|naive)\b", "other", text)
        (new / page).parent.mkdir(parents=True)
        (new / page).write_text(f"{head}{last}{text}", encoding="utf-8")
    pagefind.run(new, gone, new / "made", work=new / "work")
    ids = {one.page: one.id for one in pagefind.fragments(index)}
    now = {ids[one.page]: one.id for one in pagefind.fragments(new / "made") if one.page in gone}
    said = words_of(new / "made", now.values())
    before, remain, become = found(index), found(left), found(new / "made")

    forget(index, {old: said[id] for old, id in now.items()})

    assert found(index) == {
        word: those
        for word, pages in before.items()
        if (
            those := remain.get(word, set())
            | {f"-{old}" for old, id in now.items() if {old} <= pages and id in become.get(word, ())}
        )
    }
    assert told(index)["words"] <= told(left)["words"] | told(new / "made")["words"]
    assert "naïve" in told(index)["words"]
    assert told(index)["values"] == told(left)["values"]


def test_pages_are_forgotten_one_by_one(sites: Sites, index: Path, tmp_path: Path) -> None:
    """What two pages had said is gone with the second; and files of other sites that are links to those here stay as they were."""
    _, left, gone = sites
    other = Path(shutil.copytree(index, tmp_path / "other", copy_function=lambda one, two: Path(two).hardlink_to(one)))
    was = {path: path.read_bytes() for path in other.rglob("*") if path.is_file()}
    for id in sorted(ids_of(index, gone)):
        forget(index, {id: ()})
    assert told(index) == told(left)
    assert found(index) == found(left)
    assert {path: path.read_bytes() for path in was} == was


def test_an_index_can_forget_everything(index: Path) -> None:
    """Nothing is left to be loaded then."""
    ids = {one.id for one in pagefind.fragments(index)}
    forget(index, dict.fromkeys(ids, ()))
    assert told(index) == {"words": set(), "values": set()}
    assert found(index) == {}
    assert not [*(index / "index").iterdir(), *(index / "filter").iterdir()]


def test_places_that_look_like_a_word_are_none(tmp_path: Path) -> None:
    """A place of the first word is a number whose bytes are those by which the second word begins."""
    index = tmp_path / "index"
    begins = int.from_bytes(b"\x83\x61b\x00")
    words = [["a", [[0, [begins], []], [1, [7], []]], []], ["b", [[0, [1], []], [1, [2], []]], []]]
    write(index / "pagefind.en_1.pf_meta", ["1.5.2", [["en_a", 9], ["en_b", 9]], [["a", "b", "en_2"]], [], [], []])
    write(index / "index/en_2.pf_index", [words])
    (index / "filter").mkdir()
    (index / pagefind.ENTRY).write_text('{"languages": {"en": {"hash": "en_1"}}}', encoding="utf-8")
    forget(index, {"en_a": ()})
    (path,) = (index / "index").iterdir()
    assert read(path) == [[["a", [[1, [7], []]], []], ["b", [[1, [2], []]], []]]]


@pytest.mark.parametrize("damage", ["entry", "list", "words", "packed", "missing"])
def test_an_index_of_another_form_is_refused(index: Path, damage: str) -> None:
    """Whatever is wrong with it, it is said to be unknown, so that it is made anew."""
    ids = {one.id for one in pagefind.fragments(index)}
    listed = next(index.glob("*.pf_meta"))
    part = next((index / "index").iterdir())
    packed = {"list": [1, 2], "words": [[["word", 1]]]}
    if damage == "entry":
        (index / pagefind.ENTRY).write_text("[]", encoding="utf-8")
    elif damage == "missing":
        part.unlink()
    elif damage == "packed":
        part.write_bytes(b"\x1f\x8b")
    else:
        write(listed if damage == "list" else part, packed[damage])
    with pytest.raises(Unknown):
        forget(index, dict.fromkeys(ids, ()))
