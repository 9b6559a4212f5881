"""How a text speaks to its reader: words that blame, words that belittle, sentences too long to follow.

The lists are our own. Ideas: Sarah Drasner's "Words To Avoid in Educational Writing" and the rules `Condescending` of alex and
of Vale's packages (https://vale.sh/explorer/alex); the style guides of Google ("Avoid: simply, easily, just") and Microsoft
("Be brief; don't blame the customer"); for answers to customers, usual lists of phrases that service desks avoid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt

# Words. Plain language guides ask for 15 to 20 on average; what is twice as long is read twice.
LONGEST_SENTENCE = 40
_READER = MarkdownIt("commonmark").enable("table").disable("code")
# What stands for code and addresses in running text: one word that is in no list.
_THING = "\ufffc"
_ORDER = re.compile(r"^[ \t]*(?:!!!|\?\?\?|===|\{:|\[TOC\]).*$", re.MULTILINE)  # to the engine, not to readers
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-z][^<>]*>", re.DOTALL | re.IGNORECASE)
_TARGET = re.compile(r"(?<=\])(?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+[\"'][^\"'\n]*[\"'])?\)|\[[^\]\n]*\])")
_ADDRESS = re.compile(r"<?\bhttps?://[^\s>)\]]+>?", re.IGNORECASE)
_MARKUP = re.compile(r"[*\[\]]|(?<!\w)_+|_+(?!\w)")
_QUOTED = re.compile(r"\"[^\"\n]{1,200}\"|“[^”]{1,200}”|«[^»]{1,200}»|(?<!\w)'[^'\n]{1,200}'(?!\w)")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9\ufffc])| {2,}\n|\\\n")
_WORD = re.compile(rf"{_THING}|[^\W_]+(?:['’.,/-][^\W_]+)*")
_CONDITION = re.compile(r"\b(?:if|when|whenever|in case|unless|whether|where|do|did)\s+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the words `quote`, which begin on the 1-based line `line` of the text; `kinder` says how to say it instead."""

    line: int
    quote: str
    kinder: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text without markup: of a paragraph, a list item, a heading or the cell of a table. Its line breaks are kept."""

    text: str
    line: int
    cell: bool


# Each line: a pattern, and after the arrow what to write instead. A blank in a pattern is any white space.
_BLAMING = r"""
you(?: have| had|['’]ve)? (?:failed|neglected|omitted) to -> say what is missing: “… is not set yet”
you(?: have| had|['’]ve)? forg[oe]t(?:ten)? -> say what is missing, then how to add it
you (?:(?:should|ought to) have|should['’]ve) (?:\w+ly )?(?!received|noticed)(?:\w+ed|done|known|gone|set|put|read|told|kept|made|taken|chosen|run) -> say what to do now: “To mend this, …”
you (?:should not|shouldn['’]t) have (?!to\b|any|a\b|the\b)\w+ -> say what to do now: “To undo this, …”
you (?:did not|didn['’]t) (?:even )?(?:read|follow|understand|listen|notice|bother|pay|check|mention|tell|provide|look|think) -> name the step and not the person: “The step … is still to do”
you(?: have|['’]ve)? (?:misread|misunderstood|misconfigured|mistyped|overlooked|mishandled|messed|screwed|botched) -> say what the setting is and what it should be
you(?: have|['’]ve)? (?:wrongly|incorrectly|mistakenly|carelessly|erroneously|improperly) -> say what happened, without who did it
you (?:clearly|obviously|apparently|evidently) (?:did|do|have|had|are|were|forgot|missed|ignored) -> say what you see, and ask if it is so
(?<!not )your (?:own )?(?:mistake|fault|negligence|carelessness|ignorance|oversight|failure|misuse|misunderstanding) -> say what caused it: “This happens when …”
you(?: are|['’]re) (?:wrong|mistaken|confused|to blame|doing (?:it|this|that) wrong|not listening) -> say what is so: “In fact, …”
you claim(?:ed)? (?:that|to) -> “You wrote that …”
(?:as|like) (?:i|we)(?: have|['’]ve)?(?: (?:already|just|previously|repeatedly))? (?:said|told|mentioned|explained|stated|wrote|pointed) -> say it once more, in other words
(?:as )?per my (?:last|previous|earlier) (?:e-?mail|message|reply|comment|note) -> say it once more, in other words
(?:i|we)(?: have|['’]ve)? already (?:told|explained|answered|said|asked) -> say it once more, in other words
(?:i|we) (?:did )?warn(?:ed)? you -> say what to do now
why (?:did you not|didn['’]t you|did you|haven['’]t you) -> ask for the fact that you need: “Which … is set?”
if you had (?:only )?(?:read|followed|checked|listened|looked|told|asked|searched|bothered) -> say what to do now
had you (?:only )?(?:read|followed|checked|listened|looked|told|asked) -> say what to do now
next time,? (?:please )?(?:read|check|search|try|look|think|follow|ask) -> say what helps: “To avoid this, …”
read (?:\w+ ){0,4}(?:properly|more carefully) -> say which sentence matters, and link to it
(?:not|isn['’]t) (?:our|my) (?:problem|fault) -> say who can help, and how to reach them
calm down(?=[.,!]) -> say what you do about it
what did you expect|you people|let me google (?:that|this|it)|lmgtfy|with all due respect -> leave it out
user error|pebkac|id-?10-?t|layer 8 (?:problem|issue) -> say what happens, and which step prevents it
"""
# “It is simply a name” says what it is, and “the file that you just created” when.
_BELITTLING = r"""
(?<!not )(?<!n['’]t )obviously -> leave it out: it is not obvious to whoever looks it up
(?<!matter )of course -> leave it out
(?:^|(?<=[.!?] ))clearly, -> leave it out
needless to say|(?:it )?goes without saying -> leave it out, or say it without that
(?<!not )(?<!is )(?<!are )(?<!was )(?<!were )(?<!['’]s )(?<!be )simply(?! because) -> leave it out
(?<!not )just (?:click|run|type|open|use|add|set|press|select|choose|enter|restart|do|follow|copy|paste|go|install|update) -> leave out “just”: what is a small step for one is none for another
(?<!not )just (?:delete|remove|create|change|make|put|turn|wait|call|write|read|try|replace|enable|disable|drag|tap|log|sign) -> leave out “just”: what is a small step for one is none for another
(?:it['’]s|it is|this is|that['’]s|that is) (?:(?:all|very|really|quite|so|pretty|fairly|extremely|actually) )*(?:easy|simple|trivial|straightforward|obvious|self-explanatory) -> say what to do, and how long it takes
(?:child['’]s play|a breeze|a no-brainer|a piece of cake|(?:not|isn['’]t) (?:rocket science|that hard|so hard|hard at all)|how hard can) -> say what to do, and how long it takes
you can easily|it['’]s easily|(?<!non-)trivially -> leave out how easy it is
all you (?:have|need) to do is -> “To …, do …”
every(?:one|body) (?:\w+ )?knows|as (?:everybody|everyone|you) (?:(?:well|surely|certainly|probably|no doubt|of course) )?knows?(?=[.,;:]) -> leave it out, or explain it in half a sentence
you (?:should|must|ought to) (?:already |really |surely )?know -> explain it in half a sentence, or link to it
any(?:one|body) can (?:do|see|understand)|even (?:a|your) (?:child|beginner|novice|toddler|grand(?:ma|mother)|mother) -> leave it out
common sense -> say what you mean
rtfm|read the (?:fine|friendly|f[*\w]*ing) manual -> link to the passage
(?:stupid|dumb|silly|idiotic|foolish) (?:question|mistake|error|user|customer|thing|idea)s?|idiots?|idiot-?proof|morons?|for dummies -> say it without judging
noobs?|n00bs?|lusers?|newbies? -> “people who are new to …”
"""


def blaming(text: str) -> tuple[Remark, ...]:
    """Words that tell the reader that it is their fault. “If you forgot …” is none: it leaves open whether anybody did."""
    return tuple(remark for remark, before in _found(text, _BLAMING) if not _CONDITION.search(before))


def belittling(text: str) -> tuple[Remark, ...]:
    """Words that say that everybody else finds it easy."""
    return tuple(remark for remark, _ in _found(text, _BELITTLING))


def long_sentences(text: str, most: int = LONGEST_SENTENCE) -> tuple[tuple[int, int], ...]:
    """(line at which it begins, number of words) of each sentence with more than `most` words; a piece of code is one word.

    Each item of a list is a text of its own; tables are left alone.
    """
    found = []
    for paragraph in paragraphs(text):
        start = 0
        ends = [end.end() for end in _SENTENCE_END.finditer(paragraph.text)]
        for end in () if paragraph.cell else (*ends, len(paragraph.text)):
            sentence = paragraph.text[start:end]
            if (words := len(_WORD.findall(sentence))) > most:
                blank = len(sentence) - len(sentence.lstrip())
                found.append((paragraph.line + paragraph.text.count("\n", 0, start + blank), words))
            start = end
    return tuple(found)


@lru_cache(maxsize=4096)
def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """What of a Markdown text its author says to the reader: not code, quotations, comments and addresses."""
    found, quoted, cell = [], 0, False
    for token in _READER.parse(_ORDER.sub("", text)):
        if token.type in ("blockquote_open", "blockquote_close"):
            quoted += token.nesting
        elif token.type in ("td_open", "th_open", "td_close", "th_close"):
            cell = token.nesting > 0
        elif token.type == "inline" and token.map and not quoted:
            found.append(Paragraph(_bare(token.content), token.map[0] + 1, cell))
    return tuple(found)


def _bare(markdown: str) -> str:
    for pattern in (_CODE, _ADDRESS):
        markdown = pattern.sub(lambda code: _THING + "\n" * code.group().count("\n"), markdown)
    for pattern in (_TAG, _TARGET):
        markdown = pattern.sub(lambda gone: "\n" * gone.group().count("\n"), markdown)
    return _MARKUP.sub("", markdown)


def _found(text: str, phrases: str) -> Iterator[tuple[Remark, str]]:
    """Each remark once a line, with the words before it. What stands in quotation marks is somebody else's, or an example."""
    pattern, kinder = _compiled(phrases)
    for paragraph in paragraphs(text):
        bare = _QUOTED.sub(lambda quotation: re.sub(r"[^\n]", _THING, quotation.group()), paragraph.text)
        for match in pattern.finditer(bare):
            line = paragraph.line + bare.count("\n", 0, match.start())
            remark = Remark(line, " ".join(match.group().split()), kinder[str(match.lastgroup)])
            yield remark, bare[max(0, match.start() - 12) : match.start()]


@lru_cache(maxsize=2)
def _compiled(phrases: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """All phrases in one pattern, each as the group p0, p1 …, and what to write instead by the group's name."""
    pairs = [line.split(" -> ") for line in phrases.strip().split("\n")]
    # A lookbehind has one width, so its blank stays a single one.
    pieces = (re.sub(r"(\(\?<[!=][^)]*\))| ", lambda found: found.group(1) or r"\s+", phrase) for phrase, _ in pairs)
    either = "|".join(rf"(?P<p{number}>{piece})" for number, piece in enumerate(pieces))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE), {
        f"p{number}": kinder for number, (_, kinder) in enumerate(pairs)
    }
