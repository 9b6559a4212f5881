"""Code -> the reference pages of the help centre. Run this file to write them again: `make docs`.

The prose around the facts stands here too, so that a page is never half written by hand and half by a machine.
"""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import click
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from deskbook import plugins
from deskbook.cli.main import cli
from deskbook.config import Config
from deskbook.library import replace

FOLDER = Path(__file__).parents[2] / "content" / "reference"
_FRONT = """\
---
id: {id}
title: {title}
kind: reference
confidence: validated
audience: public
owner: maintainers
tags: [{tags}]
created: 2026-11-22
reviewed: 2026-11-22
---

"""
EXAMPLE_THREADS = """\
{"id": "17", "title": "The fax prints empty pages", "messages": [{"text": "Since today every page is empty."}, {"text": "Open the lid and turn the green wheel until it clicks."}]}
{"id": "18", "title": "Noise while sending", "kind": "ticket", "url": "https://desk.acme.example/18", "created": "2026-11-02T09:00:00Z", "resolved": true, "marked": true, "tags": ["fax"], "group": "Hardware", "people": ["Ada Okafor"], "messages": [{"author": "Ada Okafor", "role": "customer", "at": "2026-11-02T09:00:00Z", "text": "It whistles when I send."}, {"author": "Bo", "role": "agent", "at": "2026-11-02T09:10:00Z", "text": "Old model, see the blue folder.", "internal": true}, {"author": "Bo", "role": "agent", "at": "2026-11-02T09:12:00Z", "text": "Set the speed to **9600**: *Menu > Line > Speed*.", "accepted": true}]}
"""
_TYPES = {str: "text", bool: "true or false", int: "whole number", float: "number", datetime: "time", SecretStr: "text"}


def pages() -> dict[str, str]:
    """The text of each generated page by its file name."""
    return {
        "configuration.md": configuration(),
        "commands.md": commands(),
        "checks.md": checks(),
        "sources.md": sources(),
        "thread-format.md": thread_format(),
    }


def configuration() -> str:
    """Every key of deskbook.toml."""
    intro = """\
`deskbook.toml` stands in the folder of your project. deskbook looks for it in the current folder and then in the folders
above. Every key has a default, so the file may be very short. This one reads a Zendesk export and builds a public site:

```toml
[project]
name = "Acme help centre"

[[sources]]
name = "tickets"
type = "zendesk-export"
path = "exports/tickets.ndjson"
marked_tags = ["document-me"]

[redact]
allow = ["support@acme.example"]

[draft.owners]
"Network team" = "network"

[site]
url = "https://help.acme.example/"
```

A key that deskbook does not know stops the run with exit code 2, and the message names the nearest key that it does know.
Paths are relative to `deskbook.toml`. Put no passwords into this file: no source needs one.
"""
    parts = [_front("configuration", "Configuration: deskbook.toml", "configuration, deskbook.toml"), intro]
    for name, field in Config.model_fields.items():
        block, repeated = _block(field.annotation)
        parts.append(f"## `[[{name}]]`\n" if repeated else f"## `[{name}]`\n")
        parts.append(f"{_doc(block)}\n")
        if repeated:
            parts.append(
                "Write one block for each source. The keys of each type are on the page [Sources](sources.md).\n"
            )
        parts.append(_keys(block))
        for key, inner in _inner(block):
            parts += [f"### `[[{name}.{key}]]`\n", f"{_doc(inner)}\n", _keys(inner)]
    return _joined(parts)


def commands() -> str:
    """Every verb, as its help says it."""
    intro = """\
All work is done by one program, `deskbook`, and its verbs. Add `--help` to any verb to read what stands here.

Results go to standard output; progress and errors go to standard error. Every verb ends with one of these exit codes:

| Exit code | Meaning |
|---|---|
| 0 | Done, and nothing to complain about. |
| 1 | Done, and there are findings. |
| 2 | It could not be done, or not wholly. The message says what, where, and how to mend it. |
| 130 | You stopped it with Ctrl-C. Run the same command again to go on. |
"""
    parts = [_front("commands", "Commands", "commands, deskbook"), intro]
    parts.append("## Options of every verb\n\nWrite them between `deskbook` and the verb: `deskbook --quiet run`.\n")
    context = click.Context(cli, info_name="deskbook")
    parts.append(_parameters(cli, context))
    for name in cli.list_commands(context):
        verb = cli.get_command(context, name)
        assert verb is not None
        own = click.Context(verb, info_name=name, parent=context)
        parts += _verb("##", f"deskbook {name}", verb, own)
        for inner, part in sorted(getattr(verb, "commands", {}).items()):
            parts += _verb("###", f"deskbook {name} {inner}", part, click.Context(part, info_name=inner, parent=own))
    return _joined(parts)


