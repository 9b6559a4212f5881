"""KB403: addresses and ids of before that lead nowhere, or to two articles."""

from __future__ import annotations

from collections.abc import Iterable

from deskbook.checks.rule import Rule, place
from deskbook.model import Finding, Knowledge, Severity
from deskbook.text.moved import Fault, Trouble, former_addresses

_FAULTS = {
    Fault.NO_PATH: (
        "the alias '{name}' is no path of an article",
        "write the path below the content folder that it had, such as `dns/old.md`",
        Severity.WARNING,
    ),
    Fault.TAKEN: (
        "'{name}' is {other} today, so nobody who looks for it comes here",
        "take it out of the list; if a merge was interrupted, run it again",
        Severity.WARNING,
    ),
    Fault.CLAIMED: (
        "'{name}' is also a former name of {other}: readers would reach either",
        "take it out of one of the two",
        Severity.ERROR,
    ),
    Fault.UNKNOWN: (
        "it is replaced by '{name}', and there is no such article",
        "correct `replaced_by:`, or take the line out: then its address says that it was withdrawn",
        Severity.ERROR,
    ),
    Fault.LOOP: (
        "it is replaced by '{name}', which leads back to it",
        "let one of them name the page that readers should go to",
        Severity.ERROR,
    ),
    Fault.IDLE: (
        "it is replaced by '{name}', and not archived",
        "set `confidence: archived`, or take `replaced_by:` out",
        Severity.WARNING,
    ),
}


class FormerNames(Rule):
    """`aliases`, `former_ids` and `replaced_by`: each name of before must lead to just one page.

    Until it is mended, the build leaves such an address out; of two that claim one, the first gets it.
    """

    code = "KB403"
    name = "former-names"
    severity = Severity.ERROR
    cure = "correct `aliases:`, `former_ids:` or `replaced_by:`"

    def findings(self, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding a name."""
        return [self._finding(knowledge, trouble) for trouble in former_addresses(knowledge.articles)[1]]

    def _finding(self, knowledge: Knowledge, trouble: Trouble) -> Finding:
        message, hint, severity = _FAULTS[trouble.fault]
        other = trouble.other
        named = "" if other is None else "the article itself" if other is trouble.of else str(other.path)
        related = (place(knowledge, other),) if other and other is not trouble.of else ()
        return self.at(
            place(knowledge, trouble.of),
            message.format(name=trouble.name, other=named),
            severity=severity,
            hint=hint,
            related=related,
        )
