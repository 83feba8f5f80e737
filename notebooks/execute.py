"""Execute the notebooks and save their outputs: ``make notebooks``.

Each runs from top to bottom in a fresh kernel of this Python, in an empty folder. What is saved
depends on the notebook and the graph alone: no times, no versions, no paths.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

HERE: Final = Path(__file__).resolve().parent

_METADATA: Final = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_SECONDS_PER_CELL: Final = 300
_LARGEST_HTML: Final = 100_000


def main() -> int:
    """Execute the notebooks and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="which; all unless said")
    parser.add_argument("--into", type=Path, help="a folder to save in, instead of in place")
    chosen = parser.parse_args()
    for path in chosen.notebooks or sorted(HERE.glob("*.ipynb")):
        try:
            executed = execute_notebook(path)
        except CellExecutionError as error:
            print(f"{path.name}: a cell fails.\n{error}", file=sys.stderr)
            return 1
        where = chosen.into / path.name if chosen.into else path
        nbformat.write(executed, where)
        print(f"executed: {path.name}")
    return 0


def execute_notebook(path: Path) -> nbformat.NotebookNode:
    """Return a notebook with the outputs that it has now."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        work.mkdir()
        variables = _kernel_variables(Path(folder))
        _prepare_fonts(variables)
        client = NotebookClient(
            notebook,
            km=_own_kernel(Path(folder)),
            timeout=_SECONDS_PER_CELL,
            record_timing=False,
            coalesce_streams=True,
            resources={"metadata": {"path": str(work)}},
        )
        client.execute(env=variables, cleanup_kc=True)
    notebook.metadata = nbformat.from_dict(_METADATA)
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        for output in cell.get("outputs", ()):
            _keep_still(output)
    return notebook


def _keep_still(output: nbformat.NotebookNode) -> None:
    """Keep of an interactive page its still picture alone: code hosts show no scripts."""
    data = output.get("data", {})
    if "image/svg+xml" in data and len("".join(data.get("text/html", ""))) > _LARGEST_HTML:
        del data["text/html"]


def _own_kernel(folder: Path) -> AsyncKernelManager:
    """Return a kernel of the running Python that speaks through files where it can."""
    return AsyncKernelManager(
        # Without folders to look in, what is left is the kernel of the running Python.
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        kernel_name="python3",
        transport="tcp" if os.name == "nt" else "ipc",
        connection_file=str(folder / "kernel.json"),
    )


def _kernel_variables(folder: Path) -> dict[str, str]:
    """Return environment variables under which a person's own settings change nothing."""
    own = {"IPYTHONDIR": str(folder / "ipython"), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    return {**os.environ, **own}


def _prepare_fonts(variables: dict[str, str]) -> None:
    # matplotlib says on standard error that it builds its cache of fonts, once on each machine.
    command = [sys.executable, "-c", "import matplotlib.font_manager"]
    subprocess.run(command, env=variables, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
