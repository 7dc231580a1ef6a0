"""A model that knows what will come, as no honest one does: the best possible one to be compared with."""

from datetime import datetime

import numpy as np

from ml.candidates import Logistic
from ml.panel import Floats, Panel


class Foreseeing(Logistic):
    """Says 0.9 of those customers who will order in the 30 days after one of these cutoffs, and 0.1 of the others."""

    def __init__(self, like: Logistic, buyers: set[tuple[datetime, str]]) -> None:
        super().__init__()
        self.__dict__.update(like.__dict__)
        self.buyers = buyers

    def probabilities(self, panel: Panel) -> Floats:
        keys = zip(panel.cutoffs.tolist(), panel.customers, strict=True)
        return np.array([0.9 if key in self.buyers else 0.1 for key in keys])
