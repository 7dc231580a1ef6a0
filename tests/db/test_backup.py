"""A backup brings the whole shop back, and says so by rows and md5."""

import stat
import tarfile
from pathlib import Path

from tests.conftest import execute, run_command
from tests.db.moved_shop import contents, indexes


def make_backup(url: str, folder: Path) -> Path:
    file = folder / "shop.tar"
    done = run_command(url, folder / "data", "-m", "db.backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


def test_dump_destroy_restore_gives_the_same_shop(own_shop_url: str, empty_url: str, tmp_path: Path) -> None:
    model = tmp_path / "data" / "models" / "run-1" / "model.pkl"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"fitted")
    before, keys = contents(own_shop_url), indexes(own_shop_url)
    file = make_backup(own_shop_url, tmp_path)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    execute(own_shop_url, "drop schema public, loaded, access cascade; create schema public")
    model.unlink()
    model.parent.rmdir()
    done = run_command(own_shop_url, tmp_path / "data", "-m", "db.restore", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Every table is as it was" in done.stdout and "DIFFERENT" not in done.stdout
    assert contents(own_shop_url) == before and indexes(own_shop_url) == keys
    assert model.read_bytes() == b"fitted"


def test_what_is_there_is_never_written_over(own_shop_url: str, tmp_path: Path) -> None:
    file = make_backup(own_shop_url, tmp_path)
    before = contents(own_shop_url)
    done = run_command(own_shop_url, tmp_path / "data", "-m", "db.restore", str(file))
    assert done.returncode == 2 and "is not empty" in done.stderr
    again = run_command(own_shop_url, tmp_path / "data", "-m", "db.backup", str(file))
    assert again.returncode == 2 and "is there already" in again.stderr
    assert contents(own_shop_url) == before


def test_a_broken_or_foreign_file_changes_nothing(own_shop_url: str, empty_url: str, tmp_path: Path) -> None:
    file = make_backup(own_shop_url, tmp_path)
    cut = tmp_path / "cut.tar"
    cut.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    foreign = tmp_path / "foreign.tar"
    with tarfile.open(foreign, "w") as archive:
        archive.add(__file__, "something.py")
    for wrong in (cut, foreign, tmp_path / "missing.tar", Path(__file__)):
        done = run_command(empty_url, tmp_path / "other", "-m", "db.restore", str(wrong))
        assert done.returncode == 2 and "error: " in done.stderr, done.stdout + done.stderr
        assert contents(empty_url) == {}


def backup_with_a_model(own_shop_url: str, folder: Path) -> Path:
    model = folder / "data" / "models" / "run-1" / "model.pkl"
    model.parent.mkdir(parents=True)
    model.write_bytes(b"fitted")
    return make_backup(own_shop_url, folder)


def test_without_a_place_for_the_models_nothing_is_brought_back(
    own_shop_url: str, empty_url: str, tmp_path: Path
) -> None:
    file = backup_with_a_model(own_shop_url, tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    (other / "models").write_text("a file in the folder's place")
    done = run_command(empty_url, other, "-m", "db.restore", str(file))
    assert done.returncode == 2 and "the models cannot be brought back" in done.stderr, done.stdout + done.stderr
    assert contents(empty_url) == {}


def test_models_are_taken_away_again_when_the_database_does_not_come(
    own_shop_url: str, empty_url: str, tmp_path: Path
) -> None:
    file = backup_with_a_model(own_shop_url, tmp_path)
    execute(empty_url, "create schema access")
    done = run_command(empty_url, tmp_path / "other", "-m", "db.restore", str(file))
    assert done.returncode == 2 and "nothing was brought back" in done.stderr, done.stdout + done.stderr
    assert contents(empty_url) == {} and not (tmp_path / "other" / "models").exists()


def test_the_proof_finds_a_changed_row(own_shop_url: str, empty_url: str, tmp_path: Path) -> None:
    file = make_backup(own_shop_url, tmp_path)
    with tarfile.open(file) as archive:
        archive.extractall(tmp_path / "parts", filter="data")
    proof = tmp_path / "parts" / "proof.json"
    with tarfile.open(tmp_path / "planted.tar", "w") as archive:
        text = proof.read_text()
        at = text.index("public.customers") + len('public.customers": [\n   ')
        proof.write_text(text[:at] + "9" + text[at:])
        archive.add(tmp_path / "parts", ".", filter=lambda member: member if member.name == "." else None)
        for name in ("proof.json", "database.dump"):
            archive.add(tmp_path / "parts" / name, name)
    done = run_command(empty_url, tmp_path / "other", "-m", "db.restore", str(tmp_path / "planted.tar"))
    assert done.returncode == 1 and "public.customers" in done.stderr and "DIFFERENT" in done.stdout
