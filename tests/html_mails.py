"""Invented HTML as mail programs, editors and ticket systems write it, each piece with the Markdown that it should become."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent


@dataclass(frozen=True)
class Piece:
    """`html` as it was sent, `markdown` as it should be kept."""

    name: str
    html: str
    markdown: str


def _piece(name: str, html: str, markdown: str) -> Piece:
    return Piece(name, dedent(html).strip(), dedent(markdown).strip("\n"))


PIECES = [
    _piece(
        "Word's list of bullets in two levels",
        """
        <div class="WordSection1"><p class="MsoNormal">Two problems:<o:p></o:p></p>
        <p class="MsoListParagraph" style="text-indent:-18.0pt;mso-list:l0 level1 lfo1"><![if !supportLists]><span style="font-family:Symbol"><span style="mso-list:Ignore">·<span style="font:7.0pt &quot;Times New Roman&quot;">&nbsp;&nbsp; </span></span></span><![endif]>The export stops<o:p></o:p></p>
        <p class="MsoListParagraph" style="margin-left:72.0pt;mso-list:l0 level2 lfo1"><![if !supportLists]><span style="mso-list:Ignore">o<span>&nbsp;&nbsp; </span></span><![endif]>at line 4,096<o:p></o:p></p>
        <p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>&nbsp; </span></span>The <b>import</b> is slow</p>
        <p class="MsoNormal"><o:p>&nbsp;</o:p></p><p class="MsoNormal">Known?</p></div>
        """,
        """
        Two problems:

        - The export stops
            - at line 4,096
        - The **import** is slow

        Known?
        """,
    ),
    _piece(
        "Word's numbered list, interrupted",
        """
        <p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>Open</p>
        <p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>Close</p>
        <p class=MsoNormal>Wait.</p>
        <p class=MsoListParagraph style='mso-list:l1 level1 lfo3'><span style='mso-list:Ignore'>3.<span>&nbsp; </span></span>Send</p>
        """,
        """
        1. Open
        2. Close

        Wait.

        3. Send
        """,
    ),
    _piece(
        "Google Docs",
        """
        <b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="line-height:1.38"><span style="font-size:11pt;font-weight:400">Open </span><span style="font-weight:700">Settings</span><span style="font-weight:400"> and </span><span style="font-style:italic">wait</span></p><ul><li dir="ltr"><p role="presentation"><span>one</span></p></li><ul><li><p><span>inner</span></p></li></ul><li><p><span>two</span></p></li></ul></b>
        """,
        """
        Open **Settings** and *wait*

        - one

            - inner
        - two
        """,
    ),
    _piece(
        "Outlook's reply",
        """
        <html><head><style>p{}</style></head><body lang=EN-GB><div class=WordSection1><p class=MsoNormal>It still fails.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b><span lang=EN-US>From:</span></b><span lang=EN-US> Support<br><b>Sent:</b> 03 March 2026 10:00<br><b>To:</b> Tom Baker<br><b>Subject:</b> RE: It fails<o:p></o:p></span></p></div><p class=MsoNormal>Does it?</p></div></body></html>
        """,
        "It still fails.\n\n**From:** Support  \n**Sent:** 03 March 2026 10:00  \n**To:** Tom Baker  \n**Subject:** RE: It fails\n\nDoes it?",
    ),
    _piece(
        "Gmail's signature and quotation",
        """
        <div dir="ltr">Yes, <b>both</b>.<div><br></div><div class="gmail_signature" data-smartmail="gmail_signature"><div>Amara</div></div></div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Thu, Jan 8, 2026 at 9:03 AM Support &lt;<a href="mailto:s@x.example">s@x.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote"><p>Both?</p></blockquote></div>
        """,
        """
        Yes, **both**.

        —

        Amara

        On Thu, Jan 8, 2026 at 9:03 AM Support &lt;s@x.example> wrote:

        > Both?
        """,
    ),
    _piece(
        "newsletter: layout, hidden words, counted links and pictures",
        """
        <table width="600" cellpadding="0"><tr><td style="display:none;max-height:0">Preview text</td></tr><tr><td><h1>Your code</h1><p>Use <a href="https://click.shop.example/ls/click?upn=abc">this page</a> or <a href="https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.example%2Fa%3Futm_source%3Dm&amp;data=1">the manual</a>.</p><img src="https://x.us1.list-manage.com/track/open.php?u=1"><img src="https://x.example/p.gif" style="width:1px;height:1px"><img src="https://x.example/shot.png" alt="The form" width="600"></td></tr></table>
        """,
        """
        # Your code

        Use this page or [the manual](https://x.example/a).

        ![The form](https://x.example/shot.png)
        """,
    ),
    _piece(
        "Word's table of data",
        """
        <table class="MsoTableGrid" border=1><tr><td><p class=MsoNormal><b>Plan</b></p></td><td><p class=MsoNormal><b>Seats</b></p></td></tr><tr><td><p class=MsoNormal>Team</p></td><td><p class=MsoNormal>10<br>or 20</p></td></tr></table>
        """,
        """
        | Plan | Seats |
        | --- | --- |
        | Team | 10 or 20 |
        """,
    ),
    _piece(
        "a ticket's private pictures and files",
        """
        <div class="zd-comment"><p>See: <img src="https://x.zendesk.example/attachments/token/AbC/?name=shot+1.png" alt="shot.png"> and <a href="https://x.zendesk.example/attachments/token/AbC/?name=log.txt">https://x.zendesk.example/attachments/token/AbC/?name=log.txt</a></p><p><img src="cid:image001.png@01D" alt="image001.png"> <img src="https://x.example/hc/a.png" alt="The menu"></p><div class="signature"><p>--</p><p>Priya<br>Cirrusline</p></div></div>
        """,
        "See: (image: shot.png) and (file: log.txt)\n\n(image: image001.png) ![The menu](https://x.example/hc/a.png)\n\n—\n\n\\--\n\nPriya  \nCirrusline",
    ),
    _piece(
        "bold beside bold",
        "<p><b>Do</b><b> not</b> <i>a</i><em>b</em></p>",
        "**Do not** *ab*",
    ),
    _piece(
        "terms and what they mean",
        "<dl><dt>TTL</dt><dd>seconds</dd><dt>Key</dt><dd><ul><li>host</li><li>path</li></ul></dd></dl>",
        """
        **TTL**

        seconds

        **Key**

        - host
        - path
        """,
    ),
    _piece(
        "code whose language shows",
        """
        <pre>$ curl -I https://x.example/</pre><pre>{"a": 1}</pre><pre class="lang-nohighlight">{"a": 1}</pre><pre>it stopped at 10:00</pre>
        """,
        """
        ```console
        $ curl -I https://x.example/
        ```

        ```json
        {"a": 1}
        ```

        ```
        {"a": 1}
        ```

        ```
        it stopped at 10:00
        ```
        """,
    ),
    _piece(
        "lists in lists, code and quotation in them",
        "<ol><li>one<ol><li>a<pre>see below</pre></li></ol></li><li>two<blockquote>q</blockquote></li></ol>",
        """
        1. one
            1. a

                ```
                see below
                ```
        2. two

            > q
        """,
    ),
    _piece(
        "addresses as text",
        """
        <p>https://x.example/a?utm_source=m <a href="https://x.example/b?utm_source=m">https://x.example/b?utm_source=m</a></p>
        """,
        "<https://x.example/a> <https://x.example/b>",
    ),
    _piece(
        "blank lines in code stay, those between blocks do not",
        "<div>a</div><div><br></div><div><br></div><pre>1\n\n\n\n2</pre><div>b<br></div><p>&nbsp;</p><div>c</div>",
        "a\n\n```\n1\n\n\n\n2\n```\n\nb\n\nc",
    ),
]
