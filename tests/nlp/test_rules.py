"""The shipped rules hold their own tests; rule files are read strictly; a user's rules take effect."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from reader import paths
from reader.domain.errors import RuleError
from reader.nlp.analyser import Analyser
from reader.nlp.rules.ruleset import RuleSet
from reader.nlp.rules.selftest import failures
from tests.nlp.readings import Read
from tests.services.fakes import article

SHIPPED = paths.resources() / "rules" / "en"
FILES = {path: path.read_text(encoding="utf-8") for path in sorted(SHIPPED.glob("*.toml"))}
TABLES = {path.name: tomllib.loads(text) for path, text in FILES.items() if path.name != "furniture.toml"}
RULES = [(name, table, e) for name, data in TABLES.items() for table, entries in data.items() for e in entries]

#: One entry of each kind, with values that a test may replace.
PLAIN = {
    "rule": {
        "id": "'user.zorch'", "axes": "{ opinion = 5.0 }", "pattern": "'~zorch'", "why": "'“{cue}” is ours.'",
        "matches": "['They zorch it.']", "ignores": "['They left.']",
    },
    "mask": {
        "id": "'user.m'", "pattern": "'zorch'", "why": "'x'",
        "matches": "['They zorch.']", "ignores": "['They left.']",
    },
    "attribution": {
        "id": "'user.a'", "pattern": "'~zorch'", "frames": "['clause']", "manner": "'speech'", "why": "'x'",
        "matches": "['They zorch that it fell.']", "ignores": "['They left.']",
    },
    "source": {
        "id": "'user.s'", "kind": "'expert'", "heads": "['zorcher']", "why": "'x'",
        "matches": "['a zorcher']", "ignores": "['a neighbour']",
    },
    "list": {"name": "'user-words'", "words": "['zorch']"},
    "axis": {"name": "'opinion'", "bias": "-1.0"},
    "prior": {"id": "'user.p'", "axis": "'opinion'", "share": "0.9", "weight": "0.1", "why": "'x'"},
}  # fmt: skip


def written(table: str, **changes: str) -> str:
    """An entry as TOML, with some values changed; "" leaves a key out."""
    values = {**PLAIN[table], **changes}
    return f"[[{table}]]\n" + "".join(f"{key} = {value}\n" for key, value in values.items() if value)


def user_rules(folder: Path, text: str, off: tuple[str, ...] = (), name: str = "mine.toml") -> RuleSet:
    """Our rules and one user's file."""
    (folder / name).write_text(text, encoding="utf-8")
    return RuleSet([SHIPPED, folder], off)


def fired(read: Read) -> set[str]:
    """The ids of all rules that fired."""
    return {f.rule for s in read.spans for f in s.firings}


# -- the shipped rules ----------------------------------------------------------------------------------------------


def test_every_rule_holds_its_own_tests(nlp: Language, analyser: Analyser) -> None:
    assert list(failures(nlp, analyser.rules)) == []


def test_a_rule_that_breaks_its_own_tests_is_named(nlp: Language, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        written("rule", matches="['They left.', 'They zorch it.']", ignores="['They zorch.']"), encoding="utf-8"
    )
    found = [m for m in failures(nlp, RuleSet([SHIPPED, tmp_path])) if m.startswith("mine.toml")]
    assert len(found) == 2
    assert all("line 1:" in message and "user.zorch" in message for message in found)
    assert any("does not fire on" in message and "They left." in message for message in found)


def test_every_rule_has_reason_and_tests() -> None:
    needs = {"rule": ("why", "matches", "ignores"), "prior": ("why",)}
    needs |= dict.fromkeys(("mask", "attribution", "source"), needs["rule"])
    bare = [(name, e["id"], key) for name, table, e in RULES for key in needs.get(table, ()) if not e.get(key)]
    assert bare == []


def test_reasons_are_sentences() -> None:
    odd = [e["id"] for _, _, e in RULES if "why" in e and not re.fullmatch(r"[A-Z“].*[.!?”]", e["why"])]
    assert odd == []
    unknown = [e["id"] for _, _, e in RULES if set(re.findall(r"\{(\w*)\}", e.get("why", ""))) - {"cue", "source"}]
    assert unknown == []


def test_no_word_list_is_idle() -> None:
    lists = [(name, e["name"]) for name, table, e in RULES if table == "list"]
    in_rules = "\n".join(FILES.values())
    in_code = "\n".join(p.read_text(encoding="utf-8") for p in (paths.PACKAGE / "nlp").rglob("*.py"))
    idle = [
        (f, n) for f, n in lists if not re.search(rf"@{re.escape(n)}(?![\w-])", in_rules) and f'"{n}"' not in in_code
    ]
    assert idle == []
    assert len({n for _, n in lists}) == len(lists), "a list stands once"


