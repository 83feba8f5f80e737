"""A file is written whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from careergraph.errors import OutputError
from careergraph.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    ours, usual = tmp_path / "ours", tmp_path / "usual"
    write_atomically(ours, b"one")
    usual.write_bytes(b"two")
    assert ours.read_bytes() == b"one"
    assert ours.stat().st_mode == usual.stat().st_mode


def test_a_file_is_replaced_with_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"old")
    target.chmod(0o600)
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_who_reads_the_old_file_reads_it_to_the_end(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"old")
    with target.open("rb") as reader:
        write_atomically(target, b"new")
        assert reader.read() == b"old"


def test_a_link_is_followed(tmp_path: Path) -> None:
    target, link, dangling = tmp_path / "target", tmp_path / "link", tmp_path / "dangling"
    target.write_bytes(b"old")
    link.symlink_to("target")
    dangling.symlink_to("fresh")
    write_atomically(link, b"new")
    write_atomically(dangling, b"born")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert (tmp_path / "fresh").read_bytes() == b"born"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """As `-o /dev/stdout` and `-o /dev/null`: a device must never become a file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_atomically(pipe, b"through")
    reader.join(timeout=10)
    assert read == [b"through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_names_as_long_as_the_system_allows(tmp_path: Path) -> None:
    target = tmp_path / ("ü" * 127)
    write_atomically(target, b"content")
    assert target.read_bytes() == b"content"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing/file", "No such file or directory"),
        (".", "Is a directory"),
        ("file/below", "Not a directory"),
        ("x" * 300, "File name too long"),
        ("loop", "Too many levels of symbolic links"),
    ],
)
def test_what_cannot_be_written_is_told_and_left(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "loop").symlink_to("loop")
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OutputError, match=reason) as caught:
        write_atomically(tmp_path / name, b"new")
    assert caught.value.path == str(tmp_path / name)
    assert sorted(tmp_path.iterdir()) == before
    assert (tmp_path / "file").read_bytes() == b"kept"


@pytest.fixture
def folder_of_nobody() -> Iterator[Path]:
    """Yield a folder of an ordinary user, and be that user meanwhile: root may write everywhere."""
    nobody = 65534
    folder = Path(tempfile.mkdtemp(prefix="careergraph-"))
    is_root = os.geteuid() == 0
    if is_root:
        os.chown(folder, nobody, nobody)
        os.seteuid(nobody)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o700)
        shutil.rmtree(folder)


def test_a_read_only_file_is_left(folder_of_nobody: Path) -> None:
    target = folder_of_nobody / "target"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with pytest.raises(OutputError, match="Permission denied"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert list(folder_of_nobody.iterdir()) == [target]


def test_a_read_only_folder_is_left(folder_of_nobody: Path) -> None:
    folder_of_nobody.chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        write_atomically(folder_of_nobody / "target", b"new")
    assert list(folder_of_nobody.iterdir()) == []


def failure_of(target: Path, content: bytes) -> str:
    """Return what is said where a file cannot be written, nothing where it can."""
    try:
        write_atomically(target, content)
    except OutputError as error:
        return str(error)
    return ""


CALLS = ("access", "close", "fchmod", "fsync", "link", "open", "replace", "stat", "unlink", "write")


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("way", ["unnamed", "named"])
@pytest.mark.parametrize("number", range(3))
def test_what_is_said_of_a_failure_is_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, way: str, number: int
) -> None:
    """Whichever call of the system fails, and whichever time it is made."""
    target = tmp_path / "target"
    target.write_bytes(b"old")
    if way == "named":
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    genuine, made = getattr(os, call), []

    def fail(*arguments: object, **options: object) -> object:
        made.append(arguments)
        if len(made) == number + 1:
            if call == "close":
                genuine(*arguments)
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return genuine(*arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, call, fail)
        error = failure_of(target, b"new")
    assert target.read_bytes() == (b"old" if error else b"new")
    assert not error or error.endswith("Nothing was changed there.")
    left = [path for path in tmp_path.iterdir() if path != target]
    assert not left or call == "unlink"


def test_a_pipe_that_breaks_may_have_a_part(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: pipe.open("rb").close())
    reader.start()
    with pytest.raises(OutputError, match="Part of it may have been written"):
        write_atomically(pipe, b"x" * 1_000_000)
    reader.join(timeout=10)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
@pytest.mark.parametrize("wait", [0.0, 0.01, 0.03])
def test_a_signal_leaves_no_temporary_file(tmp_path: Path, number: int, wait: float) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"old")
    program = (
        "import os, pathlib, sys\n"
        "from careergraph.files import write_atomically\n"
        "content = b'x' * 20_000_000\n"
        "os.write(1, b'.')\n"
        "while True: write_atomically(pathlib.Path(sys.argv[1]), content)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(target)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    process.stdout.read(1)
    time.sleep(wait)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode == -number or number == signal.SIGINT
    assert list(tmp_path.iterdir()) == [target]
    assert target.stat().st_size in {3, 20_000_000}
