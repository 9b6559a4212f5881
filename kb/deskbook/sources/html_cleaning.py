"""A post's HTML -> a tree that holds only what has a place in Markdown: no scripts, no chrome, no layout tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import cast
from urllib.parse import quote, urljoin

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from deskbook.text.tracking import file_name, is_private, shortened, without_tracking
from deskbook.text.words import count

from .mail_html import SIGNATURES, clean_mail, is_pixel, join_emphasis, mark_signature, nest_lists

_DROPPED = (
    "script style template noscript svg math head title meta link base object embed applet param "
    "input select button textarea canvas map track"
).split()
# What forums and help desks put around a post: icons, avatars, image sizes, link counters.
_CHROME = ("meta", "badge", "clicks", "d-icon", "avatar", "anchor", "quote-controls", "codeblock-button-wrapper")
_CODE = ["pre", "code", "kbd", "samp"]
_INLINE = {"a", "b", "del", "em", "font", "i", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "u"}
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_BLOCKS = ["blockquote", "details", "hr", "ol", "pre", "table", "ul"]
_PARAGRAPHS = [*_BLOCKS, *_HEADINGS, "div", "p"]
_BOXES = ["dl", "dd", "figure", "figcaption", "aside", "header", "footer", "main", "center"]
_TABLE_PARTS = {
    "table": {"thead", "tbody", "tfoot", "tr", "colgroup"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tfoot": {"tr"},
    "tr": {"td", "th"},
}
_LANGUAGE = re.compile(r"(?:\blang(?:uage)?-|highlight-source-)([\w+#.-]{1,30})")
_PLAIN = {"none", "nohighlight", "plaintext", "text"}
_ALLOWED_ADDRESS = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_PICTURE = re.compile(r"[^/\\]{1,120}\.(?:png|jpe?g|gif|webp|bmp|svg|heic|tiff?)", re.IGNORECASE)
_SIZE = re.compile(r"\|\d+x\d+(?:, ?\d+%)?$")  # Discourse writes it into the words for a picture
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def clean_tree(soup: BeautifulSoup, base: str | None) -> None:
    """Change the tree in place. Relative addresses are joined to `base`; without one they are dropped, their text stays."""
    tree = _Tree(soup)
    clean_mail(tree.new, tree.styled)
    for tag in [*tree.named(*_DROPPED), *tree.classed(*_CHROME)]:
        if not tag.decomposed:
            tag.decompose()
    for signature in tree.signatures:
        if not signature.decomposed:
            mark_signature(tree.new, signature)
    nest_lists(tree.new, tree.named("ul", "ol"))
    _code(tree)
    _quotes(tree)
    _polls(tree)
    _oneboxes(tree)
    _folds(tree)
    _embedded(tree)
    _images(tree, base)
    _links(tree, base)
    _definitions(tree)
    _tables(tree)
    _hoist_blocks(tree)
    join_emphasis(tag for tag in soup.find_all(["b", "strong", "i", "em"]) if not tag.decomposed)
    _lists(tree)


def address(href: object, base: str | None = None) -> str | None:
    """A link's target as it may stand in Markdown, or None where it is not http, https or mailto."""
    target = re.sub(r"[\x00-\x1f\x7f]", "", str(href or "")).strip()
    if target.startswith("upload://") and base:
        target = f"{base.rstrip('/')}/uploads/short-url/{target.removeprefix('upload://')}"
    elif target.startswith("//"):
        target = f"https:{target}"
    elif target and not _SCHEME.match(target) and not target.startswith("#") and base:
        try:
            target = urljoin(f"{base.rstrip('/')}/", target)
        except ValueError:  # such as a broken IPv6 host
            return None
    if not _ALLOWED_ADDRESS.match(target):
        return None
    target = re.sub(r"[^\w\-.~:/?#@!$&'+,;=%]", lambda match: quote(match[0]), target)
    # Markdown reads character references in addresses too: &colon; must not come to life there.
    return re.sub(r"&(?=#?\w+;)", "&amp;", target)


