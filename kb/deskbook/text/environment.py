"""What a thread says about where the problem shows: products, versions and settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_VERSION = r"\d{1,4}(?:\.\d{1,4}){0,3}"
_VERSIONED = re.compile(
    r"\b([A-Z][A-Za-z+#.]{1,20}|[a-z]{2,12}(?:js|\.js|ctl)?|nginx|node|curl|python|php|ruby|rails|django|openssl|ubuntu|debian|ios|android)"
    r"(?:[ /]|,? version )v?(\d{1,4}(?:\.\d{1,4}){1,3})\b"
)
_SYSTEMS = re.compile(
    rf"\b(Windows(?: Server \d{{4}}| (?:XP|Vista|7|8\.1|8|10|11)\b)?|(?:macOS|Mac OS X|iOS|iPadOS|Android)(?: {_VERSION})?|"
    rf"(?:Ubuntu|Debian|Fedora|CentOS|RHEL|Alpine)(?: {_VERSION}(?: LTS)?)?|"
    rf"(?:Google Chrome|Chrome|Chromium|Firefox|Safari|Opera|Brave|(?:Microsoft |MS )Edge|Edge browser)(?: (?:version )?{_VERSION})?)\b"
)
_NAMED = re.compile(
    r"\b(Docker|Kubernetes|Terraform|WordPress|Next\.js|nginx|Apache|Varnish|Python|Node\.js|Ruby|PHP|Go|Java|PostgreSQL|MySQL|Redis|S3|"
    r"GitHub Actions|GitLab CI)\b"
)
_OF_A_NAME = re.compile(
    r"\b[Vv]ersion (\d{1,4}(?:\.\d{1,4}){0,3}) of (?:the )?([A-Z][\w+#-]{1,20}(?: [A-Z][\w+#-]{1,20})?)"
)
_PROTOCOL = re.compile(r"\b(HTTP/[123](?:\.[01])?|TLS ?v?1\.[0-3]|SSLv3|IPv6)(?![\w.]*\d)(?![\x22]|\s+\d{3}\b)")
_NOT_PRODUCTS = frozenset(
    "about after and at before below byte between by code error for from had has http https in is it line of on or over page "
    "port release status step than the then tls to until version was were with rfc ip ipv since around section chapter table".split()
)
# NAME=value as in a shell or a file of settings, and key = value of configuration files.
_VARIABLE = re.compile(r"(?<![\w$./-])\$?\{?([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\}?(?:=([^\s`'\";,)]{1,40}))?")
_KEY = re.compile(r"(?<![\w./-])([a-z][a-z0-9]*(?:[._-][a-z0-9]+)+) ?[=] ?([^\s`;,)]{1,40})")
_IN_CODE = re.compile(r"`[^`\n]+`|^(?:```|~~~).*?^(?:```|~~~)\s*$", re.MULTILINE | re.DOTALL)
_FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
_MOST = 10


def environment(asked: Sequence[str], answered: Sequence[str] = (), products: tuple[str, ...] = ()) -> list[str]:
    """Where a problem shows: the team's own `products`, then other products and versions, then protocols and settings, each once,
    at most ten.

    A name with a version takes the place of the same name without one, a longer product name that of a shorter one in it.
    Settings stand with their value as the customer (`asked`) has it; of one that only the team (`answered`) names the name
    stands alone, because its value there is the cure.
    """
    text = "\n".join((*asked, *answered))
    own = named_products(text, products)
    versioned = [f"{name} {version}" for name, version in _VERSIONED.findall(text) if name.lower() not in _NOT_PRODUCTS]
    versioned += [f"{name} {version}" for version, name in _OF_A_NAME.findall(text)]
    systems = [re.sub(r" version (?=\d)", " ", name) for name in _SYSTEMS.findall(text)]
    named = _specific([*versioned, *systems, *_NAMED.findall(text)])
    mentioned = {product.lower() for product in own}
    others = [name for name in named if _bare(name) not in mentioned]
    protocols = _PROTOCOL.findall(_FENCE.sub(" ", text))
    return list(dict.fromkeys([*own, *others, *protocols, *_settings(asked, answered)]))[:_MOST]


def named_products(text: str, products: Iterable[str]) -> list[str]:
    """Those of the `products` that a text names, as they are written; a longer name takes the place of a shorter one in it."""
    own = [product for product in products if re.search(rf"(?<!\w){re.escape(product)}(?!\w)", text)]
    return [product for product in own if not any(product in other for other in own if other != product)]


def _specific(names: Iterable[str]) -> list[str]:
    """Names in the order in which they came, without those of which another says the version."""
    found = list(dict.fromkeys(names))
    with_version = {_bare(name) for name in found if _bare(name) != name.lower()}
    return [name for name in found if _bare(name) != name.lower() or name.lower() not in with_version]


def _bare(name: str) -> str:
    return re.sub(rf" {_VERSION}(?: LTS)?$", "", name).lower()


def _settings(asked: Sequence[str], answered: Sequence[str]) -> list[str]:
    theirs = _named_settings(asked)
    values = {name: value for name, value in theirs if value}
    # The team's code is an example; what matters of it stands in the text around.
    ours = _named_settings(_FENCE.sub(" ", text) for text in answered)
    names = dict.fromkeys(name for name, _ in (*theirs, *ours))
    return [f"`{name}{values.get(name, '')}`" for name in names]


def _named_settings(texts: Iterable[str]) -> list[tuple[str, str]]:
    """(name, '=value') of each setting in the texts; no value where it is not said or was redacted."""
    found: list[tuple[str, str]] = []
    for text in texts:
        code = "\n".join(_IN_CODE.findall(text))
        lines = "\n".join(line for line in text.split("\n") if _KEY.match(line.strip("` ")))
        found += [(name, _value("=", value)) for name, value in _VARIABLE.findall(text)]
        found += [(name, _value(" = ", value)) for name, value in _KEY.findall(f"{code}\n{lines}")]
    return found


def _value(mark: str, value: str) -> str:
    value = value.strip("\"'")
    return f"{mark}{value}" if value and "[" not in value else ""
