"""Frozen values and Protocols. Pure: no files, clock, network or terminal."""

from .article import REQUIRED_PARTS, Article, ArticleKind, Confidence, Part
from .audience import Audience
from .cluster import Cluster, Link, Outcome
from .decision import Decision, Ruling, Rulings
from .demand import Demand, DemandState
from .draft import Case, Drafted, Refusal
from .finding import Finding, Location, Severity
from .knowledge import Knowledge
from .overlap import Overlap, Passage, Verdict
from .ports import Check, Drafter, Progress, Report, Source
from .report import Evidence, Table
from .roster import Person, Roster, Standing, Team
from .thread import Damage, Held, Incoming, Message, Role, Thread, ThreadKind

__all__ = [
    "REQUIRED_PARTS",
    "Article",
    "ArticleKind",
    "Audience",
    "Case",
    "Check",
    "Cluster",
    "Confidence",
    "Damage",
    "Decision",
    "Demand",
    "DemandState",
    "Drafted",
    "Drafter",
    "Evidence",
    "Finding",
    "Held",
    "Incoming",
    "Knowledge",
    "Link",
    "Location",
    "Message",
    "Outcome",
    "Overlap",
    "Part",
    "Passage",
    "Person",
    "Progress",
    "Refusal",
    "Report",
    "Role",
    "Roster",
    "Ruling",
    "Rulings",
    "Severity",
    "Source",
    "Standing",
    "Table",
    "Team",
    "Thread",
    "ThreadKind",
    "Verdict",
]
