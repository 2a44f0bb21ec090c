"""The project's `.venv`: made, filled from the hashed locks, and left alone while those are unchanged.

`python -m tools.environment run` installs what the app needs, `… dev` what tests and checks need too.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import ROOT, SetUpError

VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
BUILD_LOCK = ROOT / "requirements" / "build.txt"
LOCKS = {"run": ROOT / "requirements" / "run.txt", "dev": ROOT / "requirements" / "dev.txt"}


def main(arguments: list[str]) -> int:
    """Set up the environment named in the arguments; the exit status is 0, or 2 after one sentence."""
    purpose = arguments[0] if arguments else "run"
    if purpose not in LOCKS:
        print(f"There is no environment {purpose!r}: choose one of {', '.join(LOCKS)}.", file=sys.stderr)
        return 2
    try:
        set_up(purpose)
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def set_up(purpose: str) -> None:
    """Make `.venv` where it is missing or broken and install the lock, unless that was done before."""
    if not venv_suits():
        make_venv()
    wanted = fingerprint(purpose)
    if stamp(purpose).is_file() and stamp(purpose).read_text(encoding="utf-8") == wanted:
        return
    for name in LOCKS:
        stamp(name).unlink(missing_ok=True)
    print(f"Installing {LOCKS[purpose].relative_to(ROOT)} into .venv …", flush=True)
    install("--require-hashes", "--only-binary=:all:", "-r", str(LOCKS[purpose]), "-r", str(BUILD_LOCK))
    install("--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    # What the tests need includes what the app needs, at the same versions.
    for name in {purpose, "run"}:
        stamp(name).write_text(fingerprint(name), encoding="utf-8")


def venv_suits() -> bool:
    """Whether `.venv` works and has the version of the Python that runs this: one may have been asked for."""
    if not VENV_PYTHON.exists():
        return False
    question = "import sys, pip; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([VENV_PYTHON, "-c", question], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def make_venv() -> None:
    """Make `.venv` anew with the Python that runs this."""
    print(f"Making .venv with Python {sys.version.split()[0]} …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetUpError(
            "Python could not make the folder .venv: its own message is above (on Debian the package"
            " python3-venv may be missing)."
        ) from error


def install(*arguments: str) -> None:
    """Run pip in `.venv`, quietly; raise SetUpError when it fails."""
    command = [str(VENV_PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", "install", *arguments]
    if subprocess.run(command, check=False).returncode:
        raise SetUpError(
            "pip could not install the packages: its own message is above. If there is none for your"
            " Python yet, choose another, as in `make run PYTHON=python3.13`; else check the network."
        )


def stamp(purpose: str) -> Path:
    """Return the file in `.venv` that says what was installed for the purpose."""
    return VENV / f"installed-{purpose}.sha256"


def fingerprint(purpose: str) -> str:
    """Return a hash of all that an installation depends on: the locks, the project file, the folder."""
    digest = hashlib.sha256(str(ROOT).encode())
    for path in (LOCKS[purpose], BUILD_LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
