"""Commands for servers: serve the graph, publish it into one."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Final

import click

from careergraph.cli.arguments import open_graph
from careergraph.cli.output import say

if TYPE_CHECKING:
    from careergraph.server.process import Server
    from careergraph.store.remote.publish import Published

__all__ = ["COMMANDS"]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=7878,
    show_default=True,
    help="On which port; 0 takes one that is free.",
)
@click.option(
    "--timeout",
    metavar="SECONDS",
    type=click.IntRange(1, 86400),
    default=60,
    show_default=True,
    help="When the server stops a query; a long join may take longer.",
)
@click.pass_context
def serve(context: click.Context, *, host: str, port: int, timeout: int) -> None:
    """Serve the graph to SPARQL programs, read-only.

    The endpoint speaks SPARQL 1.1 and ends with Ctrl-C.

    Queries see the union of the named graphs. What would change something or ask
    another server (SERVICE) is refused. It needs the extra "server":
    pip install 'careergraph[server]'.

    \b
    Examples:
      careergraph serve
      careergraph serve --port 0 --timeout 10
    """
    from careergraph.errors import CareerGraphError
    from careergraph.server.process import Server
    from careergraph.store.remote.addresses import is_loopback

    server = Server(open_graph().whole(), host, port, timeout)
    _end_with_signals(server)
    try:
        with server:
            if not is_loopback(host):
                say(f"Warning: {host} is open to the network. Whoever reaches it can ask it.")
            _announce(server)
            code = server.wait()
    except CareerGraphError:
        # One that is stopped while it starts does not start.
        if not server.stopped:
            raise
    if server.stopped:
        say("Stopped.")
        return
    say(f"The server ended by itself (exit code {code}).")
    context.exit(1)


def _end_with_signals(server: Server) -> None:
    """Let Ctrl-C and others end the server, so that it and its folder go before we do.

    An exception, raised where a signal happens to arrive, could be swallowed in a callback.
    """
    # Windows has no SIGHUP.
    for number in {signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)}:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda *_: server.stop())


def _announce(server: Server) -> None:
    click.echo(f"Serving at {server.url}")
    click.echo("Ask it, for example:")
    click.echo(f"  careergraph path SWE MLE --endpoint {server.url}")
    click.echo(
        f"  curl {server.url} --data-urlencode "
        "'query=SELECT ?role WHERE { ?role a <https://w3id.org/careergraph/ont#Role> } LIMIT 3'"
    )
    click.echo("Ctrl-C ends it.")


@click.command()
@click.option(
    "--endpoint",
    metavar="URL",
    envvar="CAREERGRAPH_ENDPOINT",
    required=True,
    help="Where the server answers queries, or CAREERGRAPH_ENDPOINT.",
)
@click.option(
    "--graph-store",
    metavar="URL",
    help="Where it takes graphs (SPARQL 1.1 Graph Store protocol); known for Oxigraph, Virtuoso.",
)
def publish(*, endpoint: str, graph_store: str | None) -> None:
    """Load the graph into your own SPARQL server.

    The server is asked first, and what arrived is checked: the number of statements
    of each graph.

    Each source becomes a named graph and is replaced as a whole: run it again after
    an interruption or for a new version. Other graphs of the server stay as they
    are. Credentials: CAREERGRAPH_USER and CAREERGRAPH_PASSWORD, CAREERGRAPH_TOKEN,
    or .netrc.

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
            "Warning: queries of this server do not see its named graphs, so careergraph finds no "
            "roles there. Start Oxigraph with --union-default-graph; docs/endpoints.md names "
            "other servers."
        )


def _tell(one: Published) -> None:
    from careergraph.vocab import local_name

    say(f"{one.statements:>9,}  {local_name(one.graph)}")


COMMANDS: Final = (serve, publish)
