"""What language a piece of code is in, where that is beyond doubt. No guess is better than a wrong one: colours mislead.

Each language has marks that the others do not have, told by lines; a piece that shows the marks of none, or of two that do
not belong together, has no language. Output of programs and logs has none either.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

_LONGEST = 20_000  # characters that are looked at
_FLAGS = re.MULTILINE
_JSON_START = re.compile(r"\s*[{\[]\s*(?:[\"{\[\]}]|-?\d|true|false|null|$)")
_DIFF = re.compile(r"^(?:diff --git |--- \S.*\n\+\+\+ \S|@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@)", _FLAGS)
_HTTP = re.compile(
    r"\A\s*(?:(?:GET|POST|PUT|DELETE|HEAD|PATCH|OPTIONS) \S+ HTTP/\d(?:\.\d)?|HTTP/\d(?:\.\d)? \d{3}\b.*)\n?(?:[\w-]+:.*(?:\n|\Z))*"
)
_PROMPT = re.compile(r"^(?:[\w.@~:/\[\]-]{0,60}[$#] |\$ ?)(?=[\w./~])[^\n]*$", _FLAGS)
_DOLLAR = re.compile(r"^(?:\[?[\w.-]+@[\w.-]+[ :][~/\w.-]*\]?)?\$ (?=[a-z./~])", _FLAGS)
_SHEBANG = re.compile(r"\A\s*#! ?/(?:usr/)?(?:bin/)(?:env )?(bash|sh|zsh|python3?|node|perl|ruby)\b")
_COMMAND = re.compile(
    r"(?:sudo |[A-Z_]+=\S+ )*(?:apt(?:-get)? (?:install|update|upgrade|remove)|yum install|dnf install|brew install|pip3? install|python3? -m \w|npm (?:install|run|ci|i|start)|"
    r"npx \S|yarn (?:add|install)|docker (?:run|build|pull|push|exec|compose|ps|logs)|docker-compose \w|kubectl \w|helm \w|git (?:clone|pull|push|commit|checkout|add|status|log|"
    r"config|rebase|merge|init|diff|fetch|remote) ?|curl (?:-|http|\"|')|wget (?:-|http)|systemctl \w|journalctl ?|service \w+ (?:start|stop|restart|status)|cd [\w./~$]|ls(?: -|$)|mkdir (?:-p )?\S|"
    r"chmod [+\d\w]|chown \S+|export \w+=|ssh (?:-|\w+@)|scp \S|tar -?[a-z]+ |make(?: \w+)?$|cargo \w|go (?:build|run|get|install|test|mod)|terraform \w|ansible\S* \S|"
    r"aws [a-z][\w-]+ [a-z]|gcloud \w|az \w+ \w|openssl \w|grep -|sed -|awk '|cat [\w./~-]+|echo [\"'$\w]|source [\w./~]+|dig \S|ping \S|nslookup \S|traceroute \S|rm -r?f? ?\S|cp -?\S+ \S|"
    r"mv \S+ \S|kill -?\d|ps aux|uv \w|poetry \w|conda \w|virtualenv \S|pytest\b)"
)
_POWERSHELL = re.compile(
    r"^(?:PS(?: [A-Z]:[^>\n]*)?> ?|\s*\$[\w:]+ ?\+?= ?(?:\(?[A-Z][a-z]+-[A-Z]\w+|@[({'\"]|\[[\w.]+\])|\s*(?:\$[\w:.]+ ?\| ?)?\(?(?:Add|Clear|Close|Compare|Convert|ConvertFrom|ConvertTo|Copy|Disable|Enable|"
    r"Enter|Export|Find|ForEach|Format|Get|Import|Install|Invoke|Join|Measure|Move|New|Out|Pop|Push|Read|Receive|Register|Remove|Rename|Reset|Resolve|Restart|Resume|"
    r"Save|Select|Send|Set|Show|Sort|Split|Start|Stop|Suspend|Tee|Test|Trace|Unblock|Uninstall|Unregister|Update|Wait|Where|Write)-(?!Cookie)[A-Z][A-Za-z]+\b(?![ ]?:|[ ]{3,}\S| \[-))",
    _FLAGS,
)
_SQL = re.compile(
    r"\A\s*(?:--.*\n\s*)*(?:SELECT\b[\s\S]+?\bFROM\b|INSERT\s+INTO\b|UPDATE\s+[\w.\"`]+\s+SET\b|DELETE\s+FROM\b|CREATE\s+(?:OR\s+REPLACE\s+|EXTERNAL\s+|TEMP(?:ORARY)?\s+|UNIQUE\s+)?"
    r"(?:TABLE|INDEX|VIEW|DATABASE|FUNCTION|USER|ROLE|SCHEMA)\b|ALTER\s+(?:TABLE|USER|ROLE|DATABASE)\b|DROP\s+(?:TABLE|INDEX|VIEW|DATABASE)\b|GRANT\s+[\w, ]+\s+(?:ON|TO)\b|"
    r"WITH\s+\w+\s+AS\s*\(|EXPLAIN\s+(?:ANALYZE\s+)?SELECT\b)",
    re.IGNORECASE,
)
_DOCKER = re.compile(
    r"\A\s*(?:#.*\n\s*)*(?:ARG \S+\n\s*)?FROM [\w./:@${}-]+(?: AS [\w-]+)?\s*$(?=[\s\S]*^(?:RUN|COPY|ADD|CMD|ENTRYPOINT|WORKDIR|ENV|EXPOSE) )",
    _FLAGS,
)
_NGINX = re.compile(
    r"^\s*(?:(?:server|http|events|upstream [\w.-]+|location (?:[=~^*]+ )?\S+)\s*\{|(?:proxy_pass|server_name|proxy_set_header|fastcgi_pass|ssl_certificate(?:_key)?|try_files|client_max_body_size) [^;{}\n]+;)",
    _FLAGS,
)
_APACHE = re.compile(
    r"^\s*(?:<(?:VirtualHost|Directory|IfModule|Location|FilesMatch)\b[^>]*>|Rewrite(?:Engine|Rule|Cond) )", _FLAGS
)
_PYTHON = re.compile(
    r"^\s*(?:def \w+\(.*\)(?: ?-> ?[^:]+)?:\s*(?:#.*)?$|async def \w+\(|class \w+(?:\([\w., =]*\))?:\s*$|from [\w.]+ import [\w*(]|import [a-z_][\w.]*(?: as \w+)?(?:, ?[a-z_][\w.]*)*\s*$|"
    r"(?:if|elif|while|for) .+:\s*$|except(?: [\w., ()]+)?(?: as \w+)?:\s*$|with .+ as \w+:\s*$|print\(.*\)\s*$|@\w[\w.]*(?:\(.*\))?\s*$|>>> )",
    _FLAGS,
)
_PYTHON_SURE = re.compile(
    r"^\s*(?:(?:async )?def \w+\(.*\)(?: ?-> ?[^:]+)?:|from [\w.]+ import [\w*(]|>>> |class \w+\([\w., =]*\):\s*$|import [a-z_][\w.]*(?: as \w+)?\s*$)",
    _FLAGS,
)
_TRACEBACK = re.compile(r"^\s*Traceback \(most recent call last\):|^\s+File \".+\", line \d+", _FLAGS)
_HTML = re.compile(
    r"\A\s*(?:<!DOCTYPE html|<html\b|<(?:div|p|span|a|script|link|meta|form|table|body|head|img|iframe|button|input|ul|ol|h[1-6]|video|style|nav|section)\b[^>]*>)",
    re.IGNORECASE,
)
_XML = re.compile(r"\A\s*<\?xml\b|\A\s*<([A-Za-z][\w:.-]*)(?:\s+[\w:.-]+=\"[^\"]*\")*\s*>[\s\S]*</\1>\s*\Z")
_INI_SECTION = re.compile(r"^\s*\[[\w .:\"/@-]+\]\s*$", _FLAGS)
_TOML_TABLE = re.compile(r"^\s*\[\[?[\w.\"-]+\]\]?\s*$", _FLAGS)
_TOML_VALUE = re.compile(r"^\s*[\w.\"-]+ = (?:\"[^\"\n]*\"|'[^'\n]*'|\d[\d_.]*|true|false|\[.*|\{.*)\s*(?:#.*)?$")
_INI_VALUE = re.compile(r"^\s*[\w.-]+ ?[=:] ?\S.*$|^\s*[\w.-]+ ?=\s*$")
_YAML_LINE = re.compile(r"^\s*(?:- )*[\"']?[\w./@$-]+[\"']?:(?:\s+\S.*|\s*)$|^\s*- \S.*$|^---\s*$|^\s*#.*$")
_YAML_SHAPE = re.compile(r"^[\w./@$\"'-]+:\s*$\n(?:\s*#.*\n)*(?:[ \t]{1,8}[\w./@$\"'-]+:|[ \t]*- )", _FLAGS)
_JAVASCRIPT = re.compile(
    r"^\s*(?:(?:const|let|var) [\w{][\w ,{}]{0,120} ?= .+|(?:async )?function\*? ?\w*\(.*\) ?\{|(?:export|import) .+ from ['\"]|module\.exports ?=|.*=> ?\{?$|console\.\w+\(|document\.\w+|\"use strict\";)",
    _FLAGS,
)
_JAVASCRIPT_SURE = re.compile(
    r"^\s*(?:(?:const|let) [\w{][\w ,{}]{0,120} ?= .+|(?:async )?function\*? ?\w*\(.*\) ?\{|import .+ from ['\"]|module\.exports ?=|console\.log\()",
    _FLAGS,
)
_TYPED = re.compile(
    r"^\s*(?:interface \w+(?: extends [\w, ]+)? ?\{|type \w+(?:<.*>)? =|(?:export )?(?:const|let) \w+: )|\(\w+: \w+[,)]",
    _FLAGS,
)
_CSS = re.compile(r"\A\s*(?>[.#@:*\w][\w.#:,>\[\]=\"*() \n-]{0,200})\{\s*(?>(?:[\w-]+[ ]?:[^;{}\n:]+;\s*)+)\}")
_DOLLARS = re.compile(r"^\s*\$\w+(?:->|::| ?=|\[)", _FLAGS)  # variables of PHP and PowerShell
_C_LIKE = re.compile(
    r"^\s*(?:#include [<\"]|using System|package [\w.]+;|import java|public (?:static )?(?:class|void|\w+ \w+\()|func \w+\(|fn \w+\(|namespace \w+)",
    _FLAGS,
)


def guess_language(code: str) -> str:
    """The language as fences name it, such as `json` or `bash`; empty where there is any doubt."""
    code = code[:_LONGEST]
    if not code.strip() or _TRACEBACK.search(code):
        return ""
    for language, holds in _CERTAIN:
        if holds(code):
            return language
    found = [language for language, holds in _LIKELY if holds(code)]
    return found[0] if len(found) == 1 else ""


def _is_json(code: str) -> bool:
    if not _JSON_START.match(code):
        return False
    try:
        value = json.loads(code)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict | list) and bool(value) and not _only_numbers(value)


def _only_numbers(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, int | float) for one in value)


def _is_shell(code: str) -> bool:
    """Commands alone, each line one that is known, or behind a prompt."""
    if (match := _SHEBANG.match(code)) and match[1] in ("bash", "sh", "zsh"):
        return True
    lines = _joined_lines(code)
    commands = [line for line in lines if not line.lstrip().startswith("#")]
    return bool(commands) and all(_COMMAND.match(line.strip()) for line in commands)


def _is_console(code: str) -> bool:
    lines = code.strip().splitlines()
    return _DOLLAR.match(lines[0]) is not None


def _is_yaml(code: str) -> bool:
    lines = [line for line in code.splitlines() if line.strip()]
    return (
        len(lines) >= 3
        and _YAML_SHAPE.search(code) is not None
        and all(_YAML_LINE.match(line) for line in lines)
        and "\t" not in code
        and not code.lstrip().startswith(("- ", "* "))
    )


def _is_toml(code: str) -> bool:
    lines = [line for line in code.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    values = [line for line in lines if not _TOML_TABLE.match(line)]
    return 0 < len(values) < len(lines) and all(_TOML_VALUE.match(line) for line in values)


def _is_ini(code: str) -> bool:
    lines = [line for line in code.splitlines() if line.strip() and not line.lstrip().startswith(("#", ";"))]
    values = [line for line in lines if not _INI_SECTION.match(line)]
    return (
        bool(lines)
        and _INI_SECTION.match(lines[0]) is not None
        and bool(values)
        and all(_INI_VALUE.match(line) for line in values)
        and not _is_toml(code)
    )


def _is_python(code: str) -> bool:
    if (match := _SHEBANG.match(code)) and match[1].startswith("python"):
        return True
    first = code.lstrip().startswith(">>> ") or ">>> " not in code
    return (
        first and _PYTHON_SURE.search(code) is not None and not re.search(r";\s*$", code, _FLAGS) and not _other(code)
    )


def _other(code: str) -> bool:
    """Whether there is a fence in it, a line that only C and its like have, or an import as JavaScript writes it."""
    return (
        "```" in code
        or _C_LIKE.search(code) is not None
        or re.search(r"^import .+ from ['\"]", code, _FLAGS) is not None
    )


def _is_javascript(code: str) -> bool:
    sure = _JAVASCRIPT_SURE.search(code) is not None and (";" in code or "=>" in code or "{" in code)
    others = (_TYPED.search(code), _C_LIKE.search(code), _DOLLARS.search(code), _PYTHON_SURE.search(code))
    return sure and not any(others) and not code.lstrip().startswith(("<", "{"))


def _joined_lines(code: str) -> list[str]:
    return [line for line in re.sub(r"\\\n\s*", "", code).splitlines() if line.strip()]


_CERTAIN: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("json", _is_json),
    ("diff", lambda code: _DIFF.search(code) is not None and not _DOLLAR.match(code.lstrip())),
    ("console", _is_console),
    ("dockerfile", lambda code: _DOCKER.match(code) is not None),
)
_LIKELY: tuple[tuple[str, Callable[[str], bool]], ...] = (
    (
        "http",
        lambda code: (match := _HTTP.match(code)) is not None and match.end() >= len(code.split("\n\n")[0].rstrip()),
    ),
    ("bash", _is_shell),
    ("powershell", lambda code: _POWERSHELL.match(code.lstrip("\n")) is not None),
    ("sql", lambda code: _SQL.match(code) is not None and bool(re.search(r"[;*=(,]", code))),
    ("nginx", lambda code: len(_NGINX.findall(code)) >= 2),
    ("apache", lambda code: len(_APACHE.findall(code)) >= 1),
    ("python", _is_python),
    ("html", lambda code: _HTML.match(code) is not None and "</" in code),
    ("xml", lambda code: _XML.match(code) is not None and _HTML.match(code) is None),
    ("toml", _is_toml),
    ("ini", _is_ini),
    ("yaml", _is_yaml),
    ("javascript", _is_javascript),
    ("css", lambda code: _CSS.match(code) is not None),
    ("php", lambda code: code.lstrip().startswith("<?php")),
)
