"""The predictor that ships: one fitted model with its threshold, kept in a file that only its hash can open."""

import errno
import hashlib
import io
import json
import os
import stat
import warnings
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ml.backtest import Fits, Population
    from ml.candidates import Candidate, ModelName
    from ml.panel import Floats, Panel
    from ml.reasons import Explainer
    from ml.season import Shift
    from ml.value import ValueForecast

AGAIN = "Train again: python ml/ml_model.py --force"


class ModelFileError(Exception):
    """The model file is not there, or is not the one that was registered."""


class PurchasePredictor:
    """The probability that a customer orders within the horizon after the as-of date.

    model: the name of a candidate; horizon_days: the length of the window; both stay as they are.
    """

    def __init__(self, model: "ModelName" = "logistic", horizon_days: int = 30) -> None:
        self.model: ModelName = model
        self.horizon_days = horizon_days
        self.cutoffs: list[datetime] = []
        self.threshold: float | None = None
        self.shift: Shift | None = None
        self.value: ValueForecast | None = None
        self._candidate: Candidate | None = None

    @property
    def candidate(self) -> "Candidate":
        """The fitted model; raises RuntimeError before `fit`."""
        if self._candidate is None:
            raise RuntimeError("the predictor is not fitted yet")
        return self._candidate

    def fit(
        self, fits: "Fits", cutoffs: Sequence[datetime], population: "Population", as_of: datetime | None = None
    ) -> "PurchasePredictor":
        """Learn from all rows of these completed cutoffs; the threshold is the best one of the last of them.

        The intercept for the season is that of `as_of`; without one there is none.

        Raises ValueError where only buyers, or none, occur.
        """
        candidate = fits.fit(self.model, self.horizon_days, cutoffs)
        if candidate is None:
            raise ValueError("a model needs customers who ordered and customers who did not")
        self._candidate = candidate
        self.threshold = fits.threshold(self.model, population, cutoffs)
        self.shift = None if as_of is None else fits.shift(self.model, self.horizon_days, as_of)
        self.cutoffs = list(cutoffs)
        return self

    def predict_proba(self, panel: "Panel") -> "Floats":
        """(n,) probability of at least one order in [cutoff, cutoff + horizon), 0 to 1."""
        found = self.candidate.probabilities(panel)
        return found if self.shift is None else self.shift.apply(found)

    def explainer(self, among: "Panel") -> "Explainer":
        """What says of any customers why, beside those in `among`."""
        from ml.reasons import Explainer

        return Explainer(self.candidate, self.predict_proba, among)

    def explain(self, panel: "Panel", among: "Panel | None" = None) -> "Floats":
        """(n, 10) what each row's probability is made of, in the order of ml.reasons.PARTS; each row adds up to it.

        The average, the first, is that of `among`, by default of the panel itself.
        """
        return self.explainer(panel if among is None else among).explain(panel).parts()

    def terms(self) -> list[dict[str, Any]]:
        """Name, label and coefficient (or importance) of each input."""
        return [
            {"name": term.name, "label": term.label, self.candidate.weight_name: term.weight}
            for term in self.candidate.terms()
        ]

    def save(self, path: Path, card: dict[str, Any]) -> dict[str, Any]:
        """Write the model to `path` and its card to `card.json` beside it; returns the card with SHA-256 and size."""
        import joblib

        buffer = io.BytesIO()
        joblib.dump(self, buffer)
        content = buffer.getvalue()
        full = {**card, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        write_model(path, content, full)
        return full

    @classmethod
    def load(cls, path: Path, sha256: str, size: int | None = None) -> "PurchasePredictor":
        """The predictor in a file whose SHA-256 (and size in bytes, where given) is the registered one.

        Raises ModelFileError, before anything is unpickled, for any other file.
        """
        return cls.of(read_registered(path, sha256, size), path)

    @classmethod
    def of(cls, content: bytes, path: Path) -> "PurchasePredictor":
        """The predictor in the bytes that `read_registered` gave; raises ModelFileError where there is none for us."""
        import joblib

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")  # scikit-learn warns of a model that another version of it wrote
                predictor = joblib.load(io.BytesIO(content))
        except Exception as error:
            # The file is the one that we wrote; code or libraries have changed since, in whatever way.
            raise ModelFileError(
                f"{path}: the model was written by other versions of this code or its libraries than those installed "
                f"({type(error).__name__}). {AGAIN}"
            ) from None
        if not isinstance(predictor, cls):
            raise ModelFileError(f"{path}: the file holds no predictor. {AGAIN}")
        return predictor


def read_registered(path: Path, sha256: str, size: int | None = None) -> bytes:
    """The content of a model file, read once: what is returned is what was checked.

    Raises ModelFileError where it can't be read, is no plain file, or is not the one that was registered.
    """
    try:
        # A pipe is opened without waiting for its writer, and refused below; nor is a link followed.
        opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            os.close(opened)
            raise ModelFileError(f"{path}: not a plain file, so it was not read. {AGAIN}")
        with os.fdopen(opened, "rb") as file:
            content = file.read() if size is None else file.read(size + 1)
    except OSError as error:
        why = "it is a link" if error.errno == errno.ELOOP else error.strerror
        raise ModelFileError(f"{path}: the model file cannot be read ({why}). {AGAIN}") from None
    if size is not None and len(content) != size:
        length = f"more than {size:,}" if len(content) > size else f"{len(content):,}"
        raise ModelFileError(
            f"{path}: the file is not the registered model ({length} bytes, registered {size:,}), so it was not "
            f"opened. {AGAIN}"
        )
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ModelFileError(
            f"{path}: the file is not the registered model (SHA-256 {found[:12]}..., registered {sha256[:12]}...), "
            f"so it was not opened. {AGAIN}"
        )
    return content


def write_model(path: Path, content: bytes, card: dict[str, Any]) -> None:
    """Write a model's bytes to `path` and its card to `card.json` beside it, each whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, content)
    _replace(path.with_name("card.json"), json.dumps(card, indent=2, allow_nan=False).encode())


def _replace(path: Path, content: bytes) -> None:
    """Write beside and rename, so that a broken write leaves the old file."""
    aside = path.with_name(path.name + ".new")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
