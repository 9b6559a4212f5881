"""Frozen values and Protocols. Pure: no files, clock, network or terminal."""

from .article import REQUIRED_PARTS, Article, ArticleKind, Confidence, Part
from .audience import Audience
from .cluster import Cluster, Link, Outcome
from .decision import Decision, Ruling, Rulings
from .demand import Demand, DemandState
from .digest import Chore, Digest, Task
from .draft import Case, Drafted, Proposal, Refusal
from .finding import Accepted, Finding, Location, Severity
from .incident import Incident, Snapshot, StatusPage
from .knowledge import Knowledge
from .note import Note, Told, is_note, marker
from .overlap import Comparison, Distinct, Measure, Overlap, PartLikeness, PartSides, Passage, Piece, Step, Verdict
from .ownership import Candidate, CodeOwners, Edit, Origin, Ownership
from .placement import Placement, PlacementRule
from .ports import Check, Drafter, Given, LiveSource, Progress, Publisher, Report, Source
from .report import Cell, Evidence, Figure, Point, Share, Span, Table, span
from .roster import Person, Roster, Standing, Team
from .rota import Override, Rota, Shift, Turn
from .sampled import Cause, Sampled
from .signal import Signal, SignalKind
from .takedown import Form, Takedown, TakedownKind
from .thread import Damage, Gone, Held, Incoming, IncomingFile, Message, OldAddress, Reached, Role, Thread, ThreadKind

__all__ = [
    "REQUIRED_PARTS",
    "Accepted",
    "Article",
    "ArticleKind",
    "Audience",
    "Candidate",
    "Case",
    "Cause",
    "Cell",
    "Check",
    "Chore",
    "Cluster",
    "CodeOwners",
    "Comparison",
    "Confidence",
    "Damage",
    "Decision",
    "Demand",
    "DemandState",
    "Digest",
    "Distinct",
    "Drafted",
    "Drafter",
    "Edit",
    "Evidence",
    "Figure",
    "Finding",
    "Form",
    "Given",
    "Gone",
    "Held",
    "Incident",
    "Incoming",
    "IncomingFile",
    "Knowledge",
    "Link",
    "LiveSource",
    "Location",
    "Measure",
    "Message",
    "Note",
    "OldAddress",
    "Origin",
    "Outcome",
    "Overlap",
    "Override",
    "Ownership",
    "Part",
    "PartLikeness",
    "PartSides",
    "Passage",
    "Person",
    "Piece",
    "Placement",
    "PlacementRule",
    "Point",
    "Progress",
    "Proposal",
    "Publisher",
    "Reached",
    "Refusal",
    "Report",
    "Role",
    "Roster",
    "Rota",
    "Ruling",
    "Rulings",
    "Sampled",
    "Severity",
    "Share",
    "Shift",
    "Signal",
    "SignalKind",
    "Snapshot",
    "Source",
    "Span",
    "Standing",
    "StatusPage",
    "Step",
    "Table",
    "Takedown",
    "TakedownKind",
    "Task",
    "Team",
    "Thread",
    "ThreadKind",
    "Told",
    "Turn",
    "Verdict",
    "is_note",
    "marker",
    "span",
]
