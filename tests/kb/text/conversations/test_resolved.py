"""Which conversations were likely resolved."""

from __future__ import annotations

import pytest

from deskbook.text.conversations import ChatLine, likely_resolved


@pytest.mark.parametrize(
    ("last", "place"),
    [
        ("bo: that worked, thank you", 2),
        ("it works now", 2),
        ("bo: ah, I finally figured it out", 2),
        ("fixed, thanks bo!", 2),
        ("ok that did the trick", 2),
        ("it worked before I came here", None),
        ("wifi works fine in Windows, it is the sound", None),
        ("thanks", None),
        ("bo: ok", None),
        ("that did not work", None),
        ("does it work now?", None),
        ("is the problem solved?", None),
    ],
)
def test_only_who_asked_can_say_that_it_works(last: str, place: int | None) -> None:
    """A clear word of whoever asked counts; thanks, silence and the words of others do not."""
    asked = [ChatLine("ada", "how do I open the lid?", 0), ChatLine("bo", "that worked for me: pull", 1)]

    assert likely_resolved([*asked, ChatLine("Ada", last, 2)]) == place
    assert likely_resolved([*asked, ChatLine("bo", last, 2)]) is None
    assert likely_resolved(asked) is None
