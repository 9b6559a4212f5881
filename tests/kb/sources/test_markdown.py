"""HTML, plain text and foreign Markdown -> Markdown in which nothing can run."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import markdown
from markdown_it import MarkdownIt

from deskbook.sources.markdown import DEPTH, from_html, from_markdown, from_plain

COMMONMARK = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HARMLESS = set(
    "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr img li ol p pre s strong table tbody td th thead tr ul".split()
)
ATTRIBUTES = {"href", "src", "alt", "class", "start", "style"}


def rendered(text: str) -> list[BeautifulSoup]:
    """The page that CommonMark makes, and the one that the site's dialect makes; both let HTML through."""
    extensions = ["attr_list", "tables", "pymdownx.superfences", "admonition"]
    return [
        BeautifulSoup(html, "html.parser") for html in (COMMONMARK.render(text), markdown(text, extensions=extensions))
    ]


def assert_harmless(text: str) -> None:
    """No tag but those of Markdown, no attribute that acts, no address but of the web."""
    for page in rendered(text):
        for tag in page.find_all(True):
            if tag.find_parent("div", class_="highlight") or "highlight" in (tag.get("class") or []):
                continue  # the colours of code
            assert tag.name in HARMLESS, text
            assert set(tag.attrs) <= ATTRIBUTES, text
            assert re.fullmatch(r"|text-align: ?\w+;?", str(tag.get("style") or "")), text
            for name in ("href", "src"):
                assert re.match(r"https?://|mailto:", str(tag.get(name, "http://")), re.IGNORECASE), text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Hi <b>there</b>, my_var and <i>so</i> on</p>", "Hi **there**, my_var and *so* on"),
        ("<p>a<br>b<br><br>c</p>", "a  \nb\n\nc"),
        ("<h2>Why</h2><p>x</p><hr>", "## Why\n\nx\n\n---"),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>", "- a\n    - b\n- c\n\n    d"),
        ('<ol start="9"><li>a</li><li>b</li></ol>', "9. a\n10. b"),
        (
            '<pre class="lang-py"><code>def f():\n\n\n    return a_b * 2\n</code></pre>',
            "```py\ndef f():\n\n\n    return a_b * 2\n```",
        ),
        ('<pre><code class="lang-auto">x</code></pre>', "```\nx\n```"),
        ("<pre>a<br><span class=k>b</span> ```</pre>", "````\na\nb ```\n````"),
        ("<p><code>a_b * c</code> and <code>x`y</code></p>", "`a_b * c` and  `` x`y ``"),
        ("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>after", "> a\n>\n> > b\n\nafter"),
        (
            "<table><tr><th>a|b</th><th>c</th></tr><tr><td>1</td><td><code>x|y</code></td></tr></table>",
            "| a\\|b | c |\n| --- | --- |\n| 1 | `x\\|y` |",
        ),
        ("<table><tr><td><p>Dear <b>Ada</b></p></td></tr></table>", "Dear **Ada**"),
        ('<a href="https://x.example/a b">text</a>', "[text](https://x.example/a%20b)"),
        ('<a href="https://x.example">https://x.example</a>', "<https://x.example>"),
        ("see https://x.example/a_b.", "see <https://x.example/a_b>."),
        ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"),
        ('<img src="https://x.example/a.png" alt="the [lid]">', "![the lid](https://x.example/a.png)"),
        ('<img src="cid:1" alt="logo"><img src="https://x.example/t.gif" width="1" height="1">', "logo"),
        ("<dl><dt>Term</dt><dd>what it is</dd></dl>", "**Term**\n\nwhat it is"),
        ("<details><summary>More</summary>text</details>", "**More**\n\ntext"),
        ('<iframe src="https://v.example/1" title="film"></iframe>', "[film](https://v.example/1)"),
        ("1 &lt; 2 &amp;&amp; &lt;b&gt;", "1 < 2 && &lt;b>"),
        ("", ""),
        ("  ", ""),
        ("/etc/passwd", "/etc/passwd"),
    ],
)
def test_html_becomes_markdown(html: str, expected: str) -> None:
    """Each element has its plain Markdown."""
    assert from_html(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('hi <img class="emoji" title=":smile:" alt=":smile:" src="/images/emoji/smile.png">', "hi :smile:"),
        ('<a class="mention" href="/u/ada">@ada</a> <span class="mention">@bo</span>', "@ada @bo"),
        (
            '<aside class="quote" data-username="ada" data-post="1" data-topic="2"><div class="title">'
            '<img class="avatar" src="https://x/a.png">ada:</div><blockquote><p>the lid</p></blockquote></aside><p>no</p>',
            "> ada wrote:\n>\n> the lid\n\nno",
        ),
        (
            '<aside class="onebox allowlistedgeneric" data-onebox-src="https://x.example/doc"><header><img src="/i.png">'
            '<a href="https://x.example/doc">x.example</a></header><article><h3><a href="https://x.example/doc">The manual</a>'
            "</h3><p>Long description</p></article></aside>",
            "[The manual](https://x.example/doc)",
        ),
        (
            '<div class="lightbox-wrapper"><a class="lightbox" href="https://x.example/big.png"><img '
            'src="https://x.example/small.png" alt="shot"><div class="meta"><svg class="d-icon"></svg>'
            '<span class="filename">shot.png</span><span class="informations">1024×768</span></div></a></div>',
            "![shot](https://x.example/small.png)",
        ),
        (
            '<div class="lazyYT" data-youtube-id="abc" data-youtube-title="How to"></div>',
            "[How to](https://www.youtube.com/watch?v=abc)",
        ),
        ('<h2><a name="x" class="anchor" href="#x"></a>Title</h2>', "## Title"),
        ('<a href="/t/lid/7">lid</a>', "[lid](https://forum.example/t/lid/7)"),
    ],
)
def test_a_forum_post_loses_its_chrome(html: str, expected: str) -> None:
    """What Discourse puts around a post goes; quotes, previews, mentions and emoji become plain Markdown."""
    assert from_html(html, "https://forum.example") == expected


