"""The benchmark of the overlap report: JSON lines, one a measurement.

    python tests/realdata/overlap.py [--data DATA] [--sizes N ...] [--patience SECONDS]

With DATA: pages of two versions of one reference (powershell-docs), where the pages with one path are the same page, and the
pairs found in a documentation that was never tidied (cloudfront-docs), each printed so that it can be looked at. Beside them
whole-page TF-IDF cosine and MinHash, at the threshold that is best for them. Then time and memory for generated articles, of
which one in a hundred overlaps with another, and for a change of one page. Each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import psutil
from datasketch import MinHash, MinHashLSH
from generated import WORDS, word
from sklearn.feature_extraction.text import TfidfVectorizer

from deskbook.library.articles import parse
from deskbook.model import Article, Overlap, Verdict
from deskbook.similarity.kept import KeptFolder
from deskbook.text.overlap import overlaps

THRESHOLD = 0.5
OVERLAPPING = 0.01
Pair = tuple[str, str]
_STEPS = [n / 100 for n in range(5, 100)]
_PERMUTATIONS = 128


def main() -> int:
    """Print everything. Returns 1 where time grows faster than n^1.2, or a change takes more than five seconds."""
    parser = argparse.ArgumentParser(description="The benchmark of the overlap report.")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[1_000, 10_000, 50_000], help="how many generated articles"
    )
    parser.add_argument("--data", type=Path, help="with powershell-docs and cloudfront-docs")
    parser.add_argument("--one", type=int, help="measure one size in this process")
    given = parser.parse_args()
    if given.one:
        measure(given.one)
        return 0
    if given.data:
        versions(given.data / "powershell-docs")
        untidied(given.data / "cloudfront-docs")
    lines = [_apart(size) for size in given.sizes]
    return int(not all(_grows_slowly(lines)))


def versions(folder: Path) -> None:
    """Recall and precision of the pairs said to be about the same, on pages whose twins are known."""
    articles = read(folder)
    paths = {str(article.path) for article in articles}
    twins = {(path, f"7.6{path[3:]}") for path in paths if path.startswith("5.1") and f"7.6{path[3:]}" in paths}
    started = time.process_time()
    found = [overlap for overlap in overlaps(articles, THRESHOLD) if overlap.verdict is not Verdict.SHARED_BLOCK]
    took = time.process_time() - started
    verdicts = Counter(str(overlap.verdict) for overlap in found if _pair(overlap) in twins)
    said = {"articles": len(articles), "twins": len(twins), "variants": verdicts["variant"], "verdicts": verdicts}
    tell("powershell-docs", "deskbook", **scored({_pair(o) for o in found}, twins), **said, cpu_s=round(took, 1))
    for name, alike in (("tf-idf cosine", cosine(articles)), ("minhash", minhash(articles))):
        best = max((_at(alike, limit, twins) for limit in _STEPS), key=lambda line: (line["f1"], line["threshold"]))
        tell("powershell-docs", name, **best)


def untidied(folder: Path) -> None:
    """What is found where nobody said what is the same, and by how many pairs a peer finds as much."""
    articles = read(folder)
    found = overlaps(articles, THRESHOLD)
    tell("cloudfront-docs", "deskbook", articles=len(articles), pairs=len(found))
    for overlap in found:
        words = sorted((passage.text for passage in overlap.passages), key=len)[-1:]
        tell("cloudfront-docs", "pair", page=str(overlap.path), other=str(overlap.other), verdict=str(overlap.verdict),
             score=overlap.score, why=overlap.why, longest=" ".join(words)[:300])  # fmt: skip
    pairs = {_pair(overlap) for overlap in found}
    for name, alike in (("tf-idf cosine", cosine(articles)), ("minhash", minhash(articles))):
        # A peer has no verdict: at the threshold at which it finds what deskbook finds, how much else must be read.
        limit = min(alike.get(pair, 0.0) for pair in pairs)
        at = {share: sum(score >= share for score in alike.values()) for share in (0.8, 0.5)}
        listed = sum(score >= limit for score in alike.values()) if limit else None
        tell("cloudfront-docs", name, finds_all_at=round(limit, 2), pairs_then=listed, pairs_at=at)


def cosine(articles: list[Article]) -> dict[Pair, float]:
    """Of whole pages, as scikit-learn has it."""
    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(a.body for a in articles)
    likeness = (vectors @ vectors.T).toarray()
    paths = [str(article.path) for article in articles]
    left, right = np.triu_indices(len(paths), 1)
    return {
        _sorted(paths[a], paths[b]): float(likeness[a, b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)
    }


def minhash(articles: list[Article]) -> dict[Pair, float]:
    """Of runs of three words of whole pages, as datasketch has it; all pairs, so that nothing is lost before the threshold."""
    sketches = {str(article.path): _sketch(article.body) for article in articles}
    index = MinHashLSH(params=(64, 2), num_perm=_PERMUTATIONS)
    for path, sketch in sketches.items():
        index.insert(path, sketch)
    pairs = {
        _sorted(path, other) for path, sketch in sketches.items() for other in index.query(sketch) if other != path
    }
    return {pair: sketches[pair[0]].jaccard(sketches[pair[1]]) for pair in pairs}


def _sketch(text: str) -> MinHash:
    made = MinHash(_PERMUTATIONS, seed=1)
    words = text.lower().split()
    made.update_batch([" ".join(words[n : n + 3]).encode() for n in range(max(1, len(words) - 2))])
    return made


def scored(found: set[Pair], truth: set[Pair]) -> dict[str, Any]:
    """Recall and precision, with what they are shares of."""
    right = len(found & truth)
    recall, precision = right / len(truth), right / max(1, len(found))
    f1 = 2 * recall * precision / (recall + precision) if right else 0.0
    return {
        "recall": round(recall, 4),
        "precision": round(precision, 4),
        "f1": round(f1, 4),
        "right": right,
        "found": len(found),
    }


def _at(alike: dict[Pair, float], limit: float, truth: set[Pair]) -> dict[str, Any]:
    return {"threshold": limit, **scored({pair for pair, score in alike.items() if score >= limit}, truth)}


def read(folder: Path) -> list[Article]:
    """All Markdown files of a data set."""
    return [
        parse(path.read_text(encoding="utf-8"), PurePosixPath(path.relative_to(folder).as_posix()))
        for path in sorted(folder.rglob("*.md"))
    ]


def generated(size: int, seed: int = 1) -> Iterator[Article]:
    """Articles of about 200 words, which are as common as in language; one in a hundred says what the one before it says, with a
    tenth of its words replaced."""
    chance = np.random.default_rng([seed, size])
    known = [word(n) for n in range(WORDS)]
    common = np.cumsum(1 / np.arange(1, WORDS + 1) ** 1.05)
    before = np.zeros(0, np.int64)
    for place in range(size):
        words = np.searchsorted(common, chance.random(chance.integers(120, 280)) * common[-1])
        if place % round(1 / OVERLAPPING) == 1:
            words = np.where(chance.random(len(before)) < 0.1, np.resize(words, len(before)), before)
        before = words
        said = [known[n] for n in words.tolist()]
        text = [" ".join(said[start : start + 12]) for start in range(8, len(said), 12)]
        body = "## Issue\n\n{}.\n\n## Environment\n\nAll plans\n\n## Resolution\n\n{}.".format(
            ". ".join(text[:4]), ".\n\n".join(text[4:])
        )
        yield Article(PurePosixPath(f"s{place % 97:02}/{place:06}.md"), f"a{place}", " ".join(said[:8]), body)


def measure(size: int) -> None:
    """One size, in this process: all pages new, nothing new, one page changed."""
    articles = list(generated(size))
    held = psutil.Process().memory_info().rss
    with tempfile.TemporaryDirectory() as folder:
        kept = KeptFolder(folder)
        line: dict[str, Any] = {"articles": size}
        line["new_cpu_s"], found = _timed(lambda: overlaps(articles, THRESHOLD, kept))
        line["pairs"] = len(found)
        line["right"] = sum(int(o.other.stem) - int(o.path.stem) == 1 for o in found) + sum(
            int(o.path.stem) - int(o.other.stem) == 1 for o in found
        )
        line["same_cpu_s"], again = _timed(lambda: overlaps(articles, THRESHOLD, kept))
        changed = [*articles[:-1], replace(articles[-1], title=articles[5].title, body=articles[5].body)]
        line["change_cpu_s"], after = _timed(lambda: overlaps(changed, THRESHOLD, kept))
        line["seen"] = again == found and len(set(after) - set(found)) == 1
        line["kept_mb"] = round(sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6)
    peak = (
        next(
            int(row.split()[1])
            for row in Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
            if row.startswith("VmHWM")
        )
        / 1e3
    )
    tell("generated", "deskbook", **line, articles_mb=round(held / 1e6), peak_mb=round(peak))


def _timed(work: Callable[[], tuple[Overlap, ...]]) -> tuple[float, tuple[Overlap, ...]]:
    started = time.process_time()
    found = work()
    return round(time.process_time() - started, 2), found


def _apart(size: int) -> dict[str, Any]:
    done = subprocess.run([sys.executable, __file__, "--one", str(size)], capture_output=True, check=True)
    print(done.stdout.decode("utf-8"), end="", flush=True)
    line: dict[str, Any] = json.loads(done.stdout)
    return line


def _grows_slowly(lines: list[dict[str, Any]]) -> Iterator[bool]:
    for smaller, larger in pairwise(lines):
        sizes = math.log(larger["articles"] / smaller["articles"])
        power = math.log(larger["new_cpu_s"] / smaller["new_cpu_s"]) / sizes
        tell(
            "growth",
            "deskbook",
            from_articles=smaller["articles"],
            to_articles=larger["articles"],
            power=round(power, 2),
        )
        yield power <= 1.2
    for line in lines:
        yield line["change_cpu_s"] <= 5 and line["seen"]


def _pair(overlap: Overlap) -> Pair:
    return str(overlap.path), str(overlap.other)


def _sorted(one: str, other: str) -> Pair:
    return min(one, other), max(one, other)


def tell(what: str, who: str, **line: Any) -> None:
    """One measurement."""
    print(json.dumps({"what": what, "who": who, **line}, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    sys.exit(main())
