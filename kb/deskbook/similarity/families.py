"""Who may be in one group with whom, by the rulings of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from deskbook.model import Rulings


class Families:
    """Keys by number: those that were joined or are kept together are of one family, in which nobody is apart from anybody."""

    def __init__(self, number: Mapping[str, int], rulings: Rulings) -> None:
        """`number` numbers all keys from 0; it knows those that `rulings` keeps together."""
        self._above = list(range(len(number)))
        self._foes: dict[int, set[int]] = {}
        for first, *others in rulings.together:
            for other in others:
                self._above[self._head(number[other])] = self._head(number[first])
        for one, other in rulings.apart:
            if one in number and other in number:
                left, right = self._head(number[one]), self._head(number[other])
                self._foes.setdefault(left, set()).add(right)
                self._foes.setdefault(right, set()).add(left)

    def join(self, one: int, other: int) -> bool:
        """Make the families of two keys one. Says no, and does nothing, where some of them are kept apart."""
        head, gone = sorted((self._head(one), self._head(other)))
        if gone in self._foes.get(head, ()):
            return False
        if head != gone:
            self._above[gone] = head
            for foe in self._foes.pop(gone, ()):
                self._foes[foe].discard(gone)
                self._foes[foe].add(head)
                self._foes.setdefault(head, set()).add(foe)
        return True

    def foes(self, n: int) -> tuple[int, ...]:
        """The families that are kept apart from that of a key."""
        return tuple(sorted(self._foes[head])) if (head := self._head(n)) in self._foes else ()

    def all(self) -> Iterable[list[int]]:
        """Every family, its keys in order."""
        found: dict[int, list[int]] = {}
        for n in range(len(self._above)):
            found.setdefault(self._head(n), []).append(n)
        return found.values()

    def _head(self, n: int) -> int:
        while self._above[n] != n:
            self._above[n] = self._above[self._above[n]]
            n = self._above[n]
        return n
