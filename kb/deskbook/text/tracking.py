"""Web addresses without what counts who clicked them, and those that open a private file to whoever has them.

Mail gateways and newsletter tools put their own address around a link; where the real one can be read from it, it is given. The
lists are short on purpose: what they name is in common use and has no other meaning.
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import SplitResult, unquote, urlsplit

_PARAMETER = re.compile(
    r"utm_\w+|(?:mtm|matomo|piwik|pk)_(?:campaign|kwd|keyword|source|medium|content|cid|group|placement)|"
    r"gclid|gclsrc|dclid|wbraid|gbraid|fbclid|msclkid|yclid|ysclid|twclid|ttclid|igshid|igsh|li_fat_id|epik|srsltid|"
    r"mc_[ce]id|_hsenc|_hsmi|__hs(?:tc|sc|fp)|hsctatracking|mkt_tok|vero_(?:id|conv)|oly_(?:anon|enc)_id|_openstat|wickedid|"
    r"ml_subscriber(?:_hash)?|ck_subscriber_id|_ga|_gl|_ke|_kx|elqtrack(?:id)?|sfmc_\w+|s_cid|sc_cid|trk_?(?:email|contact|msg|module|sid)|bsft_\w+|"
    r"dm_i|cvosrc|rb_clickid|zanpid|_branch_match_id|mibextid",
    re.IGNORECASE,
)
# host -> the parameters that hold the real address
_WRAPPERS = (
    (
        re.compile(
            r"[\w-]+\.safelinks\.protection\.(?:outlook\.com|office365\.us|partner\.outlook\.cn)", re.IGNORECASE
        ),
        ("url",),
    ),
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}", re.IGNORECASE), ("q", "url")),
    (re.compile(r"(?:lm?|m)\.facebook\.com|l\.instagram\.com|l\.messenger\.com", re.IGNORECASE), ("u",)),
    (
        re.compile(r"www\.youtube\.com|slack-redir\.net|out\.reddit\.com|steamcommunity\.com", re.IGNORECASE),
        ("q", "url"),
    ),
    (re.compile(r"linkprotect\.cudasvc\.com", re.IGNORECASE), ("a",)),
    (
        re.compile(
            r"(?:protect2?|[\w-]+)\.fireeye\.com|clicktime\.symantec\.com|[\w-]+\.edgepilot\.com", re.IGNORECASE
        ),
        ("u",),
    ),
    (re.compile(r"clicktime\.cloud\.postoffice\.net", re.IGNORECASE), ("U",)),
    (re.compile(r"t\.umblr\.com|www\.linkedin\.com", re.IGNORECASE), ("z", "url")),
)
_REDIRECTING = re.compile(
    r"/(?:url|l\.php|link|redirect|linkfilter/?|redir/redirect|clicktime\.php|v1/url|s/.*|)", re.IGNORECASE
)
_PROOFPOINT = re.compile(r"urldefense(?:\.proofpoint)?\.com|urldefense\.us", re.IGNORECASE)
_PROOFPOINT_3 = re.compile(r"/v3/__(.+?)__;([\w+/=-]*)!")
# The real address is in the path, percent-encoded or as it is.
_IN_PATH = (
    (
        re.compile(r"secure-web\.cisco\.com", re.IGNORECASE),
        re.compile(r"/[^/]+/[^/]*?(https?(?:%3A|:).+)", re.IGNORECASE),
    ),
    (
        re.compile(r"[\w.-]+\.awstrack\.me", re.IGNORECASE),
        re.compile(r"/L\d/(https?(?:%3A|:).+?)/\d/.*", re.IGNORECASE),
    ),
    (re.compile(r"click\.pstmrk\.it", re.IGNORECASE), re.compile(r"/[23]s?/([^/]+(?:%2F[^/]*)?)/.*", re.IGNORECASE)),
)
# Counters that say nothing of where they lead, and pictures that count readers.
_OPAQUE = re.compile(
    r"(?:[\w.-]+\.)?(?:list-manage\.com|list-manage1\.com|ct\.sendgrid\.net|mandrillapp\.com|hubspotlinks\.com|hubspotlinkstarter\.com|hubspotemail\.net|"
    r"exct\.net|mjt\.lk|sendibt\d\.com|sendibm\d\.com|mlsend\.com|convertkit-mail\d?\.com|customeriomail\.com|pstmrk\.it|awstrack\.me|rs6\.net|"
    r"mailgun\.org|sparkpostmail\.com|createsend\d?\.com|cmail\d+\.com|klclick\d?\.com|zdusercontent-track\.com|doubleclick\.net|google-analytics\.com)",
    re.IGNORECASE,
)
_OPAQUE_PATH = re.compile(
    r"/(?:ls/click|wf/(?:click|open)|track/(?:click|open)(?:\.php)?(?:/.*)?|e3t/.*|cs/c/?|mk/(?:cl|op)/.*|open\.aspx)",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"/attachments/token/|\.zdusercontent\.com/|/secure/attachment/|/helpdesk/attachments/|intercom-attachments|"
    r"[?&;](?:token|access_token|jwt|sig|signature|x-amz-signature|x-goog-signature)=",
    re.IGNORECASE,
)
_DEEPEST = 4  # wrappers around one address
_LONGEST = 8_000


def without_tracking(address: str) -> str | None:
    """An http(s) address without counting parameters and wrappers; None where it only counts and hides where it leads.

    All else comes back as it was, byte for byte, also what is no address at all.
    """
    if len(address) > _LONGEST:
        return address
    for _ in range(_DEEPEST):
        try:
            parts = urlsplit(address)
            host = parts.hostname or ""
        except ValueError:
            return address
        if parts.scheme.lower() not in ("http", "https"):
            return address
        target = _target(parts, host)
        if target is None:
            break
        address = target
    else:
        return address
    if _OPAQUE.fullmatch(host) or _OPAQUE_PATH.fullmatch(parts.path):
        return None
    return _without_parameters(address)


def is_private(address: str) -> bool:
    """Whether an address holds the key to a file, as those of a ticket's attachments do."""
    return _PRIVATE.search(address) is not None


