"""HTML, plain text or foreign Markdown -> Markdown in which nothing can run.

The conversion is markdownify's; what is here keeps text literal (see `escaping`), keeps code whole, and indents lists by
four columns so that CommonMark and Python-Markdown read them alike.
"""

from __future__ import annotations

import re
from html import unescape

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from bs4.exceptions import ParserRejectedMarkup
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize
from markdownify import MarkdownConverter

from deskbook.text import folds
from deskbook.text.code_language import guess_language
from deskbook.text.quoting import introduces

from .discourse_tags import without_tags
from .escaping import escape, literal_start
from .html_cleaning import clean_tree
from .records import clean

DEPTH = 120  # levels of tags; the conversion recurses three frames a level, and Python stops at 1,000

_FENCE = re.compile(r"`{3,}|~{3,}")
# Lines that begin with a letter and hold nothing that means something to Markdown or HTML, nor unusual white space.
_PROSE_LINE = r" {0,3}(?:[^\W\d_][^\x00-\x1f\x7f-\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f\u3000`*_\[\]<>&\\|~{}]*)?"
_PROSE = re.compile(f"{_PROSE_LINE}(?:\\n{_PROSE_LINE})*")
# The converter writes fences of ticks, longer than those in the code, and closes each.
_FENCED = re.compile(r"^ *(`{3,})[^`\n]*\n(?:.*\n)*? *\1$", re.MULTILINE)
_GAP = re.compile(r"[ \t]*\n(?:[ \t\xa0]*\n)+")
_TICKS = re.compile(r"`+")
# What help desks make of a reply that was typed: paragraphs and line breaks.
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK = re.compile(r"<br ?/?>")
_PARAGRAPH = r"<p(?: dir=\"\w+\")?>([^<>&]+(?:<br ?/?>[^<>&]+)*)</p>"
_PARAGRAPHS = re.compile(_PARAGRAPH)
_TYPED_HTML = re.compile(f'(<div(?: class="zd-comment" dir="\\w+")?>)?\\s*(?:{_PARAGRAPH}\\s*)+(?(1)</div>\\s*)')
# Where a tag ends. What comes next must not read as the address of a link whose text were the tag.
_JOINT = "\ufdd1"
_JOINTS = re.compile(f"{_JOINT}([(\\[:])|{_JOINT}")
_ENDS_LINE = frozenset("br blockquote details div h1 h2 h3 h4 h5 h6 hr ol p pre table ul".split())
# Markdown without any of these can neither hold HTML nor a link, nor an address that counts its clicks, nor a tag of a forum.
_SUSPICIOUS = re.compile(
    r"<|&\#?\w|\]\(|\]:|\]\[|\{|8<|[?&]utm_|safelinks\.|urldefense|\[/?(?:quote|poll|details|spoiler)", re.IGNORECASE
)


def from_html(html: str, base: str | None = None) -> str:
    """Markdown of an HTML post; relative links are joined to `base`, links that are not http, https or mailto are dropped.

    HTML nested deeper than `DEPTH`, or that no parser takes, gives its text alone.
    """
    if (typed := _from_typed(html)) is not None:
        return typed
    try:
        # The wrapper also keeps the parser from guessing that a short text might be a file's name.
        soup = BeautifulSoup(f"<div>{clean(html).replace(_JOINT, '')}</div>", "html.parser")
    except ParserRejectedMarkup:
        return from_plain(unescape(re.sub(r"<[^<>]*>", " ", html)))
    if _deeper_than(soup, DEPTH):
        return from_plain(soup.get_text("\n"))
    clean_tree(soup, base)
    markdown: str = _Converter(heading_style="atx", bullets="-").convert_soup(soup)
    markdown = _even(markdown)
    if _JOINT in markdown:
        markdown = _JOINTS.sub(lambda joint: f" {joint[1]}" if joint[1] else "", markdown)
    return markdown.strip()


def from_plain(text: str) -> str:
    """Markdown of text as people type it into mails and tickets.

    Line breaks stay. Lists, `>` quotes, code, links and `*emphasis*` are what they look like; HTML, `#` at the start of a
    line, `_` and backslashes are just text.
    """
    text = clean(text)
    if _PROSE.fullmatch(text) and "://" not in text:
        return _from_prose(text)
    return from_html(_TYPED.render(_answers_apart(text)))


def from_markdown(text: str, base: str | None = None) -> str:
    """Markdown without HTML or harmful links: what is HTML in it becomes text. Harmless Markdown stays as it is.

    Relative links, and Discourse's `upload://`, are joined to `base`. Of its tags, `[quote]` and `[poll]` become Markdown, while
    `[details]` and `[spoiler]` are ours, too.
    """
    text = clean(text).strip()
    if not _SUSPICIOUS.search(text):
        return text
    return from_html(folds.fold(_MARKDOWN.render(folds.mark(without_tags(text)))), base)


def _even(markdown: str) -> str:
    """One blank line between blocks, none of them with a forced break before it. Code stays as it is."""
    pieces, place = [], 0
    for fence in _FENCED.finditer(markdown):
        pieces += [_GAP.sub("\n\n", markdown[place : fence.start()]), fence[0]]
        place = fence.end()
    return "".join([*pieces, _GAP.sub("\n\n", markdown[place:])])


def _from_prose(text: str) -> str:
    """Most of what people write: the same as the way through HTML would give, in a fraction of the time."""
    paragraphs = re.split(r"\n(?: *\n)+", text.strip())
    return "\n\n".join("  \n".join(" ".join(line.split()) for line in each.split("\n")) for each in paragraphs)


