"""Commands for servers: serve the app, answer an assistant, publish the graph into a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from careergraph.cli.arguments import OWN_FILES, find_user_store, open_graph, reads_bundled
from careergraph.cli.output import say

if TYPE_CHECKING:
    from careergraph.store.remote.publish import Published

__all__ = ["COMMANDS"]


_EXTRA: Final = (
    "This needs the extra \"server\", which is not installed: pip install 'careergraph[server]'."
)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=7878,
    show_default=True,
    help="Port to listen on; 0 takes a free one.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.IntRange(1, 3600),
    default=30,
    show_default=True,
    help="Stop a SPARQL query after this many seconds.",
)
@click.option("--open", "opens", is_flag=True, help="Open the explorer in your browser.")
@click.pass_context
def serve(context: click.Context, *, host: str, port: int, timeout: int, opens: bool) -> None:
    """Serve the explorer, the API and SPARQL on this machine.

    Open the address in a browser to find routes. Programs use /api/v1 (JSON) and
    /sparql (SPARQL 1.1), assistants use /mcp. The server only reads, and what you
    enter stays on your machine. Press Ctrl-C to stop it.

    This needs the extra "server": pip install 'careergraph[server]'.

    \b
    Examples:
      careergraph serve --open
      careergraph serve --port 0 --timeout 10
    """
    _check_extra()
    import os

    from careergraph.server.listening import listen
    from careergraph.server.service import Service
    from careergraph.store.remote.addresses import is_loopback

    listener = listen(host, port)
    files, store = _prepare_graph(context)
    service = Service(files, timeout, os.cpu_count() or 2, store=store)
    service.start()  # the workers read the graph while this process imports the web server
    from careergraph.server.running import WebServer

    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{listener.getsockname()[1]}"
    if not is_loopback(host):
        say(f"Warning: {host} is open to the network. Anyone who can reach it can use it.")

    def announce() -> None:
        _announce(url)
        if opens:
            import webbrowser

            webbrowser.open(url)

    WebServer(listener, service, announce).run()
    say("Stopped.")


def _check_extra() -> None:
    from importlib.util import find_spec

    from careergraph.errors import CareerGraphError

    if any(find_spec(name) is None for name in ("starlette", "uvicorn", "mcp")):
        raise CareerGraphError(_EXTRA)


def _prepare_graph(context: click.Context) -> tuple[list[str], str | None]:
    """Build the files that workers open; return a person's own files and the store's folder."""
    if reads_bundled(context):
        store = find_user_store(context)
        if store is not None:
            store.open_compiled()
            store.open_store()
            return [], str(store.folder.resolve())
        from careergraph.compiled.generation import open_bundled, open_store

        open_bundled()
        open_store()
        return [], None
    open_graph()
    from pathlib import Path

    return [str(Path(file).resolve()) for file in context.meta[OWN_FILES]], None


def _announce(url: str) -> None:
    click.echo(f"Serving at {url}")
    click.echo(f"  the explorer: open {url}/ in a browser")
    click.echo(f"  SPARQL 1.1:   {url}/sparql")
    click.echo(f"  JSON:         {url}/api/v1/path?from=SWE&to=MLE")
    click.echo(f"  assistants:   {url}/mcp, or the command careergraph mcp")
    click.echo("Press Ctrl-C to stop.")


@click.command()
@click.pass_context
def mcp(context: click.Context) -> None:
    """Answer an AI assistant over standard input and output.

    This speaks the Model Context Protocol. Name the command in the settings of your
    assistant, and the assistant starts it. The tools are search, role, route, gap,
    plan, next and why; each answer lists its sources.

    This needs the extra "server": pip install 'careergraph[server]'.

    \b
    Example:
      careergraph mcp
    """
    _check_extra()
    from careergraph.server.assistant import serve_stdio
    from careergraph.server.service import Service

    files, store = _prepare_graph(context)
    serve_stdio(lambda: Service(files, query_seconds=30, cores=1, store=store))


@click.command()
@click.option(
    "--endpoint",
    metavar="URL",
    envvar="CAREERGRAPH_ENDPOINT",
    required=True,
    help="Address at which the server answers queries (or set CAREERGRAPH_ENDPOINT).",
)
@click.option(
    "--graph-store",
    metavar="URL",
    help="Address for graphs (SPARQL 1.1 Graph Store protocol); Oxigraph and Virtuoso need none.",
)
def publish(*, endpoint: str, graph_store: str | None) -> None:
    """Load the graph into your own SPARQL server.

    The command writes nothing unless the server first answers a query. At the end
    it compares the number of statements in each graph.

    Each source becomes a named graph, which is replaced as a whole. Run the command
    again after an interruption, or for a new version. Other graphs on the server
    stay as they are. Credentials: CAREERGRAPH_USER and CAREERGRAPH_PASSWORD,
    CAREERGRAPH_TOKEN, or .netrc.

    \b
    Examples:
      careergraph publish --endpoint http://server:7878/query
      careergraph publish --endpoint http://server:8890/sparql
    """
    from careergraph.graph import load
    from careergraph.store.remote.addresses import read_address
    from careergraph.store.remote.publish import publish as run_publish
    from careergraph.store.remote.publish import reads_union

    address = read_address(endpoint)
    if graph_store is not None:
        graph_store = read_address(graph_store).url
    if address.exposes_credentials:
        say(f"Warning: the credentials go to {address.host} unencrypted (http, not https).")
    done = run_publish(load().whole(), address, graph_store, tell=_tell)
    total = sum(one.statements for one in done)
    say(f"Published {total:,} statements in {len(done)} named graphs; all of them arrived.")
    if not reads_union(address):
        say(
            "Warning: queries on this server do not see its named graphs, so careergraph finds no "
            "roles there. Start Oxigraph with --union-default-graph; docs/endpoints.md lists "
            "other servers."
        )


def _tell(one: Published) -> None:
    from careergraph.vocab import local_name

    say(f"{one.statements:>9,}  {local_name(one.graph)}")


COMMANDS: Final = (serve, mcp, publish)
