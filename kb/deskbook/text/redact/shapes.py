"""Keys and tokens that tell by their own shape what they are.

The shapes are those that the issuers document. A plain search for a fixed part comes first, so a text without any costs little.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading
from deskbook.text.redact.values import entropy, is_patterned, is_stand_in

# What may follow a prefix: the set of characters, the fewest of them, and the prefixes.
_TAILS: tuple[tuple[str, int, str], ...] = (
    (
        r"[0-9A-Za-z_\-]",
        20,
        """
        ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- glptt- gldt- glrt- glcbt- glsoat- GR1348941 npm_ pypi- hf_ gsk_
        xai- tvly- jina_ sgp_ sq0atp- sq0csp- sq0atb- EAAA GOCSPX- dckr_pat_ dckr_oat_ odt_ aio_ ATATT3 ATBB ATCTT3
        AKCp lin_api_ ntn_ secret_ sntrys_ sntryu_ shpat_ shpca_ shppa_ shpss_ patn- phc_ phx_ rnd_ fo1_ tskey- figd_
        hvs. hvb. hvr. doo_v1_ dop_v1_ dor_v1_ rubygems_ sk-ant- sk-proj- sk-or-v1- ciotgp pul- NRAK- NRAA- NRII-
        NRIQ- NRRA- NRJS- glsa_ glc_ PMAK- r8_ pat- tfp_ nvapi- dapi LTAI AKID CFPAT- oy2 live_ da2-
        zpka_ ops_ do_v1_ pscale_tkn_ pscale_pw_ flb_live_ sbp_ whsec_ fc- key- p8e- glagent- glimt- glft- glffct-
        sb_secret_ fm2_ nfp_ pplx- pcsk_ bkua_ CCIPAT_ duffel_live_ FLWSECK- xkeysib- xsmtpsib- shippo_live_ rdme_ pnu_ ABSK HRKU-
        sk-lf- sk-svcacct- sk-admin- EZAK EZTK phs_ sntrya_ ptr_ fio-u- ico- ATOA xoxe.xoxp- xoxe.xoxb-
        """,
    ),
    (r"[0-9A-Za-z]", 16, "sk_live_ sk_test_ rk_live_ rk_test_ pk_live_ sk-"),
    (r"[0-9A-Za-z_\-/]", 14, "xoxb- xoxp- xoxa- xoxr- xoxs- xoxe- xoxc- xoxd- xapp-"),
    (
        r"[0-9A-Za-z_\-.=]",
        20,
        """
        SG. ya29. 1//0 dt0c01. dt0s01. dp.pt. dp.ct. dp.st. dp.sa. dp.scim. dp.audit. sl. EAACEd pk.eyJ sk.eyJ tk.eyJ
        eyJrIjoi hawk. secret-token: CAESI sntrys_ey vault:v1: amzn.mws.
        """,
    ),
    (r"[0-9A-Z]", 16, "AKIA ASIA AGPA AIDA AROA AIPA ANPA ANVA ABIA ACCA A3T0"),
    (r"[0-9A-Za-z_\-]", 33, "AIza"),
    (r"[0-9A-Z]", 50, "AGE-SECRET-KEY-1"),
    (r"[0-9A-Za-z+/=]", 60, "LS0tLS1CRUdJTi"),
)
# Everything else: a fixed part that must be there, and the whole shape.
_SHAPES: tuple[tuple[str, str, str], ...] = (
    ("eyJ", "token", r"(?<![0-9A-Za-z_\-])(?:eyJ[0-9A-Za-z_\-]{8,}\.eyJ[0-9A-Za-z_\-]{8,}(?:\.[0-9A-Za-z_\-]*)?|eyJ[0-9A-Za-z_\-]{12,}\.[0-9A-Za-z_\-]{16,}\.[0-9A-Za-z_\-]{16,})"),
    (":AA", "token", r"\b[0-9]{8,10}:AA[0-9A-Za-z_\-]{32,33}"),
    ("-us", "key", r"\b[0-9a-f]{32}-us[0-9]{1,2}\b"),
    ("SK", "key", r"SK[0-9a-f]{32}(?![0-9a-z])"),
    ("00D", "token", r"\b00D[0-9A-Za-z]{12,15}![0-9A-Za-z._]{60,}"),
    ("AZDO", "token", r"\b[0-9A-Za-z]{76}AZDO[0-9A-Za-z]{4}\b"),
    ("NRAL", "key", r"\b(?:eu[0-9]{2}x{2})?[0-9a-f]{30,36}NRAL\b"),
    ("px-", "token", r"\bpx-(?:api|dep)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    ("8Q~", "key", r"\b[0-9A-Za-z_~.\-]{3}8Q~[0-9A-Za-z_~.\-]{31,34}"),
    ("hooks.slack.com", "token", r"(?<=hooks\.slack\.com/services/)[0-9A-Za-z/_]{20,}|(?<=hooks\.slack\.com/workflows/)[0-9A-Za-z/_]{20,}"),
    ("/webhook", "token", r"(?<=/webhook/)[0-9a-f]{8}-[0-9a-f\-]{27}@[0-9a-f\-]{36}/[0-9A-Za-z/\-]{20,}|(?<=/webhookb2/)[0-9a-f\-]{36}@[0-9A-Za-z/\-]{40,}"),
    ("/api/webhooks/", "token", r"(?<=/api/webhooks/)[0-9]{17,20}/[0-9A-Za-z_\-]{60,}"),
    ("/api/v1/", "token", r"(?<=/api/v1/)[0-9a-z]{20}(?=/(?:telemetry|attributes|rpc)\b)"),
    ("$2", "password", r"\$2[abxy]\$[0-9]{2}\$[0-9A-Za-z./]{53}"),
    ("$krb5", "password", r"\$krb5[a-z]{2,6}\$[0-9]{1,2}\$[^\s\"'`<>]{32,}"),
    ("$", "password", r"\$(?:1|5|6|7|8|9|y|gy|apr1|sha1|argon2(?:id|i|d))\$[0-9A-Za-z./=,$+\-]{20,}"),
    ("{S", "password", r"\{S?SHA(?:256|512)?\}[0-9A-Za-z+/]{24,}={0,2}"),
    (":::", "password", r"(?<=:)[0-9a-f]{32}:[0-9a-f]{32}(?=:::)"),
    (".", "token", r"[MNO][0-9A-Za-z_\-]{23,25}\.[0-9A-Za-z_\-]{6}\.[0-9A-Za-z_\-]{27,38}\b"),
    ("-----BEGIN", "private-key", r"-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY(?: BLOCK)?-----"),
    ("---- BEGIN SSH2 ENC", "private-key", r"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----"),
    ("PuTTY-User-Key-File", "private-key", r"PuTTY-User-Key-File-[0-9]:(?:(?!Private-Lines)[^\n]*\n){1,60}Private-Lines: [0-9]+\r?\n(?:[0-9A-Za-z+/=]+\r?\n?)+(?:Private-MAC: [0-9a-f]+)?"),
)  # fmt: skip
# Made to be seen by everybody; a manual may show them.
_PUBLISHABLE = frozenset({"pk_live_", "pk_test_", "pk.eyJ"})
# The token that the page about JSON Web Tokens shows to everybody.
_SHOWN_TOKEN = "eyJzdWIiOiIxMjM0NTY3ODkwIiwi"  # noqa: S105
# Nothing with a prefix is shorter than this, so only long runs are looked into.
_RUN = re.compile(r"[0-9A-Za-z_\-./=+]{18,}+")
_PREFIX = re.compile(
    "(?<![0-9A-Za-z])(?:"
    + "|".join(sorted({re.escape(p) for _, _, group in _TAILS for p in group.split()}, key=lambda p: (-len(p), p)))
    + ")"
)
_END = re.compile(r"-{4,5} ?END [^\n-]{0,60}PRIVATE KEY(?: BLOCK)? ?-{4,5}")
# What may stand inside a key block: base64, headers, and the quotes, pluses and escapes of source code around them.
_KEY_LINE = re.compile(
    r"[\s>\"'`+\\|,;.]*(?:[0-9A-Za-z+/=]{16,}|(?:Proc-Type|DEK-Info|Comment|Version|X-[\w-]+): ?[^\n]*|\[[a-z -]{3,15}\])?[\"'`+\\|,;nr \t\r]*(?:\n|$|(?=\\n))"
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def known_shapes(reading: Reading, strict: bool) -> Iterator[Span]:
    """Keys, tokens, password hashes and private key blocks that are recognised by themselves."""
    if not _RUN.search(reading.plain) and "-----" not in reading.plain:
        return
    yield from _prefixed(reading, strict)
    for part, label, shape in _SHAPES:
        if part not in reading.plain:
            continue
        for match in _compiled(shape).finditer(reading.plain):
            if label == "private-key":
                yield Span(match.start(), private_key_end(reading.plain, match.end())[0], label, "a private key block")
            elif not (strict and _is_shown(match.group())):
                yield Span(*match.span(), label, "a documented shape")


def _is_shown(value: str) -> bool:
    return is_stand_in(value, strict=True) or is_patterned(value) or _SHOWN_TOKEN in value


def private_key_end(text: str, start: int) -> tuple[int, bool]:
    """Where the key block that begins before `start` ends, and whether it says so itself.

    Without its last line a block ends where its lines stop looking like a key.
    """
    dashes = max(text.find("-----END", start, start + 20_000), text.find("---- END", start, start + 20_000))
    end = _END.match(text, dashes) if dashes >= 0 else None
    if end and "-----BEGIN" not in text[start:dashes]:
        return end.end(), True
    place = start
    while place < len(text) and (line := _KEY_LINE.match(text, place)) and line.end() > place:
        place = line.end()
    return start + len(text[start:place].rstrip()), "PuTTY" in text[max(0, start - 40) : start]


def _prefixed(reading: Reading, strict: bool) -> Iterator[Span]:
    for run in _RUN.finditer(reading.plain):
        done = 0
        for match in _PREFIX.finditer(reading.plain, *run.span()):
            tail = _tail_of(match.group()).match(reading.plain, match.end()) if match.start() >= done else None
            if tail is None:
                continue
            done = tail.end()
            if _serious(match.group(), tail.group(), strict):
                label = "key" if match.group().startswith(("AK", "AI", "AS", "sk", "rk")) else "token"
                yield Span(match.start(), done, label, "a documented prefix")


@cache
def _tail_of(prefix: str) -> re.Pattern[str]:
    characters, fewest = next((c, n) for c, n, prefixes in _TAILS if prefix in prefixes.split())
    return re.compile(rf"{characters}{{{fewest},}}+")


def _serious(prefix: str, value: str, strict: bool) -> bool:
    if strict and (prefix in _PUBLISHABLE or is_stand_in(value, strict) or is_patterned(value)):
        return False
    if prefix[-1].isupper() or prefix in ("A3T0", "AKID"):  # whole identifiers in capitals have little variety
        return len(set(value)) >= 4
    if prefix.endswith(("_v1_", "xox")) or prefix.startswith("xox"):
        return True
    # Short or wordlike prefixes begin many ordinary names: only a random tail makes them a key.
    return entropy(value) >= (2.8 if any(c.isdigit() for c in value) else 4.2)