def _from_typed(html: str) -> str | None:
    """The same as the long way would give, for HTML that is nothing but prose in paragraphs; None for any other."""
    if not _TYPED_HTML.fullmatch(html):
        return None
    found = [_BREAK.split(_SPACE.sub(" ", paragraph).strip(" ")) for paragraph in _PARAGRAPHS.findall(html)]
    paragraphs = [[line.lstrip(" ") for line in lines] for lines in found]
    text = "\n\n".join("\n".join(lines) for lines in paragraphs)
    # A space before a break would stay.
    is_prose = _PROSE.fullmatch(text) and not any(line[-1:] in ("", " ") for lines in paragraphs for line in lines)
    return _from_prose(text) if is_prose and "://" not in text and _JOINT not in text else None


def _answers_apart(text: str) -> str:
    """In a mail, what follows the last quoted line is the answer; CommonMark would draw it into the quote."""
    written: list[str] = []
    fence = ""
    for line in text.split("\n"):
        if not fence and written and written[-1].startswith(">") and line and not line.startswith(">"):
            written.append("")
        if not fence and line.startswith("    ") and introduces(line):
            line = line.strip()  # some clients indent "On … wrote:"; it is no code  # noqa: PLW2901
        if mark := _FENCE.match(line):
            fence = "" if fence and mark[0].startswith(fence) else fence or mark[0]
        written.append(line)
    return "\n".join(written)


def _emphasis_by_stars(state: StateInline, silent: bool) -> bool:
    return state.src[state.pos] != "_" and tokenize(state, silent)


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_TYPED = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["heading", "lheading", "reference", "escape", "entity", "html_block", "html_inline", "image"]
)
_TYPED.inline.ruler.at("emphasis", _emphasis_by_stars)  # __init__ is a name


class _Converter(MarkdownConverter):
    """markdownify, with our escapes. Method names and arguments are its own."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        text = text.replace("\n", " ")
        if "a" in parent_tags:
            return re.sub(r"(?<!\\)([\[\]])", r"\\\1", escape(text, line_start=False))
        return escape(text, line_start=False, link_urls=True)

    def process_text(self, el: PageElement, parent_tags: set[str] | None = None) -> str:
        text: str = super().process_text(el, parent_tags)  # type: ignore[misc]  # not in its stub
        before = el.previous_sibling
        if isinstance(before, Tag) and before.name == "br":
            text = text.lstrip()
        begins_line = before is None or (isinstance(before, Tag) and before.name in _ENDS_LINE)
        if begins_line and not {"_noformat", "_inline"} & (parent_tags or set()):
            return literal_start(text)
        return text

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        href, words = str(el.get("href")), text.strip()
        if el.find(True) is None and el.get_text().strip() == href and href.startswith("http"):
            words, link = href, f"<{href}>"
        else:
            link = f"[{words}]({href})"
        return text[: len(text) - len(text.lstrip())] + link + text[len(text.rstrip()) :] if words else ""

    def convert_p(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # Word fills empty paragraphs with a space that does not break.
        return str(super().convert_p(el, text, parent_tags)) if text.strip() else "\n\n"  # type: ignore[misc]  # not in its stub

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "_inline" in parent_tags:
            return " "
        before = el.previous_sibling
        while isinstance(before, NavigableString) and not before.strip():
            before = before.previous_sibling
        # Two breaks begin a paragraph.
        return "\n\n" if isinstance(before, Tag) and before.name == "br" else "  \n"

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        words = " ".join(re.sub(r"[\[\]]", " ", str(el.get("alt"))).split())
        return f"![{escape(words, line_start=False)}]({el.get('src')})"

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = " ".join(text.split())
        if not code:
            return ""
        ticks = "`" * (_longest_run(code) + 1)
        # Spaces around keep its ticks from running together with a neighbour's.
        return f"`{code}`" if len(ticks) == 1 else f" {ticks} {code} {ticks} "

    convert_kbd = convert_samp = convert_code

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        body = re.sub(r"\A(?:[ \t]*\n)+|\s+\Z", "", text)
        fence = "`" * max(3, _longest_run(body) + 1)
        language = el.get("data-language")
        named = guess_language(body) if language is None else str(language)
        return f"\n\n{fence}{named}\n{body}\n{fence}\n\n" if body else ""

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if not text.strip():
            return "\n"
        return "\n\n" + "\n".join(f"> {line}" if line else ">" for line in text.strip().split("\n")) + "\n\n"

    def convert_details(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        body, words = text.strip(), el.get("data-summary")
        if words is None:
            return f"\n\n[spoiler]\n\n{body}\n\n[/spoiler]\n\n" if body else "\n\n"
        summary = escape(" ".join(str(words).replace('"', "'").split()), line_start=False)
        return f'\n\n[details="{summary}"]\n\n{body}\n\n[/details]\n\n' if body else f"\n\n{summary}\n\n"

    def convert_spoiler(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        # Always within one paragraph, whatever the breaks in it.
        body = (" " if "_inline" in parent_tags else "  \n").join(
            line.strip() for line in text.split("\n") if line.strip()
        )
        return f"[spoiler]{_JOINT}{body}[/spoiler]{_JOINT}" if body else ""

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        mark = f"{el['data-number']}." if el.get("data-number") else "-"
        indent = " " * max(4, len(mark) + 1)
        first, *others = text.strip().split("\n")
        return (
            "\n".join([f"{mark} {first}", *(indent + line if line else "" for line in others)]) + "\n"
            if first
            else "\n"
        )

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return " " + " ".join(text.split()).replace("|", "\\|") + " |"

    convert_th = convert_td


def _longest_run(code: str) -> int:
    return max(map(len, _TICKS.findall(code)), default=0)


def _deeper_than(soup: BeautifulSoup, limit: int) -> bool:
    depth = {id(soup): 0}
    for tag in soup.find_all(True):
        depth[id(tag)] = level = depth[id(tag.parent)] + 1
        if level > limit:
            return True
    return False
