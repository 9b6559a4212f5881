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
from deskbook.text import folds

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
        ("<details><summary>More</summary>text</details>", '[details="More"]\n\ntext\n\n[/details]'),
        (
            '<details><summary>A "b" [c]</summary><p>x</p><pre>y</pre></details>z',
            "[details=\"A 'b' [c\\]\"]\n\nx\n\n```\ny\n```\n\n[/details]\n\nz",
        ),
        ("<ul><li>a<details><p>b</p></details></li></ul>", '- a\n\n    [details=""]\n\n    b\n\n    [/details]'),
        (
            "<details>a<details><summary>inner</summary>b</details></details>",
            '[details=""]\n\na\n\n[details="inner"]\n\nb\n\n[/details]\n\n[/details]',
        ),
        ("<details><summary>Only this</summary></details>", "Only this"),
        ("<blockquote class=spoiler>a</blockquote>", "[spoiler]\n\na\n\n[/spoiler]"),
        ("<p>a <span data-mx-spoiler>b</span></p>", "a [spoiler]b[/spoiler]"),
        (
            "<p>type [spoiler] or [details] or [/spoiler]: so</p>",
            "type \\[spoiler] or \\[details] or \\[/spoiler\\]: so",
        ),
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
            "[The manual](https://x.example/doc)\n\n> Long description",
        ),
        (
            '<aside class="onebox githubblob" data-onebox-src="https://github.com/o/r/blob/main/a.cpp#L9-L11"><article '
            'class="onebox-body"><h4><a href="https://github.com/o/r/blob/main/a.cpp">a.cpp</a></h4><div class="git-blob-info">'
            '<a href="x"><code>main</code></a></div><pre class="onebox"><code class="lang-cpp"><ol class="start lines" start="9">'
            "<li>int main() {</li><li>    return 0;</li>\n<li>}</li></ol></code></pre>This file has been truncated.</article></aside>",
            "[a.cpp](https://github.com/o/r/blob/main/a.cpp#L9-L11)\n\n```cpp\nint main() {\n    return 0;\n}\n```",
        ),
        (
            '<p>It was <span class="spoiler">the <b>lid</b></span>(of course)</p><div class="spoiler"><p>a</p><ul><li>b</li></ul></div>',
            "It was [spoiler]the **lid**[/spoiler] (of course)\n\n[spoiler]\n\na\n\n- b\n\n[/spoiler]",
        ),
        ('<p><b><span class="spoiler">a<br><br>b</span></b></p>', "**[spoiler]a  \nb[/spoiler]**"),
        (
            '<div class="poll" data-poll-name="poll" data-poll-status="closed"><div class="poll-container"><div class="poll-title">'
            'Which?</div><ul><li data-poll-option-id="1">One</li><li data-poll-option-id="2">Two</li></ul></div><div class="poll-info">'
            '<span class="info-number">0</span><span class="info-label">voters</span></div></div>',
            "**Poll: Which?**\n\n- One\n- Two\n\nThe poll is closed.",
        ),
        (
            '<div class="poll" data-poll-name="p" data-poll-voters="3"><ul><li data-poll-option-id="1" data-poll-votes="2">One</li>'
            '<li data-poll-option-id="2" data-poll-votes="1">*2*</li></ul></div>',
            "**Poll**\n\n- One: 2 votes\n- \\*2\\*: 1 vote\n\n3 people voted.",
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
    '<span class="spoiler">(javascript:alert(1))</span><span class="spoiler">x</span>(javascript:alert(1))',
    '<p><span class="spoiler">: javascript:alert(1)</span></p><p><span class="spoiler">x</span>: javascript:alert(1)</p>',
    '<details><summary>"] <script>alert(1)</script> &lt;script&gt; {: onclick=x }</summary>x</details>',
    '<div class="poll" data-poll-name="&lt;script&gt;" data-poll-voters="&lt;script&gt;"><ul><li data-poll-option-id="1" '
    'data-poll-votes="1&lt;script&gt;">&lt;script&gt;</li></ul></div>',
    '[details="<script>alert(1)</script>"]\n[x](javascript:alert(1))\n[/details]\n[spoiler]<b onclick=x>[/spoiler](javascript:alert(1))',
    '[quote="<script>, [x](javascript:alert(1))"]\n<script>\n[/quote]\n[poll]\n# <script>\n* [x](javascript:alert(1))\n[/poll]',
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
        *("[spoiler]", "[/spoiler]", '[details="', '"]', "[/details]", "[quote]", "[/quote]", "[poll]", "[/poll]", ":"),
        *(
            "<span class=spoiler>",
            "</span>",
            "<div class=spoiler>",
            "<details>",
            "</details>",
            "<summary>",
            "</summary>",
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


_LINES = st.text(st.sampled_from("abX1 \n\t\u3000\xa0.,;:!?'\"()-/@%$#=+^é日"), max_size=12) | st.sampled_from(
    ["Kind regards", "www.x.example", "a@b.example", "1. x", "- x", "On Monday Ada wrote:", "a &amp; b", "<b>x</b>"]
)


@settings(deadline=None)
@given(
    st.lists(st.lists(_LINES, min_size=1, max_size=3).map("<br>".join), min_size=1, max_size=3),
    st.sampled_from(["", '<div class="zd-comment" dir="auto">']),
)
def test_typed_paragraphs_take_a_shorter_way_to_the_same(paragraphs: list[str], frame: str) -> None:
    """HTML of nothing but prose is the same as with code, which sends it the long way."""
    html = f"{frame}{''.join(f'<p>{lines}</p>' for lines in paragraphs)}{'</div>' if frame else ''}"

    assert from_html(html) == from_html(f"{html}<p><code>x</code></p>").removesuffix("`x`").strip()


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


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ('[details="Log"]\n- a\n- b\n[/details]\nnext', '[details="Log"]\n\n- a\n- b\n\n[/details]\n\nnext'),
        (
            "[spoiler]\n![x](https://x.example/a.png)\n[/spoiler]",
            "[spoiler]\n\n![x](https://x.example/a.png)\n\n[/spoiler]",
        ),
        ("a [spoiler]*b*[/spoiler], c", "a [spoiler]*b*[/spoiler], c"),
        ("`[spoiler]` [spoiler]", "`[spoiler]` \\[spoiler\\]"),
        (
            '[quote="ada, post:1, topic:2"]\nthe lid\n[quote="bo"]inner[/quote]\n[/quote]\nno',
            "> ada wrote:\n>\n> the lid\n>\n> > bo wrote:\n> >\n> > inner\n\nno",
        ),
        ("[quote]\nwithout end", "[quote] without end"),
        ("```\n[quote]\nx\n[/quote]\n```", "```\n[quote]\nx\n[/quote]\n```"),
        (
            "[poll type=regular status=closed]\n# Which?\n* One\n* Two\n[/poll]",
            "**Poll: Which?**\n\n- One\n- Two\n\nThe poll is closed.",
        ),
    ],
)
def test_what_is_written_in_a_forum_becomes_what_its_html_does(raw: str, expected: str) -> None:
    """Quotes and polls are plain Markdown; details and spoilers keep their tags, on lines of their own; in code all stay."""
    assert from_markdown(raw) == expected


@settings(deadline=None)
@given(st.lists(PIECES, max_size=15).map("".join))
def test_what_was_cleaned_once_stays_hidden(text: str) -> None:
    """Markdown of ours, read again as Markdown, folds as much away as before."""
    once = from_html(text)

    assert shown(once).count("<details") == shown(from_markdown(once)).count("<details")


def shown(text: str) -> str:
    """The page that is made of it."""
    return folds.fold(MarkdownIt("commonmark", {"html": False}).render(folds.mark(text)))
