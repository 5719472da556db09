"""Rules of the house that a reviewer would forget."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "swadaya"
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}


def test_rooms_look_only_downwards():
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr


def test_no_file_is_named_for_nothing():
    found = [path for path in PACKAGE.rglob("*") if path.stem in NAMELESS]
    assert found == []


def test_no_module_grows_beyond_600_lines():
    long = {
        str(path.relative_to(ROOT)): count
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts and (count := len(path.read_text(encoding="utf-8").splitlines())) > 600
    }
    assert long == {}


def test_requirements_name_no_host():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host", text), path.name


def test_every_requirement_is_pinned_with_a_hash():
    for path in (ROOT / "requirements").glob("*.txt"):
        entries = re.sub(r"\\\n", " ", path.read_text(encoding="utf-8"))
        for line in entries.splitlines():
            if line and not line.lstrip().startswith("#"):
                assert "==" in line and "--hash=sha256:" in line, f"{path.name}: {line[:60]}"


def test_no_room_is_without_its_page():
    rooms = [folder for folder in PACKAGE.iterdir() if (folder / "models.py").exists() or folder.name == "embedded"]
    assert rooms
    assert [room.name for room in rooms if not (room / "README.md").exists()] == []


def test_no_modules_import_each_other_in_a_circle():
    from grimp import build_graph

    graph = build_graph("swadaya", cache_dir=None)
    order: list[str] = []
    left = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    while free := [module for module, needs in left.items() if needs <= set(order)]:
        order += free
        left = {module: needs for module, needs in left.items() if module not in set(free)}
    assert sorted(left) == []
