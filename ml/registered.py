"""The models that runs were scored with, as they stand in the table `models`, and their files in the data folder."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, text

from db.queries import read_sql
from ml.predictor import AGAIN, ModelFileError, PurchasePredictor, read_registered, write_model

FOLDER = "models"
FILE = re.compile(rf"{FOLDER}/run-[0-9]+/model\.pkl")
LEAST_KNOWN = 0.5  # of an earlier run's customers, for its model to be one of the same shop


@dataclass(frozen=True)
class RegisteredModel:
    """The model of a run; `made_by_run` is the run whose training made it, `size_bytes` None where it was not noted."""

    run_id: int
    made_by_run: int
    model: str
    path: str
    sha256: str
    size_bytes: int | None
    card: dict[str, Any]
    metrics: dict[str, Any]

    def content(self, data_dir: Path) -> bytes:
        """What is in its file; raises ModelFileError when that is not what was registered."""
        if not FILE.fullmatch(self.path):
            raise ModelFileError(f"{self.path}: not the place of a model file, so it was not opened. {AGAIN}")
        return read_registered(data_dir / self.path, self.sha256, self.size_bytes)

    def open(self, data_dir: Path) -> "OpenedModel":
        """The predictor in its file; raises ModelFileError when it is not the registered one or of no use here."""
        content = self.content(data_dir)
        path = data_dir / self.path
        predictor = PurchasePredictor.of(content, path)
        was, now = ([term["name"] for term in terms] for terms in (self.card["features"], predictor.terms()))
        if was != now:
            raise ModelFileError(f"{path}: the model was trained on other features than this code has. {AGAIN}")
        return OpenedModel(self, content, predictor)


@dataclass(frozen=True)
class OpenedModel:
    """A registered model that was opened: the predictor, and the very bytes that it was read from."""

    registered: RegisteredModel
    content: bytes
    predictor: PurchasePredictor

    def copy_to(self, run_id: int, data_dir: Path) -> dict[str, Any]:
        """Write the file and its card into the folder of another run; returns the card."""
        card = {**self.registered.card, "sha256": self.registered.sha256, "bytes": len(self.content)}
        write_model(data_dir / model_path(run_id), self.content, card)
        return card


def model_path(run_id: int) -> str:
    """Where the model file of a run stands in the data folder."""
    return f"{FOLDER}/run-{run_id}/model.pkl"


def registered_model(connection: Connection, run_id: int) -> RegisteredModel | None:
    """The model with which a run was scored; None where there is no such run or it has no model."""
    row = connection.execute(text(read_sql("ml/sql/registered_model")), {"run_id": run_id}).one_or_none()
    return None if row is None else RegisteredModel(**row._mapping)


@dataclass(frozen=True)
class Known:
    """How many of an earlier run's customers another run knows by the same id and first order."""

    customers: int
    known: int

    @property
    def same_shop(self) -> bool:
        """False when the data were replaced by those of another shop: a model says nothing of its customers."""
        return self.known >= LEAST_KNOWN * self.customers


def known_customers(connection: Connection, earlier: int, later: int) -> Known:
    """Compare the customers of two runs whose scores are kept."""
    query = read_sql("ml/sql/known_customers").format(earlier=f"rfm_scores_{earlier}", later=f"rfm_scores_{later}")
    return Known(*connection.execute(text(query)).one())


def remove_leftovers(engine: Engine, data_dir: Path) -> list[str]:
    """Delete the folders that `leftovers` finds, and half-written files; returns their names.

    Called under the pipeline lock. A data folder belongs to one database.
    """
    found = leftovers(engine, data_dir)
    for name in found:
        shutil.rmtree(data_dir / FOLDER / name)
    for aside in (data_dir / FOLDER).glob("run-*/*.new"):  # a kill while the file was written
        aside.unlink()
    return found


def leftovers(engine: Engine, data_dir: Path) -> list[str]:
    """The names of model folders whose run is gone, or that no run has registered, such as a killed training's."""
    with engine.connect() as connection:
        kept = set(
            connection.execute(
                text(
                    "select models.path from runs inner join models on runs.model_id = models.model_id"
                    " where runs.run_id in (select run_id from published)"
                    " or runs.state = 'published' and to_regclass('public.rfm_scores_' || runs.run_id) is not null"
                )
            ).scalars()
        )
    return [
        folder.name
        for folder in sorted((data_dir / FOLDER).glob("run-*"))
        if re.fullmatch(r"run-[0-9]+", folder.name)
        and folder.is_dir()
        and not folder.is_symlink()
        and model_path(int(folder.name[len("run-") :])) not in kept
    ]
