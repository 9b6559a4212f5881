"""deskbook_site.engines.incremental.reader: one reader of Markdown for all pages of a site."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import walk_packages

import markdown
import pymdownx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymdownx import highlight

from deskbook_site.engines.incremental import reader
from deskbook_site.engines.incremental.reader import one_reader

# They read files: such a site is built by MkDocs itself.
_NOT_SURE = ["pymdownx.snippets", "pymdownx.b64"]
# What others of the list do already, or do otherwise.
_TWICE = ["extra", "codehilite", "legacy_em", "legacy_attrs", "fenced_code", "pymdownx.extra"]
_STANDARD = [point.name for point in entry_points(group="markdown.extensions") if point.module.startswith("markdown.")]
_PYMDOWN = [
    one.name
    for one in walk_packages(pymdownx.__path__, "pymdownx.")
    if hasattr(import_module(one.name), "makeExtension")
]
EXTENSIONS = sorted({*_STANDARD, *_PYMDOWN}.difference(_NOT_SURE, _TWICE))
PIECES = """
# Title
## Same
## Same
- one
- [x] done
    - deeper
1. first
*[HTML]: Hyper text
HTML and 😀 :smile: and ++ctrl+c++
Term
:   Definition
A note[^1].
[^1]: The note.
[ref]: https://example.com "Title"
See [ref] and <https://example.com>.
!!! note "Title"
    Inside a note.
??? tip
    Folded.
=== "One"
    Tab one.
=== "Two"
    Tab two.
```python title="x" linenums="1"
print(1)
```
~~~
open code
| a | b |
|---|---|
| 1 | 2 |
<div markdown="1">
*inside* </div>
`#!python x = 1` and ==marked== and ~~gone~~ and H~2~O and x^2^
$E = mc^2$
{++added++} {--removed--}
text {: .class #id }
/// note | Title
Block.
///
/// caption
Caption.
///
/// details | More
    type: warning
Text.
///
<!-- open
meta: value
**bold** _em_ \\* [x](y.md){ .c }
> quote
""".strip().split("\n")
TEXTS = st.lists(st.sampled_from(["", *PIECES]), max_size=14).map("\n".join)


def html(text: str) -> tuple[str, object]:
    """What a new reader, or what stands for one, makes of a text."""
    made = markdown.Markdown(extensions=EXTENSIONS, extension_configs={"pymdownx.tabbed": {"alternate_style": True}})
    return made.convert(text), getattr(made, "toc_tokens", None)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=5))
def test_a_page_has_nothing_of_the_one_before(texts: list[str]) -> None:
    """Whatever was read before, in whatever state it left off: the same comes out as from a new reader."""
    alone = [html(text) for text in texts]
    with one_reader():
        assert [html(text) for text in texts] == alone


def test_there_is_one_reader_meanwhile() -> None:
    """And as many as are made after it."""
    made = markdown.Markdown
    with one_reader():
        assert markdown.Markdown() is markdown.Markdown()
    assert markdown.Markdown is made


def test_there_is_one_formatter_for_code_that_is_shown_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others have their own, of which not too many are kept; after it there are as many as are made."""
    made = highlight.BlockHtmlFormatter
    monkeypatch.setattr(reader, "_MOST", 2)
    with one_reader():
        one = highlight.BlockHtmlFormatter(filename="a")
        assert highlight.BlockHtmlFormatter(filename="a") is one
        assert highlight.BlockHtmlFormatter(filename="b") is not one
        assert highlight.InlineHtmlFormatter(filename="a") is not one
        highlight.BlockHtmlFormatter(filename="c")
        assert highlight.BlockHtmlFormatter(filename="a") is not one
    assert highlight.BlockHtmlFormatter is made
