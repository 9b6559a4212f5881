"""Frozen values and Protocols. Pure: no files, clock, network or terminal."""

from .article import REQUIRED_PARTS, Article, ArticleKind, Confidence, Part
from .audience import Audience
from .cluster import Cluster, Link, Outcome
from .decision import Decision, Ruling, Rulings
from .demand import Demand, DemandState
from .draft import Case, Drafted, Proposal, Refusal
from .finding import Finding, Location, Severity
from .incident import Incident, Snapshot, StatusPage
from .knowledge import Knowledge
from .overlap import Overlap, Passage, Verdict
from .placement import Placement, PlacementRule
from .ports import Check, Drafter, LiveSource, Progress, Report, Source
from .report import Evidence, Table
from .roster import Person, Roster, Standing, Team
from .signal import Signal, SignalKind
from .takedown import Form, Takedown, TakedownKind
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
    "Form",
    "Held",
    "Incident",
    "Incoming",
    "Knowledge",
    "Link",
    "LiveSource",
    "Location",
    "Message",
    "Outcome",
    "Overlap",
    "Part",
    "Passage",
    "Person",
    "Placement",
    "PlacementRule",
    "Progress",
    "Proposal",
    "Refusal",
    "Report",
    "Role",
    "Roster",
    "Ruling",
    "Rulings",
    "Severity",
    "Signal",
    "SignalKind",
    "Snapshot",
    "Source",
    "Standing",
    "StatusPage",
    "Table",
    "Takedown",
    "TakedownKind",
    "Team",
    "Thread",
    "ThreadKind",
    "Verdict",
]
