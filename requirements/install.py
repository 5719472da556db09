"""Install what a lock names, into the environment of the Python that runs this: with uv, or plain pip without it.

``python requirements/install.py requirements/run.txt`` installs the packages of a lock, by its hashes;
``python requirements/install.py --editable .`` the product itself. uv comes from its own wheel, pinned in ``uv.txt``,
and asks where pip asks: what pip's settings say of indexes, links and certificates is handed on.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-qq", "install"]
UV = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-progress"]
LOCKED = ("--require-hashes", "-r")
SELF = ("--no-deps", "--no-build-isolation", "--editable")
HANDED_ON = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "trusted-host": "UV_INSECURE_HOST",
}
"""pip's name of a setting -> the variable by which uv takes the same."""


def settings_of_pip() -> dict[str, str]:
    """What pip was told by its files and the environment; the environment comes last and prevails."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    lines = [line.split("=", 1) for line in said.splitlines() if "=" in line]
    lines.sort(key=lambda line: line[0].startswith(":env:"))
    return {name.rpartition(".")[2]: str(ast.literal_eval(value)) for name, value in lines}


def surroundings() -> dict[str, str]:
    """The environment for uv. Of several indexes any may have the file that the hash names, as with pip."""
    found = {"UV_INDEX_STRATEGY": "unsafe-best-match", "VIRTUAL_ENV": sys.prefix}
    for name, value in settings_of_pip().items():
        if name in HANDED_ON:
            found[HANDED_ON[name]] = ("," if name == "find-links" else " ").join(value.split())
    return {**found, **os.environ}


def has_uv() -> bool:
    """Fetch uv unless it is there; a machine that has no wheel of it goes without."""
    return _runs([*PIP, "--only-binary", ":all:", *LOCKED, str(HERE / "uv.txt")], os.environ, quiet=True)


def _runs(command: list[str], environment: os._Environ[str] | dict[str, str], *, quiet: bool = False) -> bool:
    told = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, env=environment, stderr=told, stdout=told, check=False).returncode == 0


def main(words: list[str]) -> int:
    what = [*SELF, words[1]] if words[0] == "--editable" else [*LOCKED, words[0]]
    if has_uv() and _runs([*UV, *what], surroundings(), quiet=True):
        return 0
    return 0 if _runs([*PIP, *what], os.environ) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