HOSTILE = [
    "<script>alert(1)</script><style>x</style><p>ok</p>",
    '<p onclick="alert(1)">x</p><img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a><a href=" java\nscript:alert(1)">x</a><a href="data:text/html,x">x</a>',
    '<a href="javascript&amp;colon;alert(1)">x</a><a href="vbscript:x">x</a><a href="//evil.example/x">x</a>',
    '<a href="https://x.example/)<script>alert(1)</script>">x</a>',
    '<a href="https://x.example/&quot; onclick=&quot;alert(1)">x</a>',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>" alt="](javascript:alert(1))">',
    '<img alt="x](https://a.example){: onclick=alert(1) }" src="https://x.example">',
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>&lt;<b></b>script&gt;alert(1)</p>",
    "<p>[x](javascript:alert(1)) [x]<b></b>(javascript:alert(1)) [a]: javascript:alert(1)</p><p>[a]</p>",
    "<p>text {: onclick=alert(1) } {<b></b>: onclick=alert(1) } { on<b></b>click=alert(1) }</p>",
    "<pre>```\n</pre><pre>\n```\n<script>alert(1)</script></pre>",
    "<p>~~~</p><pre>\n~~~\n<script>alert(1)</script></pre><p>~<b></b>~~</p>",
    "<code>a\n\n- <script>alert(1)</script></code><code>a</code><code>x`<script>alert(1)</script></code>",
    "<code>`</code><code>``<img src=x onerror=alert(1)></code>`<code><img src=x onerror=alert(1)></code>",
    "<b><pre><script>1</script>\n\n&lt;script&gt;alert(1)&lt;/script&gt;</pre></b>",
    "<a href='https://x.example'><pre>&lt;script&gt;\n\n&lt;/script&gt;</pre></a>",
    "<h1><pre>&lt;script&gt;\n\n</pre></h1><li><pre>\n\n&lt;script&gt;\n\nx</pre></li>",
    "<ul><li><pre>a\n\n&lt;script&gt;alert(1)&lt;/script&gt;</pre></li></ul>",
    "<table><tr><td><code>a|&lt;script&gt;</code></td><td>b|c</td></tr></table>",
    "<table><tr><caption><pre>&lt;script&gt;</pre></caption><td>x</td><pre>&lt;script&gt;</pre><td>y</td></tr></table>",
    "<table><tr><td><pre>&lt;script&gt;\n\n&lt;/script&gt;</pre></td><td>y</td></tr></table>",
    '<pre class="lang-x onclick=alert(1)"><code class="language-{onclick=alert(1)}">x</code></pre>',
    '<ol start="1&lt;script&gt;"><li data-number="1. &lt;script&gt;" value="x">x</li></ol>',
    "<![CDATA[<script>alert(1)</script>]]><!-- <script> --><?php echo 1 ?><!DOCTYPE x><![if x]>",
    "<svg><script>alert(1)</script></svg><math><mi xlink:href='javascript:1'>x</mi></math><noscript><b></noscript>",
    '<iframe src="javascript:alert(1)"></iframe><object data="x"></object><embed src=x><video src="javascript:1"></video>',
    '<form action="javascript:1"><input onfocus=alert(1) autofocus><button>x</button></form>',
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<<b>script</b>>alert(1)</script>",
    '<aside class="quote" data-username="<script>alert(1)</script>"><blockquote>x</blockquote></aside>',
    '<aside class="onebox" data-onebox-src="javascript:alert(1)"><h3>&lt;script&gt;</h3></aside>',
    "</div></div><script>alert(1)</script>",
    "<kbd><div>&lt;script&gt;</div></kbd><samp>\n\n<p>&lt;script&gt;</p></samp>",
    '<a href="https://x.example"><a href="javascript:1">x</a></a><a href="https://[x">y</a>',
    "x<br># y<br>> z<br>```<br>&lt;script&gt;<br>```",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_runs_survives(html: str) -> None:
    """Hostile HTML is harmless on a page, in CommonMark and in the site's dialect, though both let HTML through."""
    assert_harmless(from_html(html))
    assert_harmless(from_markdown(html))
    assert_harmless(from_plain(html))