class _Tree:
    """A soup whose tags are found by name and class without walking it again: walks are what costs in large posts."""

    def __init__(self, soup: BeautifulSoup) -> None:
        self.soup = soup
        self._names: defaultdict[str, list[Tag]] = defaultdict(list)
        self._classes: defaultdict[str, list[Tag]] = defaultdict(list)
        self.styled: list[Tag] = []
        self.signatures: list[Tag] = []
        noise = []
        for node in soup.descendants:
            if isinstance(node, Tag):
                self._names[node.name].append(node)
                for name in _classes(node):
                    self._classes[name].append(node)
                if "style" in node.attrs:
                    self.styled.append(node)
                if SIGNATURES.intersection((str(node.get("id", "")).lower(), *map(str.lower, _classes(node)))):
                    self.signatures.append(node)
            elif isinstance(node, PreformattedString):
                noise.append(node)  # comments, declarations, processing instructions
        for text in noise:
            text.extract()

    def named(self, *names: str) -> Iterator[Tag]:
        """The tags of these names that are still there, outer ones of a name before inner ones."""
        return (tag for name in names for tag in list(self._names[name]) if not tag.decomposed)

    def classed(self, *names: str) -> Iterator[Tag]:
        """The tags of these classes that are still there."""
        return (tag for name in names for tag in list(self._classes[name]) if not tag.decomposed)

    def new(self, name: str) -> Tag:
        """A new tag, which is found by its name from now on."""
        tag = self.soup.new_tag(name)
        self._names[name].append(tag)
        return tag

    def paragraph(self, words: str, href: str | None = None) -> Tag:
        """A new paragraph, or a new link in one."""
        paragraph = self.soup.new_tag("p")
        inner = paragraph
        if href:
            inner = self.soup.new_tag("a", href=href)
            paragraph.append(inner)
            self._names["a"].append(inner)
        inner.string = words
        return paragraph


def _code(tree: _Tree) -> None:
    """Code is text and a language (`data-language`; '' where it is said to have none), whatever colours it was given."""
    for code in tree.named(*_CODE):
        if code.decomposed or code.find_parent(_CODE):
            continue
        for line_break in code.find_all("br"):
            line_break.replace_with("\n")
        for line in code.find_all("li"):  # a preview of a file has one for each line
            if not str(line.next_sibling or "").startswith("\n"):
                line.append("\n")
        classes = " ".join(name for tag in (code, *code.find_all("code")) for name in _classes(tag))
        language = _LANGUAGE.search(classes)
        words = code.get_text()
        for inner in code.find_all(True, recursive=False):
            inner.decompose()
        code.string = words
        named = language[1] if language else "auto"
        code.attrs = {} if named == "auto" else {"data-language": "" if named in _PLAIN else named}


def _quotes(tree: _Tree) -> None:
    """Discourse quotes: the blockquote stays, headed by whom it quotes."""
    for aside in tree.classed("quote"):
        if aside.name != "aside":
            continue
        for title in aside.select(".title"):
            title.decompose()
        block = aside.find("blockquote")
        if block and aside.get("data-username"):
            block.insert(0, tree.paragraph(f"{aside['data-username']} wrote:"))


def _polls(tree: _Tree) -> None:
    """Discourse polls: the question and what could be chosen; how many chose it, as `discourse_polls` wrote down, or nothing."""
    for poll in tree.classed("poll"):
        if not poll.has_attr("data-poll-name"):
            continue
        title = poll.select_one(".poll-title")
        words = title.get_text(" ", strip=True) if title else ""
        options = tree.new("ul")
        for option in poll.select("li[data-poll-option-id]"):
            chosen = _number(option.get("data-poll-votes"))
            item = tree.new("li")
            item.string = option.get_text(" ", strip=True) + (
                f": {count(chosen, 'vote')}" if chosen is not None else ""
            )
            options.append(item)
        voters = _number(poll.get("data-poll-voters"))
        facts = [f"{count(voters, 'person', 'people')} voted."] if voters is not None else []
        facts += ["The poll is closed."] if poll.get("data-poll-status") == "closed" else []
        heading = tree.new("p")
        strong = tree.new("strong")
        strong.string = f"Poll: {words}" if words else "Poll"
        heading.append(strong)
        poll.clear()
        poll.extend([heading, options, *([tree.paragraph(" ".join(facts))] if facts else [])])


