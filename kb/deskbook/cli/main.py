"""`deskbook`: finds its verbs by entry point, and turns every `DeskbookError` into a message and exit code 2."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from deskbook import __version__, plugins
from deskbook.cli.session import Session
from deskbook.errors import DeskbookError

# In the order in which a newcomer needs them; verbs of other plugins follow by name.
_ORDER = (
    "demo",
    "init",
    "run",
    "collect",
    "cluster",
    "draft",
    "promote",
    "propose",
    "merge",
    "rename",
    "archive",
    "distinct",
    "check",
    "build",
    "serve",
    "publish",
    "export",
    "report",
    "claim",
    "reviewed",
    "rota",
    "roster",
    "similar",
    "find",
    "sources",
    "redact",
    "takedown",
)


class _Verbs(click.Group):
    """Verbs are imported when they are asked for, so that `deskbook --help` starts fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = plugins.available("commands")
        return [name for name in _ORDER if name in names] + [name for name in names if name not in _ORDER]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in plugins.available("commands"):
            return None
        command: click.Command = plugins.load("commands", cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and args[0] not in plugins.available("commands"):
            ctx.fail(plugins.unknown("commands", args[0]))
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with `deskbook demo`: it makes a sample help desk, writes articles from its tickets and builds the site.",
)
@click.version_option(__version__, prog_name="deskbook")
@click.option(
    "-C",
    "--project",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="The project's folder. By default the nearest one above here with a deskbook.toml.",
)
@click.option("--debug", is_flag=True, help="Show the traceback when something goes wrong.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@click.pass_context
def cli(ctx: click.Context, folder: Path | None, debug: bool, quiet: bool) -> None:
    """Turn what your support team already answered into a knowledge base.

    deskbook reads resolved tickets, forum topics and chat, finds what was asked twice, drafts articles from the answers,
    says which pages overlap or have no owner, and builds a searchable site.
    """
    ctx.obj = ctx.with_resource(Session(folder, quiet=quiet))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 findings, 2 could not do it."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = cli.main(args=arguments, prog_name="deskbook", standalone_mode=False)
    except DeskbookError as error:
        if _debugging(arguments):
            raise
        _complain(error.what, error.where, error.cure)
        code = 2
    except click.ClickException as error:
        error.show()
        code = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Run the same command again to go on.", err=True)
        code = 130
    except BrokenPipeError:
        code = 0
    except Exception as error:
        if _debugging(arguments):
            raise
        _complain(f"deskbook met something it did not expect: {type(error).__name__}: {error}", None,
                  "run the command again as `deskbook --debug …` and report what it shows")  # fmt: skip
        code = 2
    sys.exit(code if isinstance(code, int) else 0)


def _debugging(arguments: list[str]) -> bool:
    return "--debug" in arguments


def _complain(what: str, where: str | None, cure: str | None) -> None:
    click.secho("Error: ", fg="red", bold=True, nl=False, err=True)
    click.echo(f"{where}: {what}" if where else what, err=True)
    if cure:
        click.echo(f"  To mend it: {cure}", err=True)
