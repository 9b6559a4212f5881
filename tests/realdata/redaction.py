"""The benchmark of redaction: JSON lines, one a figure, each beside its target where there is one.

    python tests/realdata/redaction.py DATA

`pii` lines, on pii-synthetic. A gold span is found where spans of its type hold at least half of its characters; a span of that
type is right where gold spans of the type hold at least half of its characters. `uncovered` is the share of the gold characters
that no span of any type holds: what would leak. F2 weighs recall twice.
`secrets` lines, on secrets: the share of lines with a secret in which one is found, and of the look-alikes in which one is seen.
`among_secrets` counts the look-alikes flagged at a value that other lines of the same file hold as a secret: there the two aims
contradict each other, since the lines were collected as counterexamples to one scanner's rules and not as harmless.
`speed` lines: megabytes in a second of processor time.

The peers, where they are installed (pip install 'deskbook[bench]'): phonenumbers, detect-secrets, presidio-analyzer with an empty
language model (its recognisers by pattern and check digit).
"""

from __future__ import annotations

import argparse
import base64
import gzip
import io
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from deskbook.text.redact import find_personal_data, redact_text
from deskbook.text.redact.placeholders import SECRETS

Found = tuple[int, int, str]
Finder = Callable[[str], Iterable[Found]]
Line = dict[str, Any]

# The set's types, our labels for them, and the least recall that we want. Names and addresses are harder than what has a form.
TYPES = {
    "CREDIT_CARD": ("card", 0.98),
    "EMAIL_ADDRESS": ("e-mail", 0.98),
    "IBAN_CODE": ("iban", 0.98),
    "IP_ADDRESS": ("ip", 0.98),
    "PHONE_NUMBER": ("phone", 0.98),
    "US_SSN": ("id-number", 0.98),
    "US_DRIVER_LICENSE": ("id-number", 0.98),
    "PERSON": ("name", 0.85),
    "STREET_ADDRESS": ("address", 0.85),
}
RECALL, LOOK_ALIKES = 0.90, 0.15
# The door has to meet the targets; the gate lets examples pass, and of names it looks for none.
OURS, GATE = "deskbook", "deskbook, what is published"


def main() -> int:
    """Print everything. Returns 1 where a target of redaction itself is missed."""
    parser = argparse.ArgumentParser(description="The benchmark of redaction.")
    parser.add_argument("data", type=Path, help="with pii-synthetic and secrets")
    data = parser.parse_args().data
    rows = json.loads((data / "pii-synthetic" / "dev.json").read_text(encoding="utf-8"))
    lines: list[Line] = []
    finders = {OURS: _door, GATE: _gate, **_pii_peers()}
    for name, find in finders.items():
        lines += _shown(pii(name, find, rows))
    secrets = secret_lines(data)
    for name, spans in {OURS: _secrets(_door), GATE: _secrets(_gate)}.items():
        lines += _shown([secrets_line(name, spans, secrets)])
    for name, flags in _secret_peers().items():
        lines += _shown([peer_line(name, flags, secrets)])
    text = "\n".join(row["full_text"] for row in rows)
    for name, find in finders.items():
        lines += _shown([{"measure": "speed", "of": name, "mb_per_second": round(_speed(find, text), 2)}])
    return int(any(line.get("met") is False for line in lines))


def pii(name: str, find: Finder, rows: list[Line]) -> list[Line]:
    """One line for each type that the finder can name."""
    found = [list(find(row["full_text"])) for row in rows]
    labels = {label for spans in found for _, _, label in spans}
    lines = []
    for kind, (label, target) in TYPES.items():
        if label not in labels:
            continue
        same = {other for other, (its, _) in TYPES.items() if its == label}
        wanted = hit = flagged = right = characters = uncovered = 0
        for row, spans in zip(rows, found, strict=True):
            everything = _characters(spans)
            ours = _characters(span for span in spans if span[2] == label)
            gold = [
                (g["start_position"], g["end_position"], g["entity_type"])
                for g in row["spans"]
                if g["entity_type"] in same
            ]
            theirs = _characters(gold)
            for start, end, its in gold:
                if its != kind:
                    continue
                place = range(start, end)
                wanted += 1
                hit += 2 * sum(at in ours for at in place) >= len(place)
                characters += len(place)
                uncovered += sum(at not in everything for at in place)
            mine = [span for span in spans if span[2] == label]
            flagged += len(mine)
            right += sum(2 * sum(at in theirs for at in range(s, e)) >= e - s for s, e, _ in mine)
        if not wanted:
            continue
        recall, precision = hit / wanted, right / flagged if flagged else 0.0
        lines.append(
            {
                "measure": "pii",
                "of": name,
                "type": kind,
                "count": wanted,
                "precision": round(precision, 3),
                "recall": round(recall, 3),
                "f2": round(5 * precision * recall / (4 * precision + recall), 3) if hit else 0.0,
                "uncovered": round(uncovered / characters, 3),
                "target_recall": target,
                **({"met": recall >= target} if name == OURS else {}),
            }
        )
    return lines


def secret_lines(data: Path) -> list[Line]:
    """The set of secrets. It stays packed on disk, so that no scanner takes it for a leak."""
    packed = base64.b64decode((data / "secrets" / "examples.jsonl.gz.b64").read_text(encoding="ascii"))
    return [json.loads(line) for line in gzip.decompress(packed).decode("utf-8").splitlines()]


