"""When an article is due for review."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deskbook.model import ArticleKind, Confidence
from deskbook.text.review import due, last_look
from pages import TODAY, page, shelf
from strategies import dates


@given(id=st.text(min_size=1), last=dates, days=st.integers(1, 2000))
def test_a_page_is_due_in_time_and_never_later_than_the_rule_allows(id: str, last: date, days: int) -> None:
    """Up to an eighth earlier, and always on the same day."""
    article = page("a.md", id=id, reviewed=last)
    knowledge = shelf(article, stale_after_days=days)

    until = due(article, knowledge)

    assert until is not None
    assert timedelta(days - days // 8) <= until - last <= timedelta(days)
    assert until == due(article, knowledge)


def test_pages_that_were_imported_on_one_day_are_not_due_on_one_day() -> None:
    """Three hundred of them spread over a month and a half; no day gets more than seven in a hundred."""
    articles = [page(f"{number}.md", created=date(2026, 1, 5)) for number in range(300)]
    knowledge = shelf(*articles)

    days = Counter(due(article, knowledge) for article in articles)

    assert len(days) > 40
    assert max(days.values()) <= 20


def test_a_ticket_that_was_linked_counts_as_a_review() -> None:
    """Whoever links a ticket to a page has read it; an older link changes nothing, and one of another page does not count."""
    article = page("a.md", reviewed=date(2026, 1, 1))

    assert last_look(article, shelf(article, reused={"a": date(2026, 5, 1)})) == date(2026, 5, 1)
    assert last_look(article, shelf(article, reused={"a": date(2025, 5, 1)})) == date(2026, 1, 1)
    assert last_look(article, shelf(article, reused={"b": date(2026, 5, 1)})) == date(2026, 1, 1)


def test_kinds_may_be_due_at_other_times_or_never() -> None:
    """0 days mean never."""
    days = {ArticleKind.FAQ: 80, ArticleKind.PROCESS: 0}
    faq, process = (
        page("a.md", kind=ArticleKind.FAQ, reviewed=TODAY),
        page("b.md", kind=ArticleKind.PROCESS, reviewed=TODAY),
    )
    knowledge = shelf(faq, process, review_days=days)

    until = due(faq, knowledge)
    assert until is not None
    assert TODAY + timedelta(70) <= until <= TODAY + timedelta(80)
    assert due(process, knowledge) is None


def test_only_published_pages_with_a_date_are_due() -> None:
    """Drafts and archived pages have rules of their own; without a date nothing can be said."""
    undated, draft = page("a.md"), page("b.md", reviewed=TODAY, confidence=Confidence.WIP)

    assert [due(article, shelf(article)) for article in (undated, draft)] == [None, None]
