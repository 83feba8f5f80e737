"""Commands on the user's own store: import, sources, remove."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from careergraph.cli.arguments import STORE, format_option
from careergraph.cli.output import print_answer, say

if TYPE_CHECKING:
    from rich.console import Console

    from careergraph.compiled.user_store.folder import UserStore
    from careergraph.importers.run import Progress, Report

__all__ = ["COMMANDS", "KINDS"]

KINDS: Final = ("onet", "esco", "oews", "projections", "crosswalk")
"""As `importers.run.OFFERS`, which a test compares: ``--help`` imports no importer."""


@click.command(name="import")
@click.argument("kind", metavar="SOURCE", type=click.Choice(KINDS))
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path())
@click.option(
    "--keep-going", is_flag=True, help="Skip rows that cannot be read, and list them at the end."
)
@click.pass_context
def import_(context: click.Context, kind: str, paths: tuple[str, ...], *, keep_going: bool) -> None:
    """Import the files of a publisher into your own store.

    SOURCE is onet, esco, oews (US pay by area), projections (US employment outlook)
    or crosswalk. PATH is a folder, a zip archive or a file, as the publisher offers
    it. If you give several, a table missing from the first is taken from the next.
    Without PATH the command says where to get the files.

    An import either succeeds as a whole or changes nothing. It replaces an earlier
    import of the same SOURCE.

    \b
    Examples:
      careergraph import onet
      careergraph import onet db_30_3_text.zip
      careergraph import esco ESCO-en ESCO-de ESCO-es
    """
    from pathlib import Path

    from careergraph.importers.run import OFFERS, import_files

    if not paths:
        offer = OFFERS[kind]
        say(f"Where to find {offer.title}: {offer.page}")
        say(f"Download {offer.files}, then run `careergraph import {kind} PATH`.")
        context.exit(2)
    store = _store(context)
    progress = _progress()
    try:
        report = import_files(
            store, kind, list(map(Path, paths)), keep_going=keep_going, progress=progress
        )
    finally:
        if isinstance(progress, _Bars):
            progress.end()
    _tell(report, store)


def _tell(report: Report, store: UserStore) -> None:
    imported = report.imported
    for error in report.faults:
        say(f"Skipped: {error}")
    more = report.skipped - len(report.faults)
    if more > 0:
        say(f"Skipped: {more:,} more rows")
    for note in imported.notes:
        say(f"Note: {note}")
    tables = len(imported.tables)
    say(
        f"Imported {imported.title}: {imported.rows:,} rows of {tables} "
        f"table{'s' if tables > 1 else ''}, {imported.statements:,} statements."
    )
    say(f"Your store is in {store.folder}.")


@click.command()
@format_option("text", "json")
@click.pass_context
def sources(context: click.Context, *, form: str) -> None:
    """List what was imported into your store, with its licences.

    \b
    Example:
      careergraph sources
    """
    from careergraph.report.pages.imports import imports_data, imports_page

    store = _store(context)
    imports = store.imports if store.exists else ()
    print_answer(
        form,
        page=lambda: imports_page(imports, str(store.folder)),
        data=lambda: imports_data(imports, str(store.folder)),
    )


@click.command()
@click.argument("kind", metavar="SOURCE", type=click.Choice(KINDS))
@click.pass_context
def remove(context: click.Context, kind: str) -> None:
    """Remove an imported SOURCE from your store.

    \b
    Example:
      careergraph remove esco
    """
    removed = _store(context).remove(kind)
    say(f"Removed {removed.title}: {removed.statements:,} statements.")


def _store(context: click.Context) -> UserStore:
    from pathlib import Path

    from careergraph.compiled.user_store.folder import UserStore
    from careergraph.compiled.user_store.location import default_folder

    named = context.meta.get(STORE)
    if named is False:
        message = "--bundled leaves your store out, and this command is about it."
        raise click.UsageError(message, context)
    return UserStore(Path(named) if named else default_folder())


def _progress() -> Progress | None:
    """Return progress bars if standard error is a terminal, else ``None``."""
    if sys.stderr is None or not sys.stderr.isatty():
        return None
    return _Bars()


class _Bars:
    """Show the table being read, its rows, rows a second, the time elapsed and remaining."""

    def __init__(self, console: Console | None = None) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            Progress,
            SpinnerColumn,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )

        self._bars = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[rows]}"),
            TimeElapsedColumn(),
            TextColumn("left:"),
            TimeRemainingColumn(),
            console=console or Console(stderr=True),
            transient=True,
        )
        self._bars.start()
        self._task = self._bars.add_task("Opening the files", total=None, rows="")
        self._rows = 0

    def start(self, table: str) -> None:
        """Show the table that is being read."""
        self._rows = 0
        self._bars.reset(self._task, total=None, description=f"Reading {table}", rows="")

    def advance(self, rows: int, share: float | None) -> None:
        """Show that more rows were read, and how long the rest of the table will take."""
        self._rows += rows
        elapsed = self._bars.tasks[0].elapsed or 0.0
        rate = f", {self._rows / elapsed:,.0f} a second" if elapsed else ""
        rows_read = f"{self._rows:,} rows{rate}"
        if share is None:
            self._bars.update(self._task, rows=rows_read)
        else:
            self._bars.update(self._task, rows=rows_read, total=1.0, completed=share)

    def tell(self, text: str) -> None:
        """Show the step that follows reading."""
        self._bars.reset(self._task, total=None, description=text, rows="")

    def end(self) -> None:
        """Wipe the bars."""
        self._bars.stop()


COMMANDS: Final = (import_, sources, remove)
