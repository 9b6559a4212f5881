"""Strangers' Markdown becomes HTML that is safe to publish."""

import time
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from deskbook.text.pictures import KeptPicture
from deskbook_site import markup

TAGS = set(
    "p br hr h3 h4 h5 h6 em strong del code pre blockquote ul ol li table thead tbody tr th td a details summary div".split()
)
ATTRIBUTES = {("a", "href"), ("a", "title"), ("a", "rel"), ("code", "class"), ("ol", "start")}
ATTRIBUTES |= {("details", "class"), ("details", "data-pagefind-ignore"), ("div", "class")}
HOSTILE = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext></p><style><!--</style><img src=x onerror=alert(1)>",
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><input name=password></form>',
    '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#115;cript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x](https://evil.example/pixel.gif)",
    '![x" onerror="alert(1)](https://evil.example/a.png "t\' onload=alert(1)")',
    "[![x](https://a.example/i.png)](https://b.example)",
    '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
    "<javascript:alert(1)>",
    '<https://a.example/"onclick=alert(1)>',
    'https://a.example/"onclick="alert(1)',
    "```html onload=alert(1)\n</code></pre><script>1</script>\n```",
    '```" onmouseover="alert(1)\nx\n```',
    "| a | b |\n|:-:|--:|\n| <td style=x> | `|` |",
    '<p style="position:fixed">x</p>',
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "[e]: javascript:alert(1)\n\n[e]",
    "\x00<scr\x00ipt>",
    "[x](//evil.example) [y](http:javascript:1) [z](http://[)",
    "[spoiler](javascript:alert(1))[/spoiler](javascript:alert(1))",
    '[details="<img src=x onerror=alert(1)>"]\n\n<script>alert(1)</script>\n\n[/details]',
    '[details=" onclick=alert(1) x="]\n\n[spoiler]</details><script>[/spoiler]\n\n[/details]',
    "\ufdd1[spoiler]\ufdd2<b>\ufdd1[/spoiler]\ufdd2",
]
FRAGMENTS = st.sampled_from(
    [
        *HOSTILE,
        "\n",
        "\n\n",
        " ",
        "> ",
        "- ",
        "    ",
        "*",
        "_",
        "`",
        "[",
        "](",
        ")",
        "<",
        ">",
        "&",
        "#",
        "|",
        "http://",
        "[spoiler]",
        "[/spoiler]",
        '[details="',
        '"]',
        "[/details]",
    ]
)


def is_harmless(html: str) -> bool:
    """Whether HTML holds only listed tags and attributes, and addresses of harmless schemes."""
    # The empty paragraph keeps the parser from guessing that a bare address is a mistake.
    for tag in BeautifulSoup(f"<p></p>{html}", "html.parser").find_all(True):
        if tag.name not in TAGS or any((tag.name, name) not in ATTRIBUTES for name in tag.attrs):
            return False
        if tag.name == "a" and "href" in tag.attrs:
            if urlsplit(tag["href"]).scheme.lower() not in ("http", "https", "mailto"):
                return False
            if tag["rel"] != ["nofollow", "ugc", "noopener"]:
                return False
        own = ("db-spoiler", "db-p") if tag.name in ("details", "div") else "language-"
        if any(not name.startswith(own) for name in tag.get("class", [])):
            return False
    return True


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("base", [None, "https://forum.example/t/1", "javascript:alert(1)//"])
def test_hostile_posts_come_out_harmless(text: str, base: str | None) -> None:
    """No tag, attribute or address that does something survives, wherever it stands."""
    for place in ("{}", "> {}", "- {}", "# {}", "[a {} b](https://x.example)", "*{}*", "x {} y"):
        assert is_harmless(markup.post(place.format(text), base=base))
        assert is_harmless(markup.line(place.format(text)))


