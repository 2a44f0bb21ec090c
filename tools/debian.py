"""Debian's packages, for a machine that has apt and lets this user install."""

import os
import shutil
import subprocess


def install(packages: tuple[str, ...]) -> bool:
    """Install the packages where apt and the rights are there; return whether apt said it did."""
    prefix = privilege()
    if prefix is None or shutil.which("apt-get") is None:
        return False
    print(f"Installing {' '.join(packages)} with apt-get …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = [*prefix, "apt-get", "--quiet", "--yes", "-o", "DPkg::Lock::Timeout=120"]
    for command in (["update"], ["install", "--no-install-recommends", *packages]):
        # A list of one's own that can't be reached fails the update, but not always the installation.
        finished = subprocess.run([*apt, *command], env=quiet, stdin=subprocess.DEVNULL, check=False)
    return finished.returncode == 0


def privilege() -> tuple[str, ...] | None:
    """Return what must stand before a command to run it as root: nothing or sudo; None if neither works."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return ()
    if shutil.which("sudo") is None:
        return None
    asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return ("sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive") if asked.returncode == 0 else None
