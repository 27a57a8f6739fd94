"""The house's rules: who may import whom, where each heavy library lives, how long a module may be."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "reader").rglob("*.py"))

#: From top to bottom. A line may import only lines below it; names on one line are strangers.
LEVELS = (
    {"__main__"},
    {"ui", "cli"},
    {"bootstrap"},
    {"services"},
    {"ingest", "nlp", "storage", "export"},
    {"settings", "paths", "rulefile", "categories"},
    {"domain"},
)
#: Names on these lines make one layer, not rooms of their own, and may import each other.
ONE_ROOM = LEVELS[5]
#: "never past services into a station"
STATIONS = LEVELS[4]

HOMES = {
    "spacy": "nlp",
    "PySide6": "ui",
    "sqlalchemy": "storage",
    "alembic": "storage",
    "keyring": "storage",
    "sqlcipher3": "storage",
    "cryptography": "storage",
    "lxml": "ingest",
    "trafilatura": "ingest",
}

VAGUE = {"utils", "util", "misc", "common", "manager", "helper", "helpers"}


def room(module: Path) -> str:
    return module.relative_to(ROOT / "reader").parts[0].removesuffix(".py")


def imports(module: Path) -> Iterator[tuple[int, str]]:
    """Every dotted name a module imports, wherever in it, with its line."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}:{node.lineno}: write imports in full"
            yield node.lineno, node.module or ""
            if node.module == "reader":
                yield from ((node.lineno, f"reader.{name.name}") for name in node.names)


def level(name: str) -> int:
    (found,) = [number for number, names in enumerate(LEVELS) if name in names]
    return found


def allowed(importer: str, imported: str) -> bool:
    """Whether one room may import another."""
    if importer == imported or {importer, imported} <= ONE_ROOM:
        return True
    if importer in {"ui", "cli"} and imported in STATIONS:
        return False
    return level(importer) < level(imported)


@pytest.mark.parametrize(
    ("importer", "imported", "answer"),
    [
        ("services", "nlp", True),
        ("nlp", "services", False),
        ("nlp", "ingest", False),
        ("ui", "services", True),
        ("ui", "cli", False),
        ("ui", "storage", False),
        ("cli", "nlp", False),
        ("rulefile", "paths", True),
        ("ingest", "rulefile", True),
        ("domain", "paths", False),
        ("__main__", "ui", True),
    ],
)
def test_the_rule_itself(importer: str, imported: str, answer: bool) -> None:
    assert allowed(importer, imported) is answer


def test_every_module_has_its_place() -> None:
    known = set().union(*LEVELS) | {"__init__"}
    assert not [m for m in MODULES if room(m) not in known]


def test_imports_point_down_only() -> None:
    wrong = []
    for module in MODULES:
        for line, name in imports(module):
            match name.split("."):
                case ["reader", imported, *_] if not allowed(room(module), imported):
                    wrong.append(f"{module.relative_to(ROOT)}:{line} imports {name}")
    assert not wrong


def test_domain_is_standard_library_only() -> None:
    outside = {
        f"{module.name}:{line} {name}"
        for module in MODULES
        if room(module) == "domain"
        for line, name in imports(module)
        if (first := name.split(".")[0]) != "reader" and first not in sys.stdlib_module_names
    }
    assert not outside


def test_heavy_libraries_stay_at_home() -> None:
    wrong = [
        f"{module.relative_to(ROOT)}:{line} imports {name}"
        for module in MODULES
        for line, name in imports(module)
        if HOMES.get(name.split(".")[0], room(module)) != room(module)
    ]
    assert not wrong


def test_no_module_is_too_long() -> None:
    long = {str(m.relative_to(ROOT)): n for m in MODULES if (n := len(m.read_text("utf-8").splitlines())) > 400}
    assert not long


def test_no_module_has_a_vague_name() -> None:
    assert not [m for m in MODULES if VAGUE & set(re.split(r"[_/]", str(m.relative_to(ROOT).with_suffix(""))))]


def test_only_the_command_line_prints() -> None:
    wrong = [
        f"{module.relative_to(ROOT)}:{node.lineno}"
        for module in MODULES
        if room(module) not in {"cli", "__main__"}
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert not wrong


def loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter has after a statement."""
    program = f"import sys\n{statement}\nprint(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def names_of(folder: str) -> list[str]:
    return [f"reader.{folder}.{m.stem}" for m in MODULES if m.parent == ROOT / "reader" / folder and m.stem[0] != "_"]


def test_services_load_nothing_heavy() -> None:
    loaded = loaded_by("import " + ", ".join(names_of("services")))
    assert not loaded & {*HOMES, "rich"}


def test_the_command_line_loads_no_window_and_no_model() -> None:
    loaded = loaded_by("import reader.__main__, " + ", ".join(names_of("cli")))
    assert not loaded & set(HOMES)


def test_the_window_loads_no_model() -> None:
    assert not loaded_by("import reader.ui.main_window, reader.ui.app") & (set(HOMES) - {"PySide6"})


@pytest.mark.parametrize("lock", sorted((ROOT / "packaging").glob("*.lock")), ids=lambda p: p.name)
def test_locks_name_versions_and_hashes_and_no_host(lock: Path) -> None:
    lines = lock.read_text(encoding="utf-8").splitlines()
    for line in lines:
        assert re.fullmatch(r"([\w.-]+==\S+( ; .+)?|    --hash=sha256:[0-9a-f]{64})( \\)?", line), line
    assert any("--hash" in line for line in lines)


def test_the_locks_agree() -> None:
    """run.py and test.py may take turns in one `.venv` only because the same versions stand in all locks."""

    def pins(name: str) -> set[str]:
        text = (ROOT / "packaging" / name).read_text(encoding="utf-8")
        return {
            " ".join(line.removesuffix("\\").split())
            for line in text.splitlines()
            if "==" in line[:80] and line[0] != " "
        }

    assert pins("requirements.lock") | pins("requirements-build.lock") <= pins("requirements-dev.lock")
