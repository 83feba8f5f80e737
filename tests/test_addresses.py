"""Addresses of endpoints, and who asks: nothing secret is ever shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from careergraph.errors import EndpointError, UsageError
from careergraph.store.remote.addresses import Credentials, read_address

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("example.org/sparql", "http:// or https://"),
        ("file:///etc/passwd", "http:// or https://"),
        ("ftp://example.org/", "http:// or https://"),
        ("javascript://example.org/", "http:// or https://"),
        ("http://", "host or port"),
        ("http://:80/", "host or port"),
        ("http://example.org:99999/", "host or port"),
        ("http://example.org:0/", "host or port"),
        ("http://[::1/", "host or port"),
        ("http://exa mple.org/", "not the address"),
        ("http://example.org/\x1b[31m", "not the address"),
        ("http://example.org/" + "x" * 3000, "not the address"),
    ],
)
def test_what_is_no_address_is_refused(url: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        read_address(url, environment={})
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "url",
    [
        "ftp://ada:secret@host/",
        "http://ada:secret@ho st/",
        "ada:secret@host",
        "secret@host?token=secret",
        "ada:secret://x@host",
        "http:/ada:secret@host/",
        "//ada:secret@host",
        "http://host:0/?token=secret",
        "host/?token=secret#secret",
        "ada:sec@secret@host",
        "http://ada:secret@/",
        "http://host/?token=secret" + "x" * 3000,
    ],
)
def test_a_refused_address_shows_no_password(url: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_address(url, environment={})
    assert "secret" not in str(caught.value)


def test_an_empty_address_is_told_one_that_answers() -> None:
    with pytest.raises(UsageError, match=r"such as http://localhost:7878/query\."):
        read_address("", environment={})


def test_credentials_in_an_address_are_taken_out_of_it() -> None:
    address = read_address("HTTPS://ada:p%40ss@example.org:8443/sparql?x=1#part", environment={})
    assert address.url == "https://example.org:8443/sparql?x=1"
    assert (address.credentials.user, address.credentials.password) == ("ada", "p@ss")
    assert "p@ss" not in repr(address)


def test_the_query_part_of_an_address_is_sent_and_not_shown() -> None:
    address = read_address("http://example.org/sparql?token=secret", environment={})
    assert address.url.endswith("?token=secret")
    assert repr(address) == (
        "Address(url='http://example.org/sparql?…', credentials=Credentials())"
    )
    error = EndpointError(address.url, "no answer.")
    assert str(error) == "http://example.org/sparql?…: no answer."
    assert error.url == "http://example.org/sparql?…"


def test_the_environment_counts_before_the_address() -> None:
    url = "http://ada:old@example.org/"
    named = {"CAREERGRAPH_USER": "bob", "CAREERGRAPH_PASSWORD": "new"}
    assert read_address(url, environment=named).credentials == Credentials("bob", "new")
    token = {**named, "CAREERGRAPH_TOKEN": "abc"}
    assert read_address(url, environment=token).credentials == Credentials(token="abc")
    given = Credentials("eve", "x")
    assert read_address(url, given, token).credentials == given


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"CAREERGRAPH_USER": "bob"}, "CAREERGRAPH_PASSWORD is not set"),
        ({"CAREERGRAPH_PASSWORD": "x"}, "CAREERGRAPH_USER is not set"),
        ({"CAREERGRAPH_TOKEN": "abc\n"}, "line end"),
        ({"CAREERGRAPH_TOKEN": "Schlüssel"}, "cannot be sent"),
        ({"CAREERGRAPH_USER": "b\x00b", "CAREERGRAPH_PASSWORD": "x"}, "cannot be sent"),
    ],
)
def test_half_or_broken_credentials_are_refused(environment: dict[str, str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_address("http://example.org/", environment=environment)


def test_an_empty_password_is_one() -> None:
    environment = {"CAREERGRAPH_USER": "bob", "CAREERGRAPH_PASSWORD": ""}
    address = read_address("http://example.org/", environment=environment)
    assert address.credentials == Credentials("bob", "")


def test_netrc_names_the_user_of_a_host(tmp_path: Path) -> None:
    file = tmp_path / ".netrc"
    file.write_text("machine example.org login ada password secret\n", encoding="utf-8")
    file.chmod(0o600)
    home = {"HOME": str(tmp_path)}
    found = read_address("http://example.org/", environment=home).credentials
    assert (found.user, found.password) == ("ada", "secret")
    assert not read_address("http://elsewhere.org/", environment=home).credentials
    named = read_address("http://example.org/", environment={"NETRC": str(file)})
    assert named.credentials.user == "ada"


def test_a_netrc_that_cannot_be_read_is_said_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mine"
    file.write_text("machine example.org\nnonsense here\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"mine:\d+: "):
        read_address("http://example.org/", environment={"NETRC": str(file)})
    with pytest.raises(UsageError, match="is not there"):
        read_address("http://example.org/", environment={"NETRC": str(tmp_path / "none")})
    with pytest.raises(UsageError, match="cannot be read"):
        read_address("http://example.org/", environment={"NETRC": str(tmp_path)})


@pytest.mark.parametrize(
    ("url", "exposed"),
    [
        ("http://ada:x@example.org/", True),
        ("https://ada:x@example.org/", False),
        ("http://ada:x@127.0.0.1/", False),
        ("http://ada:x@[::1]/", False),
        ("http://ada:x@localhost/", False),
        ("http://example.org/", False),
    ],
)
def test_credentials_over_an_open_network_are_noticed(url: str, *, exposed: bool) -> None:
    assert read_address(url, environment={}).exposes_credentials is exposed
