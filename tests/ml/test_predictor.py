"""The model file: only the registered one is opened."""

import hashlib
import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from ml.backtest import ALL, Fits
from ml.candidates import MODEL_NAMES, ModelName
from ml.predictor import ModelFileError, PurchasePredictor
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
    np.testing.assert_array_equal(again.probabilities(panel), predictor.probabilities(panel))
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


def test_an_unfitted_predictor_says_so() -> None:
    with pytest.raises(RuntimeError, match="not fitted"):
        PurchasePredictor().terms()


def test_a_model_needs_both_kinds_of_customers() -> None:
    panel = make_panel()
    panel.labels[30][:] = False
    with pytest.raises(ValueError, match="customers who did not"):
        PurchasePredictor().fit(Fits(panel), CUTOFFS, ALL)