@settings(deadline=None)
@given(st.lists(FRAGMENTS | st.text(max_size=8), max_size=20).map("".join))
def test_no_mixture_of_text_and_markup_is_harmful(text: str) -> None:
    """Whatever is put together, only listed HTML comes out, of posts and of chat lines."""
    assert is_harmless(markup.post(text, base="https://forum.example/t/1"))
    assert is_harmless(markup.line(text))


@given(
    st.sampled_from(["[e-mail]", "[phone]", "[name]", "[card number]"]),
    st.sampled_from(
        ["{}", "{}: done", "{}: https://x.example", "write to {}.", "> {}: yes", "- {}", "{0}{0}", "{0} [x]: {0}"]
    ),
)
def test_what_redaction_put_in_stays_to_be_seen(placeholder: str, sentence: str) -> None:
    """A placeholder is never taken for a link or its definition."""
    text = sentence.format(placeholder)
    assert text.count(placeholder) == BeautifulSoup(markup.post(text), "html.parser").get_text().count(placeholder)
    assert text.count(placeholder) == BeautifulSoup(f"<p>{markup.line(text)}</p>", "html.parser").get_text().count(
        placeholder
    )


def test_headings_leave_room_for_the_page() -> None:
    """A post's headings begin below the page's own h1 and h2."""
    html = markup.post("# a\n\n## b\n\n###### c\n\nd\n===")

    assert html == "<h3>a</h3>\n<h4>b</h4>\n<h6>c</h6>\n<h3>d</h3>"


def test_images_become_links() -> None:
    """Nothing is asked of another host until a reader asks for it; in a link an image is its text."""
    assert markup.post("![a *b*](https://x.example/i.png)") == (
        f'<p><a href="https://x.example/i.png" rel="{markup.LINK_REL}">Image: a b</a></p>'
    )
    assert (
        markup.post("[![](/i.png)](https://x.example)")
        == f'<p><a href="https://x.example" rel="{markup.LINK_REL}">Image</a></p>'
    )


def test_relative_links_lead_to_the_live_forum() -> None:
    """An address without a host belongs to the forum; where there is none the link's text stays."""
    assert 'href="https://forum.example/u/anna"' in markup.post("[Anna](/u/anna)", base="https://forum.example/t/1")
    assert markup.post("[Anna](/u/anna)") == "<p>Anna</p>"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("see https://x.example/a_b_c.", "https://x.example/a_b_c"),
        ("**https://x.example/a**", "https://x.example/a"),
        ("see www.x.example", "http://www.x.example"),
        ("(http://x.example/a_(b))", "http://x.example/a_(b)"),
        ("<https://x.example/?a=b&c>", "https://x.example/?a=b&c"),
        ("open setup.py or //comment or x.example", None),
        ("`https://x.example`", None),
    ],
)
def test_only_whole_web_addresses_become_links(text: str, address: str | None) -> None:
    """Bare addresses are links without the punctuation around them; file names are not."""
    for html in (markup.post(text), markup.line(text)):
        link = BeautifulSoup(html, "html.parser").a
        assert (link["href"] if link else None) == address


def test_chat_lines_are_inline() -> None:
    """A chat line gets no paragraph; one with line breaks is a post of its own."""
    assert markup.line("try `ls` <b>") == "try <code>ls</code> &lt;b&gt;"
    assert markup.line("```\nls\n```") == "<pre><code>ls\n</code></pre>"


def test_code_keeps_the_name_of_its_language() -> None:
    """A fence's language becomes a class of harmless letters."""
    assert '<code class="language-c++">' in markup.post("```c++ {x}\na\n```")


def test_a_very_long_post_is_cut_with_a_note() -> None:
    """Ten million characters do not hang the build; the reader is told where the rest is."""
    begun = time.perf_counter()
    html = markup.post("word " * 2_000_000, base="https://forum.example/t/1")

    assert time.perf_counter() - begun < 10
    assert len(html) < 2 * markup.LIMIT
    assert "9,900,000 more characters" in html
    assert f'<a href="https://forum.example/t/1" rel="{markup.LINK_REL}">See it on the live forum</a>' in html
    assert "1 more character is not shown here.</p>" in markup.post("x" * (markup.LIMIT + 1))


