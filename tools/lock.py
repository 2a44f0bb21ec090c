"""The locks in requirements/, made anew from pyproject.toml: `python -m tools.lock`.

They hold for every system and for Python 3.11 and later, and name no package index, so that each
machine uses its own. uv resolves them from an environment of its own that is thrown away.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools import ROOT

REQUIREMENTS = ROOT / "requirements"
OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--upgrade",
    "--quiet",
)
# The widest lock comes first; the others then take its versions.
LOCKS = {
    "dev": ("pyproject.toml", "--group=dev"),
    "run": ("pyproject.toml",),
    "build": ("--group=build",),
}


def main() -> int:
    """Write the three locks; the exit status is 0, or that of the first command that failed."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            write_locks(install_uv(Path(folder)))
        except subprocess.CalledProcessError as error:
            print("The locks were not renewed: the message is above.", file=sys.stderr)
            return error.returncode
    return 0


def install_uv(folder: Path) -> Path:
    """Return the path of uv, installed into a new environment in the folder."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([programs / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
    return programs / "uv"


def write_locks(uv: Path) -> None:
    """Resolve each lock and put it into requirements/ once all of them are resolved."""
    with tempfile.TemporaryDirectory() as folder:
        widest = Path(folder) / "dev.txt"
        for name, sources in LOCKS.items():
            constraint = () if name == "dev" else (f"--constraint={widest}",)
            target = f"--output-file={Path(folder) / name}.txt"
            command = [str(uv), "pip", "compile", *sources, *OPTIONS, *constraint, target]
            subprocess.run(command, check=True, cwd=ROOT)
        for name in LOCKS:
            (REQUIREMENTS / f"{name}.txt").write_bytes((Path(folder) / f"{name}.txt").read_bytes())


if __name__ == "__main__":
    sys.exit(main())