def test_every_decided_axis_has_a_bias(analyser: Analyser) -> None:
    used = {axis for _, _, e in RULES for axis in e.get("axes", {})} | {e["axis"] for _, t, e in RULES if t == "prior"}
    assert used <= set(analyser.rules.biases)


# -- files that are refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (written("rule") + "colour = 'red'\n", 8, "unknown key “colour”"),
        ("\n[[colour]]\nx = 1\n", 2, "unknown table or key “colour”"),
        ("colour = 1\n", 1, "unknown table or key “colour”"),
        (written("rule", why=""), 1, "“why” is missing"),
        (written("rule", matches=""), 1, "“matches” is missing"),
        (written("rule", ignores=""), 1, "“ignores” is missing"),
        (written("rule", matches="'one'"), 6, "“matches” has a value of the wrong type"),
        (written("rule", ignores="[3]"), 1, "“ignores” must be a list of texts"),
        (written("rule", axes="{ colour = 3.0 }"), 1, "“axes” cannot be “colour”"),
        (written("rule", axes="{ opinion = 'much' }"), 1, "the weight of “opinion” is no number"),
        (written("rule", pattern="'@nowhere'"), 1, "there is no word list “nowhere”"),
        (written("rule", pattern="'<VB*>'"), 1, "names no word or tag"),
        (written("rule", pattern="''"), 1, "names no word or tag"),
        (written("rule") + "scope = 'far'\n", 1, "“scope” cannot be “far”"),
        (written("rule") + "voice = 'loud'\n", 1, "“voice” cannot be “loud”"),
        (written("rule") + "certainty = 'maybe'\n", 1, "“certainty” cannot be “maybe”"),
        (written("rule") + "where = { colour = 'red' }\n", 1, "unknown condition “colour”"),
        (written("rule") + "where = { head = 3 }\n", 1, "unknown condition “head”"),
        (written("mask") + "axes = { opinion = 1.0 }\n", 7, "unknown key “axes”"),
        (written("attribution", frames="['far']"), 1, "“frames” cannot be “far”"),
        (written("attribution", manner="'loud'"), 1, "“manner” cannot be “loud”"),
        (written("source", kind="'writer'"), 1, "“kind” cannot be “writer”"),
        (written("source", heads="'zorcher'"), 4, "“heads” has a value of the wrong type"),
        (written("list", words="['a', 3]"), 1, "“words” must be a list of texts"),
        (written("axis", bias="'big'"), 3, "“bias” has a value of the wrong type"),
        (written("rule") + "\n" + written("rule"), 9, "the id “user.zorch” is taken by mine.toml, line 1"),
        (written("rule") + written("source", id="'user.zorch'"), 8, "the id “user.zorch” is taken"),
        ("# mine\n" + written("rule", id="'hedge.may'"), 2, "the id “hedge.may” is taken by hedges.toml"),
        (written("rule", pattern="[]"), 1, "pattern"),
        (written("rule", pattern="['zorch', 3]"), 1, "pattern"),
        (written("source") + "axes = { colour = 3.0 }\n", 1, "“axes” cannot be “colour”"),
        (written("prior", axis="'colour'"), 1, "colour"),
        (written("axis", name="'colour'"), 1, "colour"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(RuleError) as caught:
        user_rules(tmp_path, text)
    assert says in caught.value.what
    assert f"mine.toml, line {line}:" in caught.value.what
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"[[rule", "mine.toml is not valid TOML"),
        (written("rule").replace("[[rule]]", "[rule]").encode(), "must be written as [[rule]]"),
        (b"# caf\xe9\n", "mine.toml"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "mine.toml").write_bytes(content)
    with pytest.raises(RuleError) as caught:
        RuleSet([tmp_path])
    assert says in caught.value.what


@pytest.mark.parametrize("table", PLAIN)
def test_plain_entries_are_accepted(tmp_path: Path, table: str) -> None:
    user_rules(tmp_path, written(table))


# -- a user's own rules ---------------------------------------------------------------------------------------------

ZORCH = "The council gave money to the harbour. Zorch, the boats came back."


def test_a_users_rule_takes_effect(nlp: Language, read: Callable[..., Read], tmp_path: Path) -> None:
    assert read(ZORCH).letters == "FF"
    rules = user_rules(tmp_path, written("rule", pattern="'zorch'", matches="['Zorch, they left.']"))
    given = article(ZORCH)
    mine = Read(given, Analyser(nlp, rules).analyse(given))
    assert mine.letters == "FO"
    span = mine.at("the boats came back")
    assert (span.rule, span.why, mine.cues(span)) == ("user.zorch", "“Zorch” is ours.", ["Zorch"])
    assert list(failures(nlp, rules)) == list(failures(nlp, RuleSet([SHIPPED])))
    assert mine.analysis.stamp.rules == rules.version


