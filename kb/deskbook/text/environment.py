"""What a thread says about where the problem shows: products and versions."""

from __future__ import annotations

import re

_VERSIONED = re.compile(
    r"\b([A-Z][A-Za-z+#.]{1,20}|[a-z]{2,12}(?:js|\.js|ctl)?|nginx|node|curl|python|php|ruby|rails|django|openssl|ubuntu|debian|ios|android)"
    r"[ /]v?(\d{1,4}(?:\.\d{1,4}){1,3})\b"
)
_NAMED = re.compile(
    r"\b(Windows(?: (?:10|11|Server \d{4}))?|macOS|Ubuntu|Debian|Android|iOS|Safari|Firefox|Chrome|Edge browser|Docker|Kubernetes|"
    r"Terraform|WordPress|Next\.js|nginx|Apache|Varnish|Python|Node\.js|Ruby|PHP|Go|Java|PostgreSQL|Redis|S3|GitHub Actions|GitLab CI)\b"
)
_NOT_PRODUCTS = frozenset(
    "about after and at before below byte between by code error for from had has http https in is it line of on or over page "
    "port release status than the then tls to until version was were with rfc ip ipv".split()
)


def environment(texts: list[str], tags: tuple[str, ...] = ()) -> list[str]:
    """Products and versions that the texts name, in order of appearance, each once, at most eight.

    A name with a version takes the place of the same name without one.
    """
    versioned = [
        f"{name} {version}"
        for text in texts
        for name, version in _VERSIONED.findall(text)
        if name.lower() not in _NOT_PRODUCTS
    ]
    named = [name for text in texts for name in _NAMED.findall(text)]
    found = dict.fromkeys(versioned)
    known = {entry.rpartition(" ")[0].lower() for entry in found}
    found.update(dict.fromkeys(name for name in named if name.lower() not in known))
    found.update(dict.fromkeys(tag for tag in tags if tag.lower() not in known | {entry.lower() for entry in found}))
    return list(found)[:8]
