"""Writing pictures: where to, under which name, and what to say of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from careergraph.cli.output import say, write_output

if TYPE_CHECKING:
    from careergraph.picture import CareerView

__all__ = ["check_target", "file_name", "force_option", "write_picture"]

_LONGEST_NAME: Final = 60

_Command = TypeVar("_Command", bound=Callable[..., Any])


def force_option(command: _Command) -> _Command:
    """Add the option that lets a file be written over."""
    text = "Write over a file that exists."
    return click.option("--force", is_flag=True, help=text)(command)


def file_name(*words: str) -> str:
    """Return a name for the file of a picture that is safe on every system.

    Examples
    --------
    >>> file_name("data scientist"), file_name("../../etc/passwd\\0"), file_name("CON")
    ('data-scientist.html', 'etc-passwd.html', 'careergraph-con.html')
    """
    import re
    import unicodedata

    text = unicodedata.normalize("NFKD", " ".join(words).casefold())
    slug = "-".join(re.findall(r"[a-z0-9]+", text.encode("ascii", "ignore").decode()))
    slug = slug[:_LONGEST_NAME].strip("-")
    reserved = re.fullmatch(r"|con|prn|aux|nul|com\d|lpt\d", slug)
    return f"careergraph-{slug}.html" if reserved and slug else f"{slug or 'careergraph'}.html"


def check_target(path: str, *, force: bool, beside: bool = False) -> None:
    """Raise an error if a picture cannot be written somewhere: before the work, not after it.

    ``beside`` tells that another answer goes to standard output.
    """
    from pathlib import Path

    from careergraph.errors import OutputError, UsageError

    if path == "-":
        if beside:
            message = "--html takes a file: standard output has the answer in words."
            raise UsageError(message)
        return
    if not path:
        message = "The file has no name. Give one, such as picture.html."
        raise UsageError(message)
    target = Path(path)
    try:
        if target.is_dir():
            reason = f"it is a folder. Name a file in it, such as {target / 'picture.html'}"
            raise OutputError(path, reason)
        if not target.parent.is_dir():
            raise OutputError(path, f"there is no folder {target.parent}. Make it first")
        if target.is_file() and not force:
            raise OutputError(path, "the file exists; --force writes over it")
    except (OSError, ValueError) as error:
        raise OutputError(path, getattr(error, "strerror", None) or str(error)) from error


def write_picture(view: CareerView, path: str) -> None:
    """Write a picture and say where it is, and what it leaves out."""
    write_output(path, view.to_bytes())
    if view.picture is not None:
        for notice in view.picture.notices:
            say(f"Note: {notice}")
