"""Messages for mistyped commands: one line each, with the nearest correct form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from careergraph.compiled.titles import Catalog

__all__ = ["TwoTitlesCommand", "describe_mistake", "describe_unknown_command"]

_ALIKE = 0.6
_BETWEEN = frozenset({"to", "from", "into", "->"})


class TwoTitlesCommand(click.Command):
    """A command with arguments FROM and TO; it shows how to quote titles typed without quotes."""

    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments; if there are more than two, say how to quote the titles."""
        rest = super().parse_args(ctx, args)
        if ctx.args and not ctx.resilient_parsing:
            words = [str(ctx.params["source"]), str(ctx.params["target"]), *ctx.args]
            ctx.fail(_describe_unquoted(f"careergraph {ctx.info_name}", words))
        return rest


def _describe_unquoted(command: str, words: Sequence[str]) -> str:
    from careergraph.compiled.generation import open_catalog
    from careergraph.errors import quote_title

    named = [w for w in words if w.casefold() not in _BETWEEN]
    words = named if len(named) > 1 else words
    cut = _likeliest_cut(words, open_catalog())
    titles = (quote_title(" ".join(part)) for part in (words[:cut], words[cut:]))
    return (
        "This command takes two titles. Put a title of several words in quotes: "
        f"{command} {' '.join(titles)}"
    )


def _likeliest_cut(words: Sequence[str], catalog: Catalog) -> int:
    """Return how many words most likely belong to FROM: both titles known is best, then one."""

    def known_titles(cut: int) -> int:
        return _is_title(words[:cut], catalog) + _is_title(words[cut:], catalog)

    middle = len(words) / 2
    return max(range(1, len(words)), key=lambda cut: (known_titles(cut), -abs(cut - middle)))


def _is_title(words: Sequence[str], catalog: Catalog) -> bool:
    from careergraph.errors import CareerGraphError

    try:
        catalog.find(" ".join(words))
    except CareerGraphError:
        return False
    return True


def describe_unknown_command(args: Sequence[str], commands: Sequence[str]) -> str:
    """Return what to type instead of a command that does not exist."""
    import difflib

    from careergraph.compiled.generation import open_catalog
    from careergraph.errors import quote_title

    typed = args[0]
    message = f"There is no command {quote_title(typed)}."
    if near := difflib.get_close_matches(typed.casefold()[:20], commands, n=1):
        return f"{message} Did you mean `careergraph {near[0]}`?"
    if _is_title(args, open_catalog()):
        return f"{message} Did you mean `careergraph role {quote_title(' '.join(args))}`?"
    return f"{message} Use one of: {', '.join(commands)}."


def _names_alike(typed: str, options: Iterable[str]) -> list[str]:
    """Return the options with names like the one typed; click counts their dashes as alike."""
    import difflib

    names = {option.lstrip("-"): option for option in options}
    near = difflib.get_close_matches(typed.lstrip("-"), names, cutoff=_ALIKE)
    return [names[name] for name in near]


def describe_mistake(error: click.ClickException) -> str:
    """Return click's message as one sentence, followed by where to read more."""
    if isinstance(error, click.NoSuchOption):
        near = _names_alike(error.option_name, error.possibilities or ())
        error = click.NoSuchOption(error.option_name, possibilities=near, ctx=error.ctx)
    message = error.format_message()
    context = getattr(error, "ctx", None)
    if not message.endswith((".", "?", '"')):
        message += "."
    if isinstance(error, click.UsageError) and context is not None:
        message += f" See `{context.command_path} --help`."
    return message
