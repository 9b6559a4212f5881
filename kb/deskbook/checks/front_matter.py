"""KB101: what an article must say of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deskbook.checks.rule import Rule, place
from deskbook.model import Article, Finding, Knowledge, Severity
from deskbook.text.markdown import outline

_WANTED = ("id", "kind", "confidence", "audience")


class FrontMatter(Rule):
    """Files that cannot be read as articles, ids that two articles share, and what the front matter leaves out."""

    code = "KB101"
    name = "front-matter"
    severity = Severity.ERROR
    cure = "state id, title, kind, confidence and audience between the --- lines at the top of the file"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """The reader's own findings first, then one finding a shared id and one an article that leaves something out."""
        yield from knowledge.unreadable
        first: dict[str, Article] = {}
        for article in sorted(knowledge.articles, key=lambda article: article.path):
            namesake = first.setdefault(article.id, article)
            if namesake is not article:
                yield self.at(
                    place(knowledge, article),
                    f"the id '{article.id}' is also that of {namesake.path}: links from tickets would reach either",
                    hint="give one of the two another id; keep the id of the one that tickets link to",
                    related=(place(knowledge, namesake),),
                )
            yield from self._unstated(knowledge, article)

    def _unstated(self, knowledge: Knowledge, article: Article) -> Iterator[Finding]:
        if not article.title.strip():
            yield self.at(
                place(knowledge, article), "the article has no title", hint="add `title:` to the front matter"
            )
        missing = [key for key in _WANTED if key not in article.stated]
        if "title" not in article.stated and not any(heading.level == 1 for heading in outline(article.body).headings):
            missing.insert(0, "title")
        if missing:
            yield self.at(
                place(knowledge, article),
                f"the front matter does not state {_listed(missing)}; the article counts as a {article.confidence} "
                f"{article.kind} page for {article.audience} readers, and its id is '{article.id}'",
                severity=Severity.WARNING,
                hint="add " + ", ".join(f"`{key}:`" for key in missing) + " between the --- lines at the top",
            )


def _listed(keys: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(keys[:-1]), keys[-1])))