def _oneboxes(tree: _Tree) -> None:
    """Discourse link previews: the link under its title, then what it says of the page, quoted, and the code that it shows."""
    for box in tree.classed("onebox"):
        if box.name != "aside":
            continue
        link = box.select_one("h3 a[href], h4 a[href]") or box.select_one("a[href]")
        heading = box.find(["h3", "h4"])
        href = str(box.get("data-onebox-src") or (link.get("href") if link else "") or "")
        words = (heading or link or box).get_text(" ", strip=True)
        parts = [tree.paragraph(words or href, href)]
        said = (part.get_text(" ", strip=True) for part in box.select("p, .tweet") if not part.find_parent("pre"))
        if description := [tree.paragraph(one) for one in said if one]:
            quote = tree.new("blockquote")
            quote.extend(description)
            parts.append(quote)
        box.replace_with(*parts, *(code.extract() for code in box.find_all("pre")))


def _folds(tree: _Tree) -> None:
    """What a reader opens: `<details data-summary>` of blocks, or of a spoiler, which may also be an inline `<spoiler>`."""
    for fold in tree.named("details"):
        summary = fold.find("summary", recursive=False)
        words = summary.extract().get_text(" ", strip=True) if isinstance(summary, Tag) else ""
        if "db-spoiler" not in _classes(fold):
            fold.attrs = {"data-summary": words}
    spoilers = [
        *tree.classed("spoiler", "db-spoiler"),
        *(tag for tag in tree.named("span") if tag.has_attr("data-mx-spoiler")),
    ]
    for spoiler in spoilers:
        block = spoiler.name in ("div", "blockquote") or "db-spoiler" in _classes(spoiler)
        block &= "db-spoiler--inline" not in _classes(spoiler)
        hidden = tree.new("details" if block or spoiler.find(_PARAGRAPHS) else "spoiler")
        hidden.extend(list(spoiler.contents))
        spoiler.replace_with(hidden)


def _embedded(tree: _Tree) -> None:
    """Players and frames become links to what they show."""
    for tag in tree.named("iframe", "video", "audio", "frame"):
        inner = tag.find("source", src=True) or tag.find("a", href=True)
        href = str(tag.get("src") or (inner and (inner.get("src") or inner.get("href"))) or "")
        tag.replace_with(tree.paragraph(str(tag.get("title") or href), href))
    for tag in tree.classed("lazyYT", "lazy-video-container"):
        if video := tag.get("data-youtube-id") or tag.get("data-video-id"):
            words = str(tag.get("data-youtube-title") or tag.get("data-video-title") or "video")
            tag.replace_with(tree.paragraph(words, f"https://www.youtube.com/watch?v={video}"))


def _images(tree: _Tree, base: str | None) -> None:
    """Pictures of the web stay; of those in tickets and mails the name does: nobody can see a private one, nor redact it."""
    for image in tree.named("img"):
        words = _SIZE.sub("", str(image.get("alt") or image.get("title") or "").strip())
        source = str(image.get("src") or "")
        seen = None if is_pixel(image) else without_tracking(source)
        target = address(seen, base)
        if seen is None:
            image.decompose()
        elif target and is_private(target):
            image.replace_with(f"(image: {words or file_name(target) or 'without a name'})")
        elif target is None or "emoji" in _classes(image):
            image.replace_with(f"(image: {words})" if _PICTURE.fullmatch(words) else words)
        else:
            image.attrs = {"src": target, "alt": words}


