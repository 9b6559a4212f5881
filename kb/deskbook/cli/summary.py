"""One comment for a pull request: what the checks found, and the content standard for each article."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from deskbook.model import Check, Finding, Knowledge, Location, Severity
from deskbook.text.literal import literal
from deskbook.text.standard import Answer, standard
from deskbook.text.words import count

# By this line a script finds the comment of the run before, to replace it.
MARK = "<!-- deskbook check -->"
_MOST_ARTICLES = 20  # a comment on GitHub holds 65,536 characters
_MOST_REASONS = 3
_LONGEST_REASON = 200


def comment(
    knowledge: Knowledge, findings: Sequence[Finding], rules: Sequence[Check], files: Collection[str] | None
) -> str:
    """The comment, as Markdown of GitHub and GitLab, about the articles among the `files` that changed; None: about those of which
    something was found. `findings` are already only those that count, `rules` those that ran.
    """
    prefix, names = knowledge.prefix, {rule.name for rule in rules}
    chosen = {finding.location.path for finding in findings} if files is None else files
    articles = [a for a in knowledge.articles if a.is_page and f"{prefix}/{a.path}" in chosen]
    which = "article" if files is None else "changed article"
    lines = [MARK, f"### deskbook: {_counts(findings)}, {count(len(articles), which)}", ""]
    for article in articles[:_MOST_ARTICLES]:
        path = f"{prefix}/{article.path}"
        answers = standard(article, (_seen_from(path, f) for f in findings if path in _places(f)), names)
        lines += [f"**{literal(article.title)}** ({literal(path)})", "", *map(_answer, answers), ""]
    if len(articles) > _MOST_ARTICLES:
        lines += [f"And {len(articles) - _MOST_ARTICLES:,} more: run `deskbook check`.", ""]
    known = {f"{prefix}/{article.path}" for article in articles}
    elsewhere = [finding for finding in findings if not known & _places(finding)]
    if elsewhere:
        lines += ["**Elsewhere**", ""]
        lines += [f"- {literal(f'{f.location}: {_cut(f.message)}')}" for f in elsewhere[:_MOST_ARTICLES]]
        if len(elsewhere) > _MOST_ARTICLES:
            lines.append(f"- and {len(elsewhere) - _MOST_ARTICLES:,} more")
        lines.append("")
    lines.append("How to mend each: `deskbook check`.")
    return "\n".join(lines) + "\n"


def _places(finding: Finding) -> set[str]:
    """The files that a finding is about: both pages of a pair, whichever of them it is told at."""
    pair = finding.related if finding.name == "overlap" else ()
    return {finding.location.path, *(place.path for place in pair)}


def _seen_from(path: str, finding: Finding) -> Finding:
    if finding.location.path == path:
        return finding
    return replace(finding, location=Location(path), message=f"{finding.location.path} {finding.message}")


def _answer(answer: Answer) -> str:
    if answer.met is None:
        return f"- {answer.question}: not judged"
    if answer.met:
        return f"- [x] {answer.question}"
    reasons = [literal(_cut(reason)) for reason in answer.reasons[:_MOST_REASONS]]
    if len(answer.reasons) > _MOST_REASONS:
        reasons.append(f"and {len(answer.reasons) - _MOST_REASONS:,} more")
    return f"- [ ] {answer.question}: {'; '.join(reasons)}"


def _counts(findings: Sequence[Finding]) -> str:
    errors, warnings, notices = (sum(f.severity is severity for f in findings) for severity in Severity)
    return f"{count(errors, 'error')}, {count(warnings, 'warning')}, {count(notices, 'notice')}"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_REASON else line[:_LONGEST_REASON].rpartition(" ")[0] + " …"
