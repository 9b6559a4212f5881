"""Host names of the customer: names of an inside network, and what stands beside words such as "our server"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deskbook.text.redact.placeholders import Span
from deskbook.text.redact.reading import Reading

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
# Suffixes that no registry gives out, so whoever uses one means a machine of their own (RFC 6762, RFC 8375, ICANN's .internal).
_INSIDE = re.compile(r"\.(?:local|localnet|internal|intranet|intra|corp|lan|home\.arpa)(?![\w-])(?!\.[a-z0-9_])")
_INSIDE_HEAD = re.compile(rf"(?:{_LABEL}\.){{0,6}}{_LABEL}\Z")
_PORT = re.compile(r":[0-9]|/\w")
_ANCHORS = (".local", ".intern", ".intra", ".corp", ".lan", ".home.arpa")
# Files, fields of programs, and the inside names that every installation of a product has.
_EVERYBODYS = re.compile(
    r"(?:^|\.)(?:[\w-]*(?:settings|config|conf|compose|properties)|env|self|this|process|module|exports?|thread|threading|package|"
    r"app|com|org|java|sun|usr|var|etc|docker|metadata\.google|kubernetes|(?:svc\.)?cluster|compute|ec2|ip-[0-9-]+|hostname|host|"
    r"server[0-9]{0,2}|domain|company|computer|machine|name|my[a-z]{0,10}|your[a-z-]{0,10}|example|contoso|fabrikam|adatum|test|foo|bar)"
    r"\.(?:local|internal|intra|corp|lan)(?:net)?$"
)

_HOST = rf"(?P<host>{_LABEL}(?:\.{_LABEL}){{0,6}})(?![\w@(])(?!-\w|\.\w)"
_LOGIN = re.compile(rf"\b[^\n@|;&]{{0,80}}?[\s:\"'][\w.$-]{{1,32}}@{_HOST}")
_PROMPT = re.compile(rf"(?<=\w@){_HOST}(?=(?:[: ](?:~|/)[^\n$#]{{0,60}})?[$#] )")
_SHARE = re.compile(r"(?P<host>[a-z0-9][a-z0-9_.-]{1,62})\\(?=[a-z0-9_$])")
_OURS = re.compile(
    r"(?:e[rmn]?)? ?(?:[\w-]{1,20} ){0,2}?(?:[\w-]{0,20}(?:server|host(?:name)?|machine|rechner|domain|domäne|website|instance|cluster|gateway|proxy|portal|"
    r"intranet|shop|appliance|desktop|laptop|workstation|controller|firewall|nas|router)|site|web site|box|vm|host name|computer)s?"
    r"(?: name)?(?: (?:is|at|on|named|called|under|ist|heißt|heisst|namens))*[ :]{1,3}[\"'`(<]{0,2}(?:https?://)?"
    + _HOST
)
_FIELD = re.compile(
    r"(?:[\"']?\s?[:=]{1,2}\s{0,3}|(?P<said> is| was| named| called| ist) )[\"'`]{0,2}(?:tcp:|https?://)?" + _HOST
)
# A part that must be there, what stands before, the pattern behind it, whether a name without dots will do, and why.
_BESIDE = (
    ("@", ("ssh", "scp", "sftp", "mosh", "rsync"), _LOGIN, True, "a host that somebody logs in to"),
    ("@", ("@",), _PROMPT, True, "the host of a prompt"),
    ("\\\\", ("\\\\",), _SHARE, True, "the host of a shared folder"),
    (".", ("our ", "my ", "their ", "his ", "her ", "customer's ", "client's ", "unser", "mein"), _OURS, False, "a host that somebody calls theirs"),
    ("name", ("hostname", "host name", "host_name", "machine name", "computer name", "computername", "node name", "server name", "servername", "rechnername"),
        _FIELD, True, "the value of a field for hosts"),
    (".", ("server", "host", "fqdn", "data source", "machine"), _FIELD, False, "the value of a field for hosts"),
)  # fmt: skip

# A name of the public net must end in one of these: in code, `host = config.name` looks like one.
_PUBLIC = re.compile(
    r"\.(?:com|net|org|info|biz|edu|gov|mil|int|io|dev|app|cloud|online|site|shop|store|tech|xyz|eu|[a-z]{2})$"
)
# RFC 2606, RFC 6761, and the places of the net that everybody names.
_NOBODYS_HOST = re.compile(
    r"(?:^|\.)(?:localhost|localdomain|example|test|invalid|example\.(?:com|net|org|edu)|contoso\.com|fabrikam\.com|acme\.(?:com|org)|"
    r"(?:github|gitlab|bitbucket|google|googleapis|gmail|microsoft|office|office365|outlook|live|apple|amazon|amazonaws|cloudflare|facebook|twitter|youtube|"
    r"wikipedia|stackoverflow|stackexchange|ubuntu|debian|python|docker|mozilla|yahoo|bing)\.(?:com|org|net|io)|"
    r"freenode\.net|libera\.chat|oftc\.net|pypi\.org|npmjs\.(?:com|org)|archlinux\.org|kernel\.org|gnu\.org)$|"
    r"^(?:this|self|args|config|settings|options|params|request|req|data|os|process|env|window|document|location|url|app|ctx|context)\."
)
_STAND_IN = re.compile(
    r"(?:your|my|some|the|an?)[._-][a-z._-]*|your[a-z]*|(?:my|some|remote|local|target|source|db|web|mail|file|proxy|jump|bastion)?[_-]?(?:host|server|machine|node|name|hostname|box|domain|address|ip|pc|computer)(?:[_-]?name)?[0-9]?|"
    r"localhost|ubuntu|debian|raspberrypi|kali|fedora|archlinux|null|none|nil|true|false|string|wsl|unknown|example|test|contoso"
)
_FILE = re.compile(
    r"\.(?:py|js|ts|sh|rb|go|rs|cs|md|pl|so|ps|html?|json|ya?ml|xml|conf|cfg|ini|log|txt|exe|dll|jar|php|css|png|jpe?g|zip|gz)$"
)


def hosts(reading: Reading, strict: bool) -> Iterator[Span]:
    """Names of machines in the customer's network. The strict reading finds inside names of three parts or more only: manuals
    are full of `server.local`."""
    if any(anchor in reading.lower for anchor in _ANCHORS):
        yield from _inside(reading, strict)
    if strict:
        return
    for part, words, pattern, plain_will_do, reason in _BESIDE:
        for start, end in reading.words(words) if part in reading.lower else ():
            match = pattern.match(reading.lower, end)
            if match is None or reading.before(start) in ("\\", ".", "-"):
                continue
            said = match.groupdict().get("said") is not None  # "the computer name is written to the log"
            if _is_somebodys(match["host"], plain_will_do and not (said and match["host"].isalpha())):
                yield Span(*match.span("host"), "host", reason)


def _inside(reading: Reading, strict: bool) -> Iterator[Span]:
    for suffix in _INSIDE.finditer(reading.lower):
        head = _INSIDE_HEAD.search(reading.lower[max(0, suffix.start() - 128) : suffix.start()])
        if head is None:
            continue
        start = suffix.start() - len(head.group())
        before, name = reading.before(start), reading.lower[start : suffix.end()]
        if (before and before in ".-$%{@~\\") and before not in "@\\":
            continue
        if reading.after(suffix.end()) in ("(", "[") or _EVERYBODYS.search(name):
            continue
        is_file = suffix.group() == ".local" and head.group().isalpha()  # jail.local
        if is_file and before not in ("@", "/", "\\") and not _PORT.match(reading.plain, suffix.end()):
            continue
        if before == "/" and "://" not in reading.plain[max(0, start - 3) : start]:
            continue  # a path such as /home/maria/x.local
        if not strict or name.count(".") >= 2:
            yield Span(start, suffix.end(), "host", "a name of an inside network")


def _is_somebodys(host: str, sure: bool) -> bool:
    """Whether this is the name of somebody's machine. One that is not qualified needs a place where nothing else stands."""
    if "." in host:
        return bool(_PUBLIC.search(host)) and not _NOBODYS_HOST.search(host) and not _FILE.search(host)
    return sure and len(host) >= 3 and not _STAND_IN.fullmatch(host) and any(c.isalpha() for c in host)