def _links(tree: _Tree, base: str | None) -> None:
    for link in tree.named("a"):
        href, words = str(link.get("href") or "").strip(), link.get_text().strip()
        seen = without_tracking(href)
        target = address(seen, base)
        if target and is_private(target):
            seen, target = None, None
        if words and words == href and seen != href:  # the text is the address
            link.string = seen or shortened(href)
        if target == f"mailto:{words}":
            target = None  # the address says it all
        if target is None or {"mention", "mention-group", "lightbox"} & set(_classes(link)) or link.find_parent("a"):
            link.unwrap()
        else:
            link.attrs = {"href": target}


def _definitions(tree: _Tree) -> None:
    """Terms and stray summaries become bold lines: plain Markdown has no definition lists."""
    for tag in tree.named("dt", "summary"):
        tag.name = "div"
        strong = tree.soup.new_tag("strong")
        strong.extend(list(tag.contents))
        tag.append(strong)
    for tag in tree.named(*_BOXES):
        tag.name = "div"


def _tables(tree: _Tree) -> None:
    """Tables stay where a Markdown table can hold them; those that only lay a mail out become paragraphs."""
    for caption in tree.named("caption"):
        caption.name = "div"
        if table := caption.find_parent("table"):
            table.insert_before(caption.extract())
    kept = {id(table) for table in tree.named("table") if _is_data(table)}
    # Cells first: each looks for its table by name.
    for part in tree.named("td", "th", "tr", "thead", "tbody", "tfoot", "colgroup"):
        table = part.find_parent("table")
        if table is None or id(table) not in kept:
            part.name = "div"
    for table in tree.named("table"):
        if id(table) not in kept:
            table.name = "div"
        else:
            _bold_row_heads(table)
    for head in tree.named("thead"):
        if len(head.find_all("tr", limit=2)) > 1:
            head.name = "tbody"  # Markdown has one line of headings


def _bold_row_heads(table: Tag) -> None:
    """A first row whose cells are all bold holds the headings; Word and mail programs have no other."""
    row = table.find("tr")
    cells = row.find_all("td", recursive=False) if isinstance(row, Tag) else []
    bold = [cell.find(["b", "strong"]) for cell in cells]
    if table.find("th") or not all(
        tag and tag.get_text().strip() == cell.get_text().strip() for tag, cell in zip(bold, cells, strict=True)
    ):
        return
    for cell, tag in zip(cells, bold, strict=True):
        cell.name = "th"
        if tag:
            tag.unwrap()


def _is_data(table: Tag) -> bool:
    if table.find_parent("table") or table.find([*_BLOCKS, *_HEADINGS]):
        return False
    rows = table.find_all("tr")
    for part in (table, *table.find_all(["thead", "tbody", "tfoot"]), *rows):
        known = _TABLE_PARTS[part.name]
        if any((child.name not in known) if isinstance(child, Tag) else str(child).strip() for child in part.children):
            return False
    return any(len(row.find_all(True, recursive=False)) > 1 for row in rows)


def _hoist_blocks(tree: _Tree) -> None:
    """Inline markup around a block would break the block's own Markdown (a fence must begin its line)."""
    for block in tree.named(*_BLOCKS):
        for parent in list(block.parents):
            if parent.name in _INLINE:
                parent.unwrap()
            elif parent.name in _HEADINGS:
                parent.name = "div"
    for code in tree.named("pre"):
        item = code.parent
        if item and item.name == "li" and not "".join(map(str, code.previous_siblings)).strip():
            item.name = "div"  # Python-Markdown knows no fence on the line of the bullet


def _lists(tree: _Tree) -> None:
    """Items of ordered lists get their `data-number`."""
    for item in tree.named("li", "td", "th"):
        item.attrs = {}
    for ordered in tree.named("ol"):
        start = str(ordered.get("start") or "1")
        first = int(start) if re.fullmatch(r"[0-9]{1,6}", start) else 1
        for number, item in enumerate(ordered.find_all("li", recursive=False), first):
            item["data-number"] = str(number)


def _number(attribute: object) -> int | None:
    return int(str(attribute)) if re.fullmatch(r"[0-9]{1,12}", str(attribute)) else None


def _classes(tag: Tag) -> list[str]:
    return cast("list[str]", tag.get("class") or [])
