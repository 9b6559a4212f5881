"""Who answers for an article: what the article says, else CODEOWNERS, else the default of its section."""

from __future__ import annotations

from deskbook.model import Article, Knowledge, Origin, Ownership, Standing


def ownership(article: Article, knowledge: Knowledge) -> Ownership:
    """The owner of an article today. The first of the three that names anybody decides, also where that owner has gone: a page
    whose owner left must not pass to a default unseen. Of several owners in CODEOWNERS the first who is there counts. A translation that nobody is named for is owned as its original is.
    """
    if owner := (article.owner or "").strip():
        return _stated(owner, Origin.ARTICLE, "", knowledge)
    named = knowledge.code_owners.get(article.path) or knowledge.code_owners.get(article.original)
    if named and named.owners:
        found = [
            _stated(knowledge.roster.named(one) or one, Origin.CODEOWNERS, named.place, knowledge)
            for one in named.owners
        ]
        return next((one for one in found if not one.ownerless), found[0])
    for folder in (*article.path.parents[:-1], *article.original.parents):
        if folder in knowledge.roster.sections:
            return _stated(knowledge.roster.sections[folder], Origin.SECTION, str(folder), knowledge)
    return Ownership(None, Origin.NOTHING, Standing.NOBODY)


def _stated(owner: str, origin: Origin, place: str, knowledge: Knowledge) -> Ownership:
    standing = knowledge.roster.standing(owner, knowledge.today)
    deputy = knowledge.roster.stand_in(owner, knowledge.today) if standing is Standing.LEFT else None
    if deputy:
        return Ownership(deputy, origin, Standing.DEPUTY, place, instead_of=owner)
    return Ownership(owner, origin, standing, place)