def file_name(address: str) -> str:
    """The name of the file that an address leads to, '' if it does not tell."""
    named = re.search(r"[?&]name=([^&#\s]+)", address)
    name = unquote(named[1] if named else address.partition("?")[0].rpartition("/")[2])
    return name if re.fullmatch(r"[^/\\<>\n]{1,120}\.\w{1,8}", name) else ""


def shortened(address: str) -> str:
    """What may be shown of an address that must not be opened: the name of a private file, else the host."""
    name = file_name(address) if is_private(address) else ""
    host = re.match(r"\w+://(?:[^/@\s]*@)?([\w.-]+)", address)
    return f"(file: {name})" if name else f"{host[1] if host else ''}/…"


def _target(parts: SplitResult, host: str) -> str | None:
    """The address inside a wrapper, or None."""
    if _PROOFPOINT.fullmatch(host):
        return _proofpoint(parts)
    for hosts, names in _WRAPPERS:
        if hosts.fullmatch(host) and _REDIRECTING.fullmatch(parts.path):
            given = dict(pair.split("=", 1) for pair in re.split("[&;]", parts.query) if "=" in pair)
            return next((found for name in names if (found := _web(unquote(given.get(name, ""))))), None)
    for hosts, places in _IN_PATH:
        if hosts.fullmatch(host) and (match := places.fullmatch(parts.path)):
            found = unquote(match[1])
            return _web(found if "://" in found else f"https://{found}")
    return None


def _proofpoint(parts: SplitResult) -> str | None:
    """Version 3 keeps the address between `__`, with `*` for characters that stand behind it in base64; 1 and 2 have `u`."""
    whole = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    if match := _PROOFPOINT_3.match(whole):
        try:
            spare = base64.urlsafe_b64decode(match[2] + "=" * (-len(match[2]) % 4)).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            spare = ""
        letters = iter(spare)
        return _web(
            re.sub(r"\*(?!\*)", lambda star: next(letters, star[0]), match[1])
            .replace(":/", "://", 1)
            .replace(":///", "://")
        )
    given = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    coded = given.get("u", "")
    return _web(unquote(coded.replace("-", "%").replace("_", "/") if "/v2/" in parts.path else coded))


def _web(text: str) -> str | None:
    return text if re.fullmatch(r"https?://[^\s/?#<>\"]+\.[^\s<>\"]+", text, re.IGNORECASE) else None


def _without_parameters(address: str) -> str:
    before, mark, fragment = address.partition("#")
    if mark and "=" in fragment and all(_PARAMETER.fullmatch(pair.partition("=")[0]) for pair in fragment.split("&")):
        mark = fragment = ""
    path, question, query = before.partition("?")
    if question:
        # Where an address is written for HTML or Markdown, its ampersands are `&amp;`.
        pairs = re.split(r"(&(?:amp;)?)", query)
        kept = [n for n in range(0, len(pairs), 2) if not _PARAMETER.fullmatch(pairs[n].partition("=")[0])]
        if len(kept) < len(pairs[::2]):
            query = "".join((pairs[n - 1] if n != kept[0] else "") + pairs[n] for n in kept)
            before = f"{path}?{query}" if query else path
    return before + mark + fragment
