"""Write pictures: choose the file name, write the file and print a notice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from careergraph.cli.output import say, write_output

if TYPE_CHECKING:
    from careergraph.picture import CareerView

__all__ = ["file_name", "write_picture"]

_LONGEST_NAME: Final = 60


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


def write_picture(view: CareerView, path: str) -> None:
    """Write a picture; print where it is and what it leaves out."""
    write_output(path, view.to_bytes())
    if view.picture is not None:
        for notice in view.picture.notices:
            say(f"Note: {notice}")