def _verb(heading: str, name: str, verb: click.Command, context: click.Context) -> list[str]:
    usage = " ".join([name, *verb.collect_usage_pieces(context)])
    return [
        f"{heading} {name}\n",
        f"```text\n{usage}\n```\n",
        f"{_help(verb.help or '')}\n",
        _parameters(verb, context),
    ]


def checks() -> str:
    """Every rule of `deskbook check`."""
    intro = """\
`deskbook check` reads all articles and says what is wrong with them. It changes nothing. Each finding has a place
(file and line), the code of a rule, and a cure.

An **error** must not be published. A **warning** asks for work. A **notice** is worth knowing. By default the exit code is 1
if there is any error or warning; `--fail-on` changes that:

```sh
deskbook check --fail-on error
```

To leave a rule out, name its code or its name in `deskbook.toml`:

```toml
[check]
disable = ["orphans"]
```

To write a rule of your own see [Writing plugins](../contributing/plugins.md).
"""
    rules = sorted((plugins.load("checks", name)() for name in plugins.available("checks")), key=lambda rule: rule.code)
    rows = [
        f"| [{r.code}](#{_anchor(f'{r.code} {r.name}')}) | {r.name} | {r.severity} | {_cell(r.cure)} |" for r in rules
    ]
    table = "\n".join(["| Code | Name | Weight | Cure |", "|---|---|---|---|", *rows])
    parts = [_front("checks", "Checks", "checks, findings"), intro, f"## All rules\n\n{table}\n"]
    for rule in rules:
        parts.append(f"## {rule.code} {rule.name}\n")
        parts.append(f"{_doc(type(rule))}\n\n{_doc(type(rule).findings)}\n")
        parts.append(f"Weight: **{rule.severity}**, unless said otherwise. To mend it: {_text(rule.cure)}\n")
    return _joined(parts)


def sources() -> str:
    """Every type of source and its keys."""
    intro = """\
A source is a system that threads come from. deskbook reads **files that you exported**, or asks a **live system**, if you say which
and give it a token: see [Live systems](../publishing/live-systems.md).
Each source is one `[[sources]]` block in `deskbook.toml`. How to get the files is explained in
[Your first source](../getting-started/first-source.md).

These keys are the same for every type; the others depend on the `type`:
"""
    block, _ = _block(Config.model_fields["sources"].annotation)
    parts = [_front("sources", "Sources", "sources, import, export"), intro, _keys(block)]
    for name in plugins.available("sources"):
        source = plugins.load("sources", name)
        parts += [f"## `{name}`\n", f"{_doc(source)}\n", _keys(source.Options)]
        for key, table in _tables(source.Options):
            parts += [f"### `[sources.{key}]`\n", f"{_doc(table)}\n", _keys(table)]
    return _joined(parts)


def thread_format() -> str:
    """Every key of deskbook's own format for threads."""
    intro = f"""\
If deskbook has no source for your system, bring its threads into this form: a text file in UTF-8 with one JSON object a line,
one line for each thread. The type of the source is `jsonl`.

```toml
[[sources]]
name = "mail"
type = "jsonl"
path = "exports/mail.jsonl"
```

Two threads, the first with as little as possible, the second with nearly everything:

```json
{EXAMPLE_THREADS}```

The text of the messages is Markdown. If yours is HTML or plain text, say so in the block, with `text = "html"` or
`text = "plain"`.

A key that does not belong here is an error, because a misspelt `internal` would publish a note. A line that cannot be read is named with
its number, and all others are kept.
"""
    thread: type[BaseModel] = plugins.load("sources", "jsonl").Format
    message = get_args(thread.model_fields["messages"].annotation)[0]
    return _joined(
        [
            _front("thread-format", "Thread format", "jsonl, import"),
            intro,
            f"## Keys of a thread\n\n{_keys(thread)}",
            f"## Keys of a message\n\n{_keys(message)}",
        ]
    )


def _front(id_: str, title: str, tags: str) -> str:
    return _FRONT.format(id=f"reference-{id_}", title=f'"{title}"' if ":" in title else title, tags=tags)


