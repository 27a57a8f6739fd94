"""How much longer an analysis takes with twice as many rules.

    python tests/benchmarks/rule_growth.py [--words 1500] [--runs 41] [--limit 1.10]

Doubles the rule set in two ways: with strangers, copies of every rule whose words (and the words of the lists they
name) are spelt so that no text has them, as most new rules have nothing to say about most sentences; and with twins,
copies of every rule as it stands under another id, so that everything that fires fires twice. Many short runs
alternate in one process; the median ratio counts. Exit status 1 if that of the strangers is above `--limit`; twins are
the worst case.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

if __package__:
    from tests.benchmarks.analysis_cost import long_article, ratios, report
else:
    from analysis_cost import long_article, ratios, report

from reader import paths

SHIPPED = paths.resources() / "rules" / "en"
COPIED = ("rule", "mask", "attribution", "source")
_TERM = re.compile(r"(!?)(~|@|:|#)?(<[^>]+>|\{[^}]+\}|[^&]+)")


def strange(word: str) -> str:
    """A word that no text has, as long as this one."""
    return "".join(chr(ord("a") + (ord(c) - ord("a") + 13) % 26) if "a" <= c <= "z" else c for c in word) + "qx"


def _strange_term(term: str) -> str:
    match = _TERM.fullmatch(term)
    assert match, term
    negated, sigil, value = match.groups()
    if value[0] in "<{" or sigil in (":", "#") or value == "_":
        return term
    return f"{negated}{sigil or ''}{strange(value)}"


def strange_pattern(pattern: str) -> str:
    """The pattern with other words; tags, labels and gaps as they are."""
    items = []
    for item in pattern.split():
        if item in ("...", "^", "$"):
            items.append(item)
            continue
        mark = "=" if item.startswith("=") and len(item) > 1 else ""
        option = "?" if item.endswith("?") and len(item) > len(mark) + 1 else ""
        core = item[len(mark) : len(item) - len(option)]
        changed = "|".join(
            "&".join(_strange_term(t) for t in alternative.split("&")) for alternative in core.split("|")
        )
        items.append(f"{mark}{changed}{option}")
    return " ".join(items)


def toml_value(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {toml_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _changed(table: str, entry: dict[str, Any], change: Callable[[str], str] | None) -> dict[str, Any]:
    copy = dict(entry)
    if "id" in copy:
        copy["id"] = f"{copy['id']}.copy"
    if change is None:
        return copy
    if table == "list":
        return {"name": strange(copy["name"]), "words": [" ".join(map(strange, w.split())) for w in copy["words"]]}
    if "heads" in copy:
        copy["heads"] = [" ".join(map(strange, h.split())) for h in copy["heads"]]
    if "pattern" in copy:
        written = copy["pattern"] if isinstance(copy["pattern"], list) else [copy["pattern"]]
        copy["pattern"] = [p for p in map(change, written) if has_word(p)]
    if "where" in copy:
        copy["where"] = {k: change(v) for k, v in copy["where"].items()}
    return copy


def has_word(pattern: str) -> bool:
    """Whether a pattern names a word or list at all: one of tags only cannot be made strange."""
    return re.search(r"[a-z]qx", pattern) is not None


def write_copies(folder: Path, change: Callable[[str], str] | None) -> int:
    """A user's folder with a copy of every rule, changed or as it stands; the number of copies."""
    lines: list[str] = []
    count = 0
    for path in sorted(SHIPPED.glob("*.toml")):
        if path.name == "furniture.toml":
            continue
        for table, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            if table not in COPIED and not (table == "list" and change is not None):
                continue
            for entry in entries:
                copy = _changed(table, entry, change)
                if copy.get("pattern") == []:
                    continue
                count += table in COPIED
                lines += [f"[[{table}]]", *(f"{k} = {toml_value(v)}" for k, v in copy.items()), ""]
    (folder / "copies.toml").write_text("\n".join(lines), encoding="utf-8")
    return count


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=1_500)
    parser.add_argument("--runs", type=int, default=41)
    parser.add_argument("--limit", type=float, default=1.10, help="how many times the time with our rules is allowed")
    given = parser.parse_args()

    from reader.nlp import model
    from reader.nlp.analyser import Analyser
    from reader.nlp.rules.ruleset import RuleSet

    nlp = model.load()
    plain = Analyser(nlp, RuleSet([SHIPPED]))
    article = long_article(given.words)
    expected = plain.analyse(article).spans
    own = len(plain.rules.by_id)
    print(f"{len(article.text.split()):,} words, {len(expected):,} spans, {own} rules, {given.runs} runs each")
    found: dict[str, float] = {}
    for name, change in (("strangers", strange_pattern), ("twins", None)):
        with tempfile.TemporaryDirectory() as folder:
            count = write_copies(Path(folder), change)
            doubled = Analyser(nlp, RuleSet([SHIPPED, Path(folder)]))
        same = sum(a.category == b.category for a, b in zip(expected, doubled.analyse(article).spans, strict=False))
        base, more = ratios(lambda: plain.analyse(article), lambda d=doubled: d.analyse(article), given.runs)  # type: ignore[misc]
        found[name] = report(f"{own} rules → with {count} {name}", base, more)
        print(f"{'':34} {same:,} of {len(expected):,} spans keep their category")
    print(f"median ratio with twice as many rules: {found['strangers']:.2f} (limit {given.limit})")
    return 0 if found["strangers"] <= given.limit else 1


if __name__ == "__main__":
    sys.exit(main())