def is_secret(row: Line) -> bool:
    """Names of buckets and clients are marked too, but are no secrets."""
    kinds = row["categories"] or ["secret"]
    return row["label"] == 1 and ("secret" in kinds or "identifier" not in kinds)


def secrets_line(name: str, find: Finder, rows: list[Line]) -> Line:
    """The figures of a finder that says where."""
    found = [[row["text"][s:e] for s, e, _ in find(row["text"])] for row in rows]
    line = _share(name, [bool(values) for values in found], rows)
    known = "\n".join(row["text"] for row in rows if is_secret(row))
    alike = [values for values, row in zip(found, rows, strict=True) if row["label"] == 0 and values]
    return {**line, "among_secrets": sum(any(value in known for value in values) for values in alike)}


def peer_line(name: str, flags: Callable[[str], bool], rows: list[Line]) -> Line:
    """The figures of a finder that says only whether."""
    return _share(name, [flags(row["text"]) for row in rows], rows)


def _share(name: str, flagged: list[bool], rows: list[Line]) -> Line:
    secrets = [flag for flag, row in zip(flagged, rows, strict=True) if is_secret(row)]
    alike = [flag for flag, row in zip(flagged, rows, strict=True) if row["label"] == 0]
    recall, share = sum(secrets) / len(secrets), sum(alike) / len(alike)
    return {
        "measure": "secrets",
        "of": name,
        "secrets": len(secrets),
        "recall": round(recall, 3),
        "look_alikes": len(alike),
        "flagged": sum(alike),
        "look_alikes_flagged": round(share, 3),
        "target_recall": RECALL,
        "target_look_alikes_flagged": LOOK_ALIKES,
        **({"met": recall >= RECALL and share <= LOOK_ALIKES} if name == OURS else {}),
    }


def _shown(lines: list[Line]) -> list[Line]:
    for line in lines:
        print(json.dumps(line), flush=True)
    return lines


def _characters(spans: Iterable[Found]) -> set[int]:
    return {at for start, end, _ in spans for at in range(start, end)}


def _door(text: str) -> list[Found]:
    return [(span.start, span.end, span.label) for span in redact_text(text).spans]


def _gate(text: str) -> list[Found]:
    return [(span.start, span.end, span.label) for span in find_personal_data(text)]


def _secrets(find: Finder) -> Finder:
    return lambda text: [span for span in find(text) if span[2] in SECRETS]


def _pii_peers() -> dict[str, Finder]:
    peers: dict[str, Finder] = {}
    try:
        from phonenumbers import Leniency, PhoneNumberMatcher  # noqa: PLC0415
    except ImportError:
        print("phonenumbers is not installed", file=sys.stderr)
    else:
        for region in (None, "US"):
            for leniency in (Leniency.POSSIBLE, Leniency.VALID):
                name = (
                    f"phonenumbers, region {region or 'none'}, {'valid' if leniency is Leniency.VALID else 'possible'}"
                )
                peers[name] = lambda text, region=region, leniency=leniency: [
                    (match.start, match.end, "phone")
                    for match in PhoneNumberMatcher(text, region, leniency, max_tries=65_535)
                ]
    try:
        peers["presidio, no model"] = _presidio()
    except ImportError:
        print("presidio-analyzer is not installed", file=sys.stderr)
    return peers


def _presidio() -> Finder:
    import logging  # noqa: PLC0415

    import spacy  # noqa: PLC0415
    import tldextract  # noqa: PLC0415
    from presidio_analyzer import AnalyzerEngine  # noqa: PLC0415
    from presidio_analyzer.nlp_engine import SpacyNlpEngine  # noqa: PLC0415

    class _Blank(SpacyNlpEngine):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
            self.nlp = {"en": spacy.blank("en")}

    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())  # its own list, not one from the net
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    engine = AnalyzerEngine(nlp_engine=_Blank(), supported_languages=["en"])
    wanted = [kind for kind in TYPES if kind != "STREET_ADDRESS"]
    return lambda text: [
        (result.start, result.end, TYPES[result.entity_type][0])
        for result in engine.analyze(text, language="en", entities=wanted)
    ]


def _secret_peers() -> dict[str, Callable[[str], bool]]:
    try:
        from detect_secrets.core import scan  # noqa: PLC0415
        from detect_secrets.settings import default_settings  # noqa: PLC0415
    except ImportError:
        print("detect-secrets is not installed", file=sys.stderr)
        return {}

    class _InMemory(io.StringIO):
        name = str(Path(__file__).parents[2] / "LICENSE")  # a file that is there, of no known kind

    def flags(text: str) -> bool:
        scan.open = lambda *_, **__: _InMemory(text)  # as it scans a file, without writing secrets to one
        with default_settings():
            return next(iter(scan.scan_file(_InMemory.name)), None) is not None

    return {"detect-secrets": flags}


def _speed(find: Finder, text: str) -> float:
    begin = time.process_time()
    list(find(text))
    return len(text.encode("utf-8")) / 1e6 / max(time.process_time() - begin, 1e-9)


if __name__ == "__main__":
    sys.exit(main())
