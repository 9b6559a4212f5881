"""How a stored thread names a picture that the store keeps, and how pictures in Markdown become others, or their words.

`![words](deskbook-file:pSHA256.png#640x480)`: the file's name in the store, and its size on the page in pixels. Only `collect`
writes such an address; at the door `disarmed` takes its meaning from what looks like one. A name begins with a letter: a digest that
begins with digits looks like a telephone number to redaction.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from deskbook.model import Thread

# Where a source says that a picture is which stood in the text itself: an address that leads nowhere.
INLINE_HOST = "inline.invalid"
_SCHEME = "deskbook-file:"
_KEPT = re.compile(_SCHEME + r"(?P<name>p[0-9a-f]{64}\.(?:png|jpg|gif|webp))#(?P<width>\d{1,5})x(?P<height>\d{1,5})")
_CUT = re.compile(rf"!?\[([^\[\]]*)\]\({_SCHEME}[^)\s]*\)?")
# As `from_html` writes them: no brackets in the words that are not escaped, no spaces in the address.
_PICTURE = re.compile(r"!\[(?P<words>(?:[^\[\]\\]|\\.)*)\]\((?P<address>[^()\s<>]*(?:\([^()\s<>]*\)[^()\s<>]*)*)\)")


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture that the store keeps as the file `name`, and its size on the page in pixels."""

    name: str
    width: int
    height: int

    @property
    def address(self) -> str:
        """What stands in Markdown."""
        return f"{_SCHEME}{self.name}#{self.width}x{self.height}"


def kept_pictures(text: str) -> Iterator[KeptPicture]:
    """The pictures of the store that a text names, as often as it does."""
    if _SCHEME in text:
        for found in _KEPT.finditer(text):
            yield KeptPicture(found["name"], int(found["width"]), int(found["height"]))


def pictures_of(thread: Thread) -> frozenset[KeptPicture]:
    """The pictures of the store that a thread shows."""
    return frozenset(picture for message in thread.messages for picture in kept_pictures(message.text))


def disarmed(text: str) -> str:
    """A text from outside, in which nothing names a picture of the store."""
    return text.replace(_SCHEME, "deskbook-file :")


def addresses_of_pictures(text: str) -> Iterator[str]:
    """The address of each picture in Markdown."""
    return (found["address"] for found in _PICTURE.finditer(text)) if "](" in text else iter(())


def with_addresses(text: str, addresses: Mapping[str, str | None]) -> str:
    """Markdown in which pictures with an address in `addresses` have another one; for None, a picture becomes its words."""

    def changed(found: re.Match[str]) -> str:
        if found["address"] not in addresses:
            return found[0]
        address = addresses[found["address"]]
        return _words(found["words"]) if address is None else f"![{found['words']}]({address})"

    return _PICTURE.sub(changed, text) if addresses else text


def with_kept_as(text: str, address_of: Callable[[KeptPicture], str | None]) -> str:
    """Markdown in which pictures of the store have the address that `address_of` says, or become their words."""
    return with_addresses(text, {picture.address: address_of(picture) for picture in kept_pictures(text)})


def thread_with_kept_as(thread: Thread, address_of: Callable[[KeptPicture], str | None]) -> Thread:
    """The same for all messages of a thread."""
    return with_texts(thread, lambda text: with_kept_as(text, address_of))


def in_words(text: str) -> str:
    """A text in which pictures of the store are their words, also where it was cut off within an address."""
    return _CUT.sub(r"\1", text) if _SCHEME in text else text


def with_texts(thread: Thread, change: Callable[[str], str]) -> Thread:
    """A thread with its texts changed; itself where they stay as they are, as almost all do."""
    texts = [change(message.text) for message in thread.messages]
    if all(text == message.text for text, message in zip(texts, thread.messages, strict=True)):
        return thread
    messages = tuple(replace(message, text=text) for text, message in zip(texts, thread.messages, strict=True))
    return replace(thread, messages=messages)


def _words(words: str) -> str:
    return f"(image: {words})" if words.strip() else "(image)"
