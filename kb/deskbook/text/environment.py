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


def environment(texts: list[str], products: tuple[str, ...] = ()) -> list[str]:
    """The team's own `products`, then other products and versions that the texts name, each once, at most eight.

    A name with a version takes the place of the same name without one, a longer product name that of a shorter one in it.
    """
    text = "\n".join(texts)
    own = [product for product in products if re.search(rf"(?<!\w){re.escape(product)}(?!\w)", text)]
    own = [product for product in own if not any(product in other for other in own if other != product)]
    versioned = [f"{name} {version}" for name, version in _VERSIONED.findall(text) if name.lower() not in _NOT_PRODUCTS]
    known = {entry.rpartition(" ")[0].lower() for entry in versioned} | {product.lower() for product in own}
    named = [name for name in _NAMED.findall(text) if name.lower() not in known]
    return list(dict.fromkeys([*own, *versioned, *named]))[:8]
