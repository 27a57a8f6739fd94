"""Files that take another one's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.storage import files


def test_what_was_removed_is_gone_for_good_before_a_name_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut a database under a new key stood beside the log of the one whose place it took."""
    made, there, log = tmp_path / "made", tmp_path / "library.db", tmp_path / "library.db-wal"
    for file in (made, there, log):
        file.write_text(file.name, encoding="utf-8")
    on_the_disk: list[dict[str, str]] = []
    sync = files.sync_folder

    def watched(folder: Path) -> None:
        on_the_disk.append({file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()})
        sync(folder)

    monkeypatch.setattr(files, "sync_folder", watched)
    log.unlink()
    files.move(made, there)
    assert on_the_disk == [{"made": "made", "library.db": "library.db"}, {"library.db": "made"}]