def _joined(parts: Iterable[str]) -> str:
    head, *rest = parts
    return head + "\n".join(part.rstrip() + "\n" for part in rest if part.strip())


def _block(annotation: Any) -> tuple[type[BaseModel], bool]:
    """The model of a block, and whether there may be many of it."""
    if get_origin(annotation) is tuple:
        return get_args(annotation)[0], True
    return annotation, False


def _inner(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """The blocks of which a block may hold many, by key."""
    for key, field in model.model_fields.items():
        inner, repeated = _block(field.annotation)
        if repeated and isinstance(inner, type) and issubclass(inner, BaseModel):
            yield key, inner


def _tables(model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    """The tables in a block, by key."""
    for key, field in model.model_fields.items():
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield key, inner


def _keys(model: type[BaseModel]) -> str:
    rows = [
        f"| `{field.alias or key}` | {_type(field)} | {_default(field)} | {_cell(field.description or '')} |"
        for key, field in model.model_fields.items()
    ]
    return (
        "\n".join(["| Key | Type | Default | What it means |", "|---|---|---|---|", *rows]) + "\n"
        if rows
        else "It takes no other keys.\n"
    )


def _type(field: FieldInfo) -> str:
    return _type_name(field.annotation) + _limits(field)


def _type_name(annotation: Any) -> str:
    origin, arguments = get_origin(annotation), [a for a in get_args(annotation) if a is not type(None)]
    if origin is Literal or (isinstance(annotation, type) and issubclass(annotation, StrEnum)):
        name = _choices(arguments or annotation)
    elif origin in (Annotated, Union, types.UnionType):
        name = _type_name(arguments[0])
    elif origin in (tuple, list):
        name = f"list of {_type_name(arguments[0])}s"
    elif origin is dict:
        name = "table of texts" if arguments[-1] is str else "table"
    else:
        name = _TYPES.get(annotation, "object")
    return name


def _choices(values: Iterable[object]) -> str:
    shown = [f"`{value}`" for value in values]
    return " or ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]


def _limits(field: FieldInfo) -> str:
    low = next((entry.ge for entry in field.metadata if hasattr(entry, "ge")), None)
    high = next((entry.le for entry in field.metadata if hasattr(entry, "le")), None)
    if low is not None and high is not None:
        return f", {low} to {high}"
    return f", {low} or more" if low is not None else ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**needed**"
    value = field.get_default(call_default_factory=True)
    if value is None:
        return "nothing"
    return f"`{_toml(value)}`"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {_toml(entry)}' for key, entry in value.items()) + "}"
    if isinstance(value, Iterable):
        return "[" + ", ".join(_toml(entry) for entry in value) + "]"
    return str(value)


def _parameters(verb: click.Command, context: click.Context) -> str:
    rows = list(_parameter_rows(verb, context))
    return "\n".join(["| Option | What it does |", "|---|---|", *rows]) + "\n" if rows else ""


def _parameter_rows(verb: click.Command, context: click.Context) -> Iterator[str]:
    for option in verb.get_params(context):
        record = option.get_help_record(context)
        if record and record[1] and "--help" not in option.opts:
            names, text = record
            # click shows the choices in the names; a bar would end the cell of a table.
            yield f"| {_cell(f'`{names}`')} | {_cell(' '.join(text.split()))} |"


def _help(text: str) -> str:
    return "\n\n".join(_text(" ".join(part.split())) for part in inspect.cleandoc(text).split("\n\n"))


def _doc(thing: object) -> str:
    return _help(inspect.getdoc(thing) or "")


def _text(text: str) -> str:
    """Plain text as Markdown; what stands between backticks is left alone."""
    pieces = re.split(r"(`[^`]*`)", text)
    return "".join(piece if piece.startswith("`") else _literal(piece) for piece in pieces)


def _literal(text: str) -> str:
    # Python-Markdown knows no backslash escape for "<".
    return re.sub(r"([\[\]*_])", r"\\\1", text).replace("<", "&lt;").replace(">", "&gt;")


def _cell(text: str) -> str:
    return _text(text).replace("|", "&#124;") if "`" not in text else _text(text).replace("|", "/")


def _anchor(heading: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def main() -> None:
    """Write the pages that are not as they should be, and say which."""
    for name, text in pages().items():
        if replace(FOLDER / name, text):
            print(f"wrote {FOLDER / name}")


if __name__ == "__main__":
    main()
