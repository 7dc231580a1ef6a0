"""The model file: only the registered one is opened."""

import hashlib
import json
import os
import pickle
from collections import defaultdict
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from db.runs import Run
from ml.backtest import ALL, Fits
from ml.candidates import MODEL_NAMES, ModelName
from ml.predictor import ModelFileError, PurchasePredictor
from ml.season import Shift
from ml.training import _card
from tests.ml.made_panel import CUTOFFS, make_panel


class Trap:
    """Writes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[Path, str]]:
        return (Path.write_text, (self.path, "opened"))


@pytest.mark.parametrize("model", MODEL_NAMES)
def test_saved_model_answers_as_before(tmp_path: Path, model: ModelName) -> None:
    panel = make_panel()
    predictor = PurchasePredictor(model).fit(Fits(panel), CUTOFFS, ALL)
    card = predictor.save(tmp_path / "run-1" / "model.pkl", {"model": model})
    again = PurchasePredictor.load(tmp_path / "run-1" / "model.pkl", card["sha256"])
    np.testing.assert_array_equal(again.predict_proba(panel), predictor.predict_proba(panel))
    assert again.threshold == predictor.threshold
    assert json.loads((tmp_path / "run-1" / "card.json").read_text()) == card


def test_a_changed_file_is_refused_before_it_is_unpickled(tmp_path: Path) -> None:
    path, sprung = tmp_path / "model.pkl", tmp_path / "sprung"
    card = PurchasePredictor().save(path, {})
    path.write_bytes(pickle.dumps(Trap(sprung)))
    with pytest.raises(ModelFileError, match="not the registered model"):
        PurchasePredictor.load(path, card["sha256"])
    assert not sprung.exists()
    with pytest.raises(ModelFileError, match="holds no predictor"):
        PurchasePredictor.load(path, hashlib.sha256(path.read_bytes()).hexdigest())
    assert sprung.exists()  # the trap works, so its silence above means something


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"gone\.pkl: the model file cannot be read"):
        PurchasePredictor.load(tmp_path / "gone.pkl", "0" * 64)


def test_a_longer_file_is_refused_without_being_read_on(tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    card = PurchasePredictor().save(path, {})
    with path.open("ab") as file:
        file.truncate(10**12)  # a hole: the size of a disk, of which nothing is written
    with pytest.raises(ModelFileError, match=f"more than {card['bytes']:,} bytes, registered"):
        PurchasePredictor.load(path, card["sha256"], card["bytes"])


def test_a_link_a_pipe_and_a_folder_are_no_model_files(tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    card = PurchasePredictor().save(path, {})
    (tmp_path / "link").symlink_to(path)
    os.mkfifo(tmp_path / "pipe")
    for name, why in (("link", "it is a link"), ("pipe", "not a plain file"), (".", "not a plain file")):
        with pytest.raises(ModelFileError, match=why):
            PurchasePredictor.load(tmp_path / name, card["sha256"], card["bytes"])


def test_a_registered_file_of_other_code_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "model.pkl"
    path.write_bytes(b"cml.gone\nPredictor\n.")  # a pickle of a class of a module that is no longer there
    with pytest.raises(ModelFileError, match=r"other versions of this code .*ModuleNotFoundError.*Train again"):
        PurchasePredictor.load(path, hashlib.sha256(path.read_bytes()).hexdigest())


def test_an_unfitted_predictor_says_so() -> None:
    with pytest.raises(RuntimeError, match="not fitted"):
        PurchasePredictor().terms()


def test_a_model_needs_both_kinds_of_customers() -> None:
    panel = make_panel()
    panel.labels[30][:] = False
    with pytest.raises(ValueError, match="customers who did not"):
        PurchasePredictor().fit(Fits(panel), CUTOFFS, ALL)


def test_the_card_names_the_season_that_moves_all_probabilities() -> None:
    predictor = PurchasePredictor().fit(Fits(make_panel()), CUTOFFS, ALL)
    run = Run(1, "scored", datetime(2021, 7, 1), {}, None)
    assert _card(predictor, run, defaultdict(float), 9)["season"] == {"way": "none", "log_odds": 0.0}
    predictor.shift = Shift("recent", 0.7)
    assert _card(predictor, run, defaultdict(float), 9)["season"] == {"way": "recent", "log_odds": 0.7}
