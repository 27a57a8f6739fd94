"""The command line, with a reader that stands in for the real one."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from rich.console import Console

from reader import categories, paths
from reader.__main__ import main
from reader.cli import commands, terminal
from reader.domain.analysis import Analysis, Source
from reader.domain.article import Article, BlockKind
from reader.domain.progress import Progress, silent
from tests.services.fakes import STAMP, FakeEngine, article, span

SENTENCE = "How the text presents it, not whether it is true"
MINISTRY = Source(12, 24, "the ministry", "Ukraine's Defence Ministry", "official", "state")

EXAMPLE = article(
    "A title",
    "Rain fell. It may flood, the ministry said. Why? So bold!",
    "Men walk past (AFP)",
    "Sign up!",
    "A quote.",
    "An item.",
    kinds={
        0: BlockKind.TITLE, 2: BlockKind.CAPTION, 3: BlockKind.FURNITURE, 4: BlockKind.QUOTATION,
        5: BlockKind.LIST_ITEM,
    },
)  # fmt: skip
AT = EXAMPLE.blocks[1].start
SPANS = (
    span(AT, AT + 10),
    span(AT + 11, AT + 43, "official-statement", source=MINISTRY, content="speculation"),
    span(AT + 49, AT + 57, "analyst-opinion", shown="unsure"),
)


class FakeReading(FakeEngine):
    """Reads text files; gives the example its spans."""

    def read_file(self, path: Path) -> Article:
        return EXAMPLE if path.name == "example" else super().read_file(path)

    def analyse(self, given: Article, progress: Progress = silent) -> Analysis:
        if given is EXAMPLE:
            return Analysis(SPANS, STAMP)
        if "foreign" in given.text:
            return Analysis((), STAMP, notice="This text is in German: no colours.")
        if "interrupt" in given.text:
            raise KeyboardInterrupt
        return super().analyse(given, progress)


@pytest.fixture(autouse=True)
def fake_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "Reading", FakeReading)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text("One fact.", encoding="utf-8")
    return path


def test_plain_has_letters_and_no_escape_codes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert main(["read", "--plain", "example"]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert (
        "[F] Rain fell. [S·? official: Ukraine's Defence Ministry] It may flood, the ministry said. "
        "[–] Why? [O unsure] So bold!\n"
    ) in out
    assert "Caption: Men walk past (AFP)" in out
    assert "> A quote." in out
    assert "• An item." in out
    assert "Left out: 1 blocks: sign-up text (1)" in out
    assert SENTENCE in out
    assert "F Reported fact  1" in out
    assert "? Speculation  0" in out


def test_a_pipe_gets_the_plain_form(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    assert main(["read", "example"]) == 0
    assert "[F] Rain fell." in capsys.readouterr().out


def test_a_terminal_gets_colours_and_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORFGBG", "15;0")
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="truecolor", width=200, highlight=False, markup=False)
    terminal.show(EXAMPLE, Analysis(SPANS, STAMP), console, plain=False)
    text = out.getvalue()
    assert " S·? official: Ukraine's Defence Ministry " in text
    ink = categories.load()["official-statement"].dark
    for code, colour in (("38", ink.line), ("48", ink.wash)):
        red, green, blue = bytes.fromhex(colour[1:])
        assert f"{code};2;{red};{green};{blue}" in text
    assert SENTENCE in text


def test_a_page_cannot_steer_the_terminal(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("A \x1b]0;title\x07 fact \x9b31m here.", encoding="utf-8")
    main(["read", "--plain", str(file)])
    main(["text", str(file)])
    out = capsys.readouterr().out
    assert not {"\x1b", "\x07", "\x9b"} & set(out)
    assert "fact" in out


def test_json_fits_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--json", "example"]) == 0
    schema = json.loads((paths.resources() / "analysis.schema.json").read_text(encoding="utf-8"))
    data = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(schema).validate(data)
    assert len(data["spans"]) == 3


def test_another_language_is_shown_without_colours(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("foreign", encoding="utf-8")
    assert main(["read", "--plain", str(file)]) == 1
    said = capsys.readouterr()
    assert said.out == "foreign\n\n"
    assert said.err == "sayso: This text is in German: no colours.\n"


def test_an_article_that_was_cut_off_says_so() -> None:
    cut = replace(EXAMPLE, cut_off="This may be cut off: it ends at a sign-up wall.")
    out = io.StringIO()
    terminal.show(cut, Analysis(SPANS, STAMP), Console(file=out), plain=True)
    assert "This may be cut off" in out.getvalue()


def test_text_of_one_file_and_of_several(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["text", str(file)]) == 0
    assert capsys.readouterr().out == "One fact.\n"
    assert main(["text", str(file), str(file)]) == 0
    assert capsys.readouterr().out == f"== {file} ==\n\nOne fact.\n\n== {file} ==\n\nOne fact.\n"


def test_one_bad_file_does_not_stop_the_others(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_text("unreadable", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    status = main(["text", "--jsonl", str(out), str(tmp_path / "none.txt"), str(bad), str(file)])
    assert status == 1
    assert [json.loads(line)["path"] for line in out.read_text(encoding="utf-8").splitlines()] == [str(file)]
    errors = capsys.readouterr().err
    assert "There is no file none.txt." in errors
    assert "ValueError" in errors
    assert "Traceback" not in errors


def test_a_folder_that_is_not_there(file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["text", "--jsonl", str(tmp_path / "no" / "out"), str(file)]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_label(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": 1, "doc": 1, "text": "One fact."}\n', encoding="utf-8")
    assert main(["label", str(source), str(target)]) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["categories"] == ["reported-fact"]
    assert "1 rows labelled" in capsys.readouterr().err


def test_ctrl_c_is_a_quiet_end(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("interrupt", encoding="utf-8")
    assert main(["read", str(file)]) == 130
    assert capsys.readouterr().err == ""


def test_a_fault_is_a_sentence_and_its_detail_can_be_had(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("a bug", encoding="utf-8")
    monkeypatch.delenv("SAYSO_DEBUG", raising=False)
    assert main(["read", str(file)]) == 1
    assert "Set SAYSO_DEBUG=1" in (err := capsys.readouterr().err)
    assert "Traceback" not in err
    monkeypatch.setenv("SAYSO_DEBUG", "1")
    assert main(["read", str(file)]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_a_missing_file_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "no-such-file"]) == 1
    assert capsys.readouterr().err == "sayso: There is no file no-such-file. Check the name.\n"


def test_doctor_fails_only_for_what_is_needed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.services.doctor import Finding

    findings = [Finding("a", "1"), Finding("b", "", "none here", needed=False)]
    monkeypatch.setattr("reader.services.doctor.examine", lambda: findings)
    assert main(["doctor"]) == 0
    assert "Nothing is missing." in capsys.readouterr().out
    findings.append(Finding("c", "", "not installed"))
    assert main(["doctor"]) == 1
    assert "Missing or broken: c." in capsys.readouterr().out
