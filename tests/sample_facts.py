"""What is true of the sample help desk below kb/deskbook/sample/, for any test to hold the program against.

Thread keys are `tickets:ID` and `forum:ID`, as the sample's own deskbook.toml names its sources. Chat conversations have
no fixed key, so facts about chat go by the words of a line. tests/kb/test_sample.py proves all of this against the files.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent.parent / "kb" / "deskbook" / "sample"

SECRETS = (
    "cl_live_9b1c4e7d20fa83b65e019c7a4d82f36b1e50a9c7",  # tickets:1034, an API token
    "AKIAIOSFODNN7EXAMPLE",  # tickets:1034, the key id of AWS's own documentation
    "eyJrZXN0cmVsIjoic29yZW4ifQ.b25seS1hLXNhbXBsZQ.Zm9yLWRlc2tib29r",  # tickets:1035, a bearer token
    "kestrel-Marzipan-90",  # tickets:1010, a password in an address
    "Maple-Otter-4471",  # tickets:1062, a password in a database address and after `password:`
)
CARDS = ("4111 1111 1111 1111",)  # tickets:1032
IBANS = ("GB29 NWBK 6016 1331 9268 19",)  # tickets:1055
IPS = (
    "89.160.20.112",  # tickets:1015, a log line
    "2.125.160.216",  # tickets:1025
    "216.160.83.56",  # tickets:1028
    "2a02:cf40:17:9::5c21",  # tickets:1047
    "81.2.69.160",  # tickets:1064
    "81.2.69.162",  # forum:229
    "89.160.20.113",  # chat, the address in joins, both days
    "2.125.160.217",  # chat, 2026-10-14
)
PHONES = (
    "+44 117 496 0823",
    "+33 1 99 00 41 27",
    "+44 7700 900418",
    "(415) 555-0132",
    "+46 8 465 004 37",
    "01632 960217",
    "+1 212 555 0199",
    "+1 646 555 0164",
    "+46 8 465 004 81",
    "+49 30 23125 148",
    "+44 20 7946 0166",
)
EMAILS = (
    "amara.okonkwo@bluefern.example",  # requesters: in users.json, and in `via` of tickets that came by mail
    "chloe.vasseur@atelierlune.example",
    "h.brueckl@alpenrad.example",
    "vikram.s@monsoonretail.example",
    "lena@oyelaranphoto.example",  # tickets:1031, in the text; so are those below
    "it-desk@monsoonretail.example",  # tickets:1048, in a forwarded mail
    "books@ledgerfox.example",  # tickets:1030, of somebody whom users.json does not know
    "margit@paperlantern.example",  # tickets:1057, likewise
    "corvin.hale@opsraven.example",  # forum:229
    "saltmarsh.private@fenland.example",  # forum:238
    "nuria@tessellate.example",  # chat, 2026-10-14
)
# Full names of requesters that stand in the text of a ticket, mostly in signatures. Tickets are the source whose names
# go by default; the public names of forum and chat stay, and no name here is one of those.
NAMES = (
    "Amara Okonkwo",
    "Ingrid Solheimsnes",
    "Wei-Ling Tsao",
    "Hannes Brückl",
    "Noor Haidari",
    "Chloé Vasseur-Lamy",
    "Aroha Tamihere",
    "Joaquín Ledezma",
    "Fiona MacAskillie",
    "Yusuf Karahanoglu",
    "Thandiwe Mokgosi",
    "Mei Huang-Larsen",
    "Vikram Sundaresan",
    "Ellie Prudhoe",
    "Gideon Asantewaa",
    "Rūta Jankauskė",
    "Nobuhle Sithebe",
    "Arvid Lindgrensson",
    "Tess Marchbanks",
    "Isaac Thornbury",
    "Beatriz Lourenção",
    "Anil Deshpandey",
    "Grace Wanjohi",
    "Otto Weissgruber",
)
# Companies that the sample's deskbook.toml lists under `[redact] names`.
COMPANIES = (
    "Bluefern Outfitters",
    "Island Ferry Book",
    "Monsoon Retail",
    "Northmoor Council",
    "Quarry Theatre",
    "Thornbury Hives",
)

# Each planted value by its sort. None of them may stand in the store, the content or a site.
PLANTED_BY_KIND = {
    "secret": SECRETS,
    "card": CARDS,
    "iban": IBANS,
    "ip": IPS,
    "phone": PHONES,
    "email": EMAILS,
    "name": NAMES,
    "company": COMPANIES,
}
PLANTED = tuple(chain.from_iterable(PLANTED_BY_KIND.values()))

# Postal addresses of signatures, and a person whom no list knows. No pattern finds these for certain, so they are not
# in PLANTED; but a draft drops signatures and a reply by a machine is never drafted, so neither may reach the content.
ADDRESSES = (
    "14 Harbour Lane, Bristol BS1 4QX",
    "Pier Road, Tarbert",
    "Lövgatan 3, 903 26 Umeå",
    "Mill Lane, Ludlow SY8 1EG",
    "Seestraße 12, 83684 Tegernsee",
    "88 Loop Street",
    "Northmoor NE66 9ZZ",
    "Margit Rosenfeldt-Aune",
)

# What must survive redaction: our own support address, the addresses of our service and a host of the documentation.
KEPT = ("support@cirrusline.example", "198.51.100.10", "2001:db8:c1::10", "127.0.0.1")

# Threads of each set ask the same question in other words.
SAME_QUESTION = (
    frozenset({"tickets:1001", "tickets:1024", "forum:210"}),  # old files after a deploy
    frozenset({"tickets:1002", "tickets:1019", "tickets:1044"}),  # redirect loop behind Edge
    frozenset({"tickets:1003", "tickets:1027", "forum:214"}),  # web fonts and CORS
    frozenset({"tickets:1005", "tickets:1031", "tickets:1048"}),  # two-factor without the phone
    frozenset({"tickets:1006", "tickets:1033", "forum:203"}),  # the apex domain
    frozenset({"tickets:1008", "tickets:1022", "tickets:1063", "forum:221"}),  # build out of memory
    frozenset({"tickets:1011", "tickets:1036", "forum:207"}),  # idle websockets are closed
    frozenset({"tickets:1013", "tickets:1040"}),  # VAT number on invoices
    frozenset({"tickets:1015", "tickets:1029", "tickets:1064"}),  # 502 after a new certificate at the origin
    frozenset({"tickets:1017", "tickets:1038", "forum:218"}),  # 503, the app listens in the wrong place
    frozenset({"tickets:1018", "tickets:1042"}),  # 429 of the API when purging
    frozenset({"tickets:1020", "tickets:1046"}),  # a suspended log drain
    frozenset({"tickets:1021", "forum:225"}),  # content types that are not compressed
    frozenset({"tickets:1026", "tickets:1051"}),  # the owner of the account has left
    frozenset({"tickets:1028", "tickets:1049", "forum:229"}),  # the visitor's real address
    frozenset({"tickets:1058", "tickets:1066"}),  # 504 after 30 seconds
)

# Pairs that share words and do not ask the same.
DIFFERENT = (
    ("tickets:1003", "tickets:1004"),  # CORS: fonts from the CDN / preflight to an app
    ("tickets:1005", "tickets:1007"),  # two-factor: lost / made compulsory
    ("tickets:1008", "tickets:1009"),  # failed build: memory / Node version
    ("tickets:1008", "tickets:1010"),  # failed build: memory / private registry
    ("tickets:1011", "tickets:1012"),  # websocket: idle / handshake
    ("tickets:1019", "tickets:1014"),  # redirect: loop / lost query string
    ("tickets:1002", "forum:243"),  # redirect: loop / in bulk
    ("forum:234", "forum:243"),  # redirect: by country / in bulk
    ("tickets:1015", "tickets:1016"),  # 502: certificate chain / large uploads
    ("tickets:1001", "tickets:1023"),  # old content: after a deploy / purge by tag has no effect
    ("tickets:1001", "tickets:1061"),  # cache: too long / never
    ("tickets:1058", "tickets:1025"),  # 504: slow page / one region
    ("tickets:1013", "tickets:1030"),  # invoice: VAT number / recipients
    ("tickets:1013", "tickets:1032"),  # billing: VAT number / charged twice
    ("tickets:1018", "tickets:1035"),  # API: rate limit / scope
    ("tickets:1018", "tickets:1050"),  # rate limit: of the API / of visitors
    ("tickets:1034", "tickets:1035"),  # API token: leaked / without scope
    ("tickets:1020", "tickets:1037"),  # log drain: suspended / each line twice
    ("tickets:1006", "tickets:1039"),  # DNS: apex / lost MX records
    ("tickets:1039", "tickets:1041"),  # new nameservers: mail / SERVFAIL
    ("tickets:1021", "tickets:1045"),  # compression: content types / images
    ("tickets:1028", "tickets:1059"),  # IP: of visitors / of apps
    ("tickets:1047", "forum:246"),  # IPv6: switch off / origin
    ("tickets:1052", "tickets:1054"),  # certificate: pending / wildcard
    ("tickets:1026", "tickets:1060"),  # account: owner left / close it
)

# Lines with which a chat conversation begins that asks what these threads ask.
CHAT_QUESTIONS = (
    ("my build on Apps gets Killed with exit code 137", "tickets:1008"),
    ("does somebody know why the websocket to my app is closed", "tickets:1011"),
    ("lost my phone with the 2fa app", "tickets:1005"),
    ("502 EDGE-5021 on all sites of one origin", "tickets:1015"),
    ("how do i get the real ip of my visitors", "tickets:1028"),
    ("now the browser says too many redirects", "tickets:1019"),
    ('deploy fails with "health check failed: connection refused"', "tickets:1017"),
    ("who can explain how to get the bare domain to edge", "tickets:1033"),
    ("429 rate_limited from the purge api", "tickets:1018"),
    ("fonts from my cdn subdomain get blocked", "tickets:1003"),
)

# Tickets that somebody tagged `document-me`, and those of them that are too thin to write up.
MARKED = frozenset(
    f"tickets:{n}" for n in (1003, 1005, 1008, 1011, 1013, 1015, 1017, 1019, 1021, 1026, 1028, 1033, 1037, 1061)
)
THIN = frozenset({"tickets:1037", "tickets:1061"})

# Threads that an article answers already, by the article's id.
COVERED = {
    "tickets:1001": "purge-cache",
    "tickets:1024": "purge-cache",
    "forum:210": "purge-cache",
    "tickets:1006": "apex-domain",
    "tickets:1033": "apex-domain",
    "forum:203": "apex-domain",
    "tickets:1018": "api-rate-limits",
    "tickets:1042": "api-rate-limits",
    "tickets:1043": "environment-variables",
    "tickets:1052": "certificate-pending-external-dns",
    "tickets:1058": "504-gateway-timeout",
    "tickets:1066": "504-gateway-timeout",
}

RESOLVED_STATUS = frozenset({"solved", "closed"})
UNRESOLVED_TICKETS = frozenset(f"tickets:{n}" for n in (1025, 1037, 1056, 1059, 1060, 1065, 1066))
ONE_WORD = "tickets:1056"  # its whole body is "help"
AUTO_REPLY = "tickets:1057"  # an out-of-office mail
GERMAN = "tickets:1053"
ESCALATED = ("tickets:1025", "tickets:1058")  # over two teams

FORUM_UNANSWERED = "forum:231"
FORUM_HOSTILE = "forum:234"  # script, onerror, javascript: address, iframe
HOSTILE_MARKS = ("deskbook-sample-xss", "javascript:alert", "onerror", "steal()")
FORUM_PRIVATE = "forum:238"  # a private message
FORUM_RESTRICTED = "forum:236"  # in a category that only staff may read
FORUM_SMALL_ACTIONS = ("forum:210", "forum:240")
FORUM_WHISPER = "forum:240"  # it also has a deleted post
TOPICS = 15

# Words that stand only where the public may not read: notes of the team, whispers, private messages, the restricted
# category, a deleted post and internal articles.
INTERNAL_PHRASES = (
    "product knows and shrugs",  # tickets:1003
    "the wait is not negotiable",  # tickets:1005
    "do not copy his .npmrc anywhere",  # tickets:1010
    "I keep asking for that",  # tickets:1015
    "third time this quarter, and we still pay them",  # tickets:1025
    "ticket SEC-88",  # tickets:1032
    "nobody wants to own it",  # tickets:1039
    "please search before you bounce things",  # tickets:1058
    "Not to be announced before the fix is out",  # tickets:1058
    "Sales already did",  # tickets:1059
    "Legal wants no announcement",  # forum:236
    "on the Thursday train",  # forum:236
    "40 percent above the list price",  # forum:238
    "forwarded it to the account team",  # forum:238
    "one more and I suspend the account",  # forum:240, a whisper
    "this forum is rubbish",  # forum:240, deleted
    "paper lighthouse",  # content/account/reset-two-factor.md
    "amber kettle",  # content/account/escalate-to-platform.md
)
PARTNER_PHRASES = ("copper heron",)  # content/partners/usage-export.md

# Articles, by their path below content/. Each flaw is on one article only.
ARTICLES = 13  # index.md is one of them
OVERLAPPING = ("edge/purge-cache.md", "edge/stale-assets-after-release.md")  # same issue and resolution
VARIANTS = ("edge/certificate-pending-cirrusline-dns.md", "edge/certificate-pending-external-dns.md")
OWNERLESS = "account/api-rate-limits.md"
LEFT_OWNER = "apps/log-drains.md"
STALE = "apps/environment-variables.md"  # reviewed in March 2024
BROKEN_LINK = ("edge/504-gateway-timeout.md", "origin-overloaded.md")  # the page, and what it links to
ORPHAN = "partners/usage-export.md"
NOT_VALIDATED = "edge/stale-assets-after-release.md"
WIP = "account/escalate-to-platform.md"
INTERNAL_ARTICLES = ("account/reset-two-factor.md", "account/escalate-to-platform.md")
PARTNER_ARTICLES = ("partners/usage-export.md",)