PIECES = st.sampled_from(
    [
        *(
            "<",
            ">",
            "&lt;",
            "&gt;",
            "script",
            "`",
            "``",
            "```",
            "~~~",
            "\n",
            "\n\n",
            "    ",
            "[",
            "]",
            "(",
            ")",
            "javascript:alert(1)",
        ),
        *(
            "{: onclick=x }",
            "{",
            "}",
            "|",
            "*",
            "_",
            "# ",
            "- ",
            "1. ",
            "> ",
            "\\",
            "!",
            "https://x.example/",
            "x",
            " ",
            "&#106;",
        ),
        *(
            "<b>",
            "</b>",
            "<code>",
            "</code>",
            "<pre>",
            "</pre>",
            "<p>",
            "</p>",
            "<br>",
            "<ul><li>",
            "</li></ul>",
            "<ol>",
            "<a href=",
        ),
        *(
            "<img src=x onerror=alert(1)>",
            "<script>alert(1)</script>",
            "&lt;script&gt;",
            '"',
            "<td>",
            "<tr>",
            "<table>",
            "</table>",
        ),
        *(
            "<blockquote>",
            "</blockquote>",
            "<h1>",
            "</h1>",
            "<div>",
            "</div>",
            "<a href='https://x.example'>",
            "</a>",
            "<em>",
            "</em>",
        ),
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_no_mixture_of_markup_runs(text: str) -> None:
    """However HTML and Markdown are mixed, the page is harmless."""
    assert_harmless(from_html(text))
    assert_harmless(from_markdown(text))
    assert_harmless(from_plain(text))


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_converted(text: str) -> None:
    """No text stops a run."""
    from_html(text)
    from_markdown(text)
    from_plain(text)


def test_html_nested_without_end_gives_its_text() -> None:
    """Ten thousand nested tags are no reason to stop, nor is what no parser takes."""
    assert from_html("<div>" * 10_000 + "deep" + "</div>" * 10_000) == "deep"
    assert from_html("<b>" * (DEPTH + 50) + "deep &lt;script&gt;") == "deep &lt;script>"
    assert "text" in from_html("<![x text")


@pytest.mark.slow
def test_a_post_of_ten_megabytes_is_converted() -> None:
    """Size alone is no reason to stop."""
    assert len(from_html(f"<p>{'word ' * 2_000_000}</p>")) > 9_000_000


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Hi,\nit <b>broke</b>.\n\nAda", "Hi,  \nit &lt;b>broke&lt;/b>.\n\nAda"),
        ("Try:\n- one\n- two", "Try:\n\n- one\n- two"),
        ("> old text\nnew text", "> old text\n\nnew text"),
        ("1) open\n2) close", "1. open\n2. close"),
        ("# not a heading", "\\# not a heading"),
        ("-- \nAda", "\\--  \nAda"),
        ("use `a_b` and **this**", "use `a_b` and **this**"),
        ("```js\nconst a = '<b>'\n```\nok", "```js\nconst a = '<b>'\n```\n\nok"),
        (r"C:\temp\*.log", r"C:\temp\\\*.log"),
        ("https://x.example/a_b", "<https://x.example/a_b>"),
        ("call __init__ now", r"call \_\_init\_\_ now"),
        ("```\n> a\nb\n```", "```\n> a\nb\n```"),
    ],
)
def test_plain_text_is_what_it_looks_like(typed: str, expected: str) -> None:
    """Line breaks stay; lists, quotes and code as people type them are kept; HTML, names and paths are text."""
    assert from_plain(typed) == expected


@settings(deadline=None)
@given(st.text(st.sampled_from("abX1 \n.,;:!?'\"()-/@%$#=+^é日"), max_size=60))
def test_prose_takes_a_shorter_way_to_the_same(text: str) -> None:
    """Text without Markdown's signs is the same as with one, which sends it the long way."""
    assert from_plain(text) == from_plain(f"{text}\n\n`x`").removesuffix("`x`").strip()


@pytest.mark.parametrize("text", ["# Title\n\n* a\n* b\n\n`x` *y* __z__", "plain", "a | b\n--|--\n1 | 2"])
def test_harmless_markdown_stays_as_it_is(text: str) -> None:
    """Markdown that holds neither links nor HTML is not rewritten."""
    assert from_markdown(text) == text


def test_uploads_of_a_forum_are_pictures_of_its_site() -> None:
    """Discourse's own address of a picture becomes one of the web; without the forum's address its words stay."""
    written = "![the lid|690x388](upload://aB3.png)"

    assert (
        from_markdown(written, "https://forum.example") == "![the lid](https://forum.example/uploads/short-url/aB3.png)"
    )
    assert from_markdown(written) == "the lid"


def test_markdown_keeps_links_and_code_and_loses_html() -> None:
    """Links of the web stay links, HTML becomes text, code stays as it is."""
    assert from_markdown("[a](https://x.example) <i>b</i> `<c>`") == "[a](https://x.example) &lt;i>b&lt;/i> `<c>`"