@pytest.mark.parametrize(
    "piece", ["://", "http://", "a://b ", "![", "[", "](", "**_", "<", "`a``", "> ", "- > ", "1. ", "|a|\n|-|\n"]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Repeating what parsers stumble over costs seconds for a hundred thousand characters at the worst, not minutes."""
    text = (piece * markup.LIMIT)[: markup.LIMIT]
    begun = time.perf_counter()
    markup.post(text)
    markup.line(text)

    assert time.perf_counter() - begun < 10


def test_an_excerpt_is_one_line_of_text() -> None:
    """Tags and references are gone, and the text ends at a word."""
    assert markup.excerpt("<p>a &amp; b</p>\n<p>c</p>") == "a & b c"
    assert markup.excerpt("<p>one two three</p>", 9) == "one two…"
    assert markup.excerpt("<p>" + "x" * 50 + "</p>", 9) == "x" * 8 + "…"


def test_only_web_addresses_can_be_opened() -> None:
    """A live address of another scheme, or none, is not offered."""
    assert markup.web_address("https://forum.example/t/1") == "https://forum.example/t/1"
    for url in (None, "", "javascript:alert(1)", "/t/1", "mailto:a@b.example", "http://[", "https:javascript"):
        assert markup.web_address(url) is None


def test_what_is_hidden_can_be_opened_in_a_post_and_in_a_line() -> None:
    """Without a script; an excerpt leaves it out, whatever it holds and wherever it is cut."""
    html = markup.post("It was [spoiler]the *lid*[/spoiler], [spoiler]a [spoiler]b[/spoiler][/spoiler] so.")

    assert [tag.summary.get_text() for tag in BeautifulSoup(html, "html.parser").find_all("details")] == ["Spoiler"] * 3
    assert markup.excerpt(html) == "It was , so."
    assert markup.excerpt(html[: html.index("lid")]) == "It was"
    assert markup.line("[spoiler]x[/spoiler]").startswith('<details class="db-spoiler db-spoiler--inline"')


LID = KeptPicture(f"p{'0a' * 32}.png", 640, 480)
OTHER = f"p{'0b' * 32}.png"  # no text names it
IMAGE = f'<img src="../files/{LID.name}" alt="{{}}" width="640" height="480" loading="lazy">'


def test_a_picture_of_the_site_is_shown() -> None:
    """With its words and its size, also in a link; where there is no folder of pictures it is its words."""
    text = f'See ![the "lid" <b>]({LID.address}) and [![lid]({LID.address})](https://a.example).'

    assert markup.post(text, pictures="../files/") == (
        f"<p>See {IMAGE.format('the &quot;lid&quot; &lt;b&gt;')} and "
        f'<a href="https://a.example" rel="{markup.LINK_REL}">{IMAGE.format("lid")}</a>.</p>'
    )
    assert "<img" not in markup.post(text)
    assert "Image: lid" in markup.post(text)


@pytest.mark.parametrize(
    "text",
    [
        f"![x](deskbook&#45;file:{OTHER}#640x480)",
        f"![x](deskbook\\-file:{OTHER}#640x480)",
        f"![x](DESKBOOK-FILE:{OTHER}#640x480)",
        "![x](deskbook-file:../../index.html#640x480)",
        f"![x](../files/{OTHER})",
        f"![x](https://a.example/{OTHER})",
        f'<img src="../files/{OTHER}">',
        "\ufdd30\ufdd3",
    ],
)
def test_no_other_picture_is_shown(text: str) -> None:
    """However somebody writes its address, and beside one that is."""
    assert markup.post(f"{text}\n\n![lid]({LID.address})", pictures="../files/").count("<img") == 1
    assert "<img" not in markup.post(text, pictures="../files/")


def test_an_excerpt_has_no_picture() -> None:
    """It has words alone."""
    assert markup.excerpt(markup.post(f"Press ![lid]({LID.address}) now", pictures="../files/")) == "Press now"
