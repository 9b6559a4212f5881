"""Other people's words in Markdown that is not theirs."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~]")


def literal(text: str) -> str:
    """Text as it stands: no markup, and nobody is called by a name that a customer wrote."""
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split())).replace("@", "@\u200b")
