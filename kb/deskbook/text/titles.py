"""What to call an article: the customers' words, as a question or a symptom."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deskbook.model import Thread, ThreadKind
from deskbook.similarity.terms import terms
from deskbook.text.question import SAYS_NOTHING, clean_title
from deskbook.text.quotes import own_words
from deskbook.text.redact.placeholders import PLACEHOLDER
from deskbook.text.sentences import is_code, sentences

LONGEST = 90
_MOST_WAYS = 8
_IDS = re.compile(
    r"[\[(]?(?:\b(?:ticket|case|incident)\s*(?:id|no|number)?\s*[:.#]?\s*#?\d{3,}|\b(?:request|ref|id)\s*[:.]?\s*#\s?\d{3,}|(?<!\w)#\d{4,})\b[\])]?"
    r"\s*[-:|]?",
    re.IGNORECASE,
)
_NUMBER_AT_END = re.compile(r"\s*[-–|:(\[]+\s*\d{4,}[\])]?$")
_SYMPTOM = re.compile(
    r"\b(?:errors?|fail(?:s|ed|ing|ure)?|cannot|can['’]?t|won['’]?t|does ?n['’]?t|doesn['’]?t|not|refus\w*|reject\w*|block\w*|timeouts?|"
    r"times? out|timed out|crash\w*|broken?|stuck|slow|missing|lost|wrong|denied|invalid|unable|drop(?:s|ped)|empty|killed|"
    r"stopp?(?:s|ed)|never|[45]\d\d)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:(?:so|and|but|well|ok|okay|please|basically|also|now|hi|hello|hey|dear|thanks|thank you|my question is|i have a question|"
    r"quick question|urgent|help)\b[\s,:;.!–-]*)+",
    re.IGNORECASE,
)


def title(thread: Thread, issue: str) -> str:
    """A title of at most 90 characters: the subject if it says anything, else the question or the symptom in `issue`, the
    customer's message."""
    subject = _subject(thread.title)
    if thread.kind is ThreadKind.CHAT or not _says_enough(subject):
        subject = next(_askings(issue), "") or (subject if _content(subject) else _first(issue))
    return _dressed(subject) or "Untitled"


def ways_to_ask(title: str, threads: Iterable[Thread]) -> tuple[str, ...]:
    """In what other words the threads asked: subjects and questions, at most eight, those least like the title and one another
    first. None holds what redaction put in."""
    found: dict[frozenset[str], str] = {}
    for thread in threads:
        issue = own_words(thread.question.text) if thread.question else ""
        chat = thread.kind is ThreadKind.CHAT  # its title is only its first line, cut off
        for words in _askings(issue) if chat else (_subject(thread.title), *questions(issue)):
            stems = frozenset(terms(words))
            if len(stems - SAYS_NOTHING) >= 2 and len(words) <= LONGEST and not PLACEHOLDER.search(words):
                found.setdefault(stems, _dressed(words))
    return tuple(_most_different(frozenset(terms(title)), found))


def questions(text: str) -> list[str]:
    """The questions in a text that can stand for themselves, in order."""
    return [sentence for sentence in _prose(text) if sentence.endswith("?") and _stands_alone(sentence)]


def _most_different(title: frozenset[str], found: dict[frozenset[str], str]) -> list[str]:
    chosen: list[frozenset[str]] = []
    left = [stems for stems in found if stems != title]
    while left and len(chosen) < _MOST_WAYS:
        nearest = [max(_shared(stems, other) for other in (title, *chosen)) for stems in left]
        least = nearest.index(min(nearest))
        if nearest[least] > 0.99:  # the same words in another order
            break
        chosen.append(left.pop(least))
    return [found[stems] for stems in chosen]


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))


def _subject(title: str) -> str:
    """A subject without numbers of tickets, without shouting and without what redaction put in."""
    text = _NUMBER_AT_END.sub("", _IDS.sub(" ", clean_title(title)))
    text = clean_title(" ".join(PLACEHOLDER.sub(" ", text).split()).strip(" -:|,"))
    if text.isupper() and len(text.split()) > 1:
        # Shouted; what was an abbreviation cannot be told any more, but short words with digits or no vowel are.
        text = " ".join(
            word if re.search(r"\d", word) or not re.search("[AEIOUY]", word) else word.lower() for word in text.split()
        )
    return re.sub(r"([!?])[!?]+", lambda found: "?" if "?" in found.group() else "!", text)


def _says_enough(subject: str) -> bool:
    """Whether a subject tells what is asked: at least one word that not every ticket has, and more than two words in all."""
    return len(subject.split()) >= 3 and bool(_content(subject))


def _content(text: str) -> set[str]:
    return set(terms(text)) - SAYS_NOTHING


def _askings(text: str) -> Iterator[str]:
    """The sentences that are a question or a symptom and can stand for themselves."""
    return (one for one in _prose(text) if (one.endswith("?") or _SYMPTOM.search(one)) and _stands_alone(one))


def _first(text: str) -> str:
    return next(iter(_prose(text)), "")


def _prose(text: str) -> list[str]:
    found = (_LEADING.sub("", " ".join(one.split())) for one in sentences(text) if not is_code(one))
    return [sentence for sentence in found if sentence]


def _stands_alone(sentence: str) -> bool:
    return (
        len(sentence.split()) >= 4
        and len(sentence) <= 2 * LONGEST
        and len(_content(sentence)) >= 2
        and not PLACEHOLDER.search(sentence)
    )


def _dressed(words: str) -> str:
    """Without a stop at the end, cut at a word where it is too long, beginning with a capital if it begins with a plain word."""
    text = re.sub(r"^[#>*_\s-]+", "", words).rstrip("!.,:; ")
    if len(text) > LONGEST:
        text = text[: LONGEST - 1].rpartition(" ")[0].rstrip(",;:.-– ") + " …"
    first = text.split()[0] if text.split() else ""
    return text[0].upper() + text[1:] if first.isalpha() else text