def test_a_users_words_join_our_list(nlp: Language, tmp_path: Path) -> None:
    name = next(e["name"] for _, table, e in RULES if table == "list" and e["name"] == "hedge-adverbs")
    rules = user_rules(tmp_path, written("list", name=f"'{name}'", words="['zorchly']"))
    given = article("The bridge was zorchly hit.")
    assert Read(given, Analyser(nlp, rules).analyse(given)).letters == "P"
    assert "perhaps" in rules.lists[name]


def test_a_users_rules_may_name_our_lists(tmp_path: Path) -> None:
    rules = user_rules(tmp_path, written("rule", pattern="'zorch @hedge-adverbs'"))
    assert "user.zorch" in rules.by_id


def test_a_users_source_takes_effect(nlp: Language, tmp_path: Path) -> None:
    rules = user_rules(tmp_path, written("source", heads="['bridgekeeper']", matches="['the bridgekeeper']"))
    given = article("The bridgekeeper said the road was open.")
    source = Read(given, Analyser(nlp, rules).analyse(given)).spans[0].source
    assert (source.text, source.kind) == ("The bridgekeeper", "expert")


def test_folders_are_read_in_order_and_files_by_name(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(written("rule", id="'user.b'"), encoding="utf-8")
    (tmp_path / "a.toml").write_text(written("rule", id="'user.a'"), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no rules", encoding="utf-8")
    ids = [r.id for r in RuleSet([SHIPPED, tmp_path]).rules]
    assert ids[-2:] == ["user.a", "user.b"]
    assert len(ids) > 2


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    assert RuleSet([SHIPPED, tmp_path]).version == RuleSet([SHIPPED]).version


def test_loading_with_a_users_folder(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(written("rule"), encoding="utf-8")
    loaded = Analyser.load(tmp_path, ["hedge.may"])
    assert "user.zorch" in loaded.rules.by_id
    assert "hedge.may" not in loaded.rules.by_id


def test_the_example_in_the_guide_works(nlp: Language, tmp_path: Path) -> None:
    guide = (SHIPPED.parent / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert examples
    rules = user_rules(tmp_path, "\n".join(examples))
    assert [m for m in failures(nlp, rules) if m.startswith("mine.toml")] == []


def test_the_guide_names_every_table_and_key() -> None:
    guide = (SHIPPED.parent / "README.md").read_text(encoding="utf-8")
    known = {(table, key) for _, table, e in RULES for key in e} | {(table, table) for _, table, _ in RULES}
    missing = [(table, key) for table, key in known if f"`{key}`" not in guide and f"`[[{key}]]`" not in guide]
    assert missing == []
    values = {
        v
        for _, _, e in RULES
        for k in ("scope", "voice", "certainty", "manner", "kind", "subkind")
        for v in [e.get(k)]
        if v
    }
    values |= {frame for _, _, e in RULES for frame in e.get("frames", ())} | {
        w for _, _, e in RULES for w in e.get("where", ())
    }
    assert [v for v in sorted(values) if f"`{v}`" not in guide] == []


# -- versions and switching off -------------------------------------------------------------------------------------


def test_switching_a_rule_off(nlp: Language, read: Callable[..., Read]) -> None:
    text = "The fire may have been set on purpose."
    before = read(text)
    assert "hedge.may" in fired(before)
    rules = RuleSet([SHIPPED], ["hedge.may"])
    given = article(text)
    after = Read(given, Analyser(nlp, rules).analyse(given))
    assert "hedge.may" not in fired(after)
    assert after.letters != before.letters
    assert after.analysis.stamp.rules != before.analysis.stamp.rules


def test_switching_a_source_or_an_attribution_off(nlp: Language, read: Callable[..., Read]) -> None:
    text = "Two people familiar with the talks said the deal fell through on Monday."
    assert read(text).letters == "P"
    given = article(text)
    rules = RuleSet([SHIPPED], ["source.unnamed"])
    assert Read(given, Analyser(nlp, rules).analyse(given)).spans[0].source.kind != "unnamed"


def test_the_version_says_what_is_in_effect(tmp_path: Path) -> None:
    plain = RuleSet([SHIPPED]).version
    assert re.fullmatch(r"[0-9a-f]{64}", plain)
    assert RuleSet([SHIPPED]).version == plain
    versions = {
        plain,
        RuleSet([SHIPPED], ["hedge.may"]).version,
        RuleSet([SHIPPED], ["hedge.may", "hedge.could"]).version,
        user_rules(tmp_path, written("rule")).version,
        user_rules(tmp_path, written("rule"), ("user.zorch",)).version,
        user_rules(tmp_path, written("rule", axes="{ opinion = 4.0 }")).version,
    }
    assert len(versions) == 6
    assert RuleSet([SHIPPED], ["b", "a"]).version == RuleSet([SHIPPED], ["a", "b"]).version
