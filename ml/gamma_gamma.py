"""Gamma-Gamma: what an order of a customer is worth, pulled towards the shop's usual order where few are known.

The values of a customer's orders vary by a gamma law around a mean of their own, which varies over customers by
another. Source: Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value. The fit is the bounded mode under wide
log-normal priors, as for BG/NBD, with money in units of the shop's median so that the currency does not matter.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import gammaln

from ml.rhythm import Floats

LOG_BOUND = 7.0
PRIOR_MEAN: Floats = np.array([1.0, 0.0, 0.0])  # p, q - 1, v, as logs
PRIOR_SD = 1.5
MOST_CUSTOMERS = 20_000


@dataclass(frozen=True)
class GammaGamma:
    """The three parameters of a shop, money in units of `scale`; q is above 1, so that every mean is finite."""

    p: float
    q: float
    v: float
    scale: float
    converged: bool = True

    def expected(self, orders: Floats, mean_value: Floats) -> Floats:
        """(n,) expected value of an order, 0 or more, of customers with so many orders of that mean value.

        A mean of 0 or below (more was returned than bought) counts as 0.
        """
        known = np.maximum(mean_value, 0.0) / self.scale
        found: Floats = self.scale * self.p * (self.v + orders * known) / (self.p * orders + self.q - 1)
        return found


def fit_gamma_gamma(orders: Floats, mean_value: Floats) -> GammaGamma:
    """The mode for these customers, (n,) each; those without an order of positive value are left out.

    With nobody left every order is expected to be worth next to nothing: the scale is 0.01.
    """
    usable = (orders > 0) & (mean_value > 0)
    orders, mean_value = orders[usable], mean_value[usable]
    if len(orders) > MOST_CUSTOMERS:
        some = np.linspace(0, len(orders) - 1, MOST_CUSTOMERS).astype(np.int64)
        orders, mean_value = orders[some], mean_value[some]
    scale = float(np.median(mean_value)) if len(orders) else 0.01
    value = mean_value / scale

    def loss(parameters: Floats) -> float:
        p, q, v = np.exp(parameters[0]), 1 + np.exp(parameters[1]), np.exp(parameters[2])
        shape = p * orders
        log_likelihood = gammaln(shape + q) - gammaln(shape) - gammaln(q) + q * np.log(v)
        log_likelihood += (
            (shape - 1) * np.log(value) + shape * np.log(orders) - (shape + q) * np.log(v + orders * value)
        )
        prior = np.sum(((parameters - PRIOR_MEAN) / PRIOR_SD) ** 2) / 2
        return float((prior - log_likelihood.sum()) / max(len(orders), 1))

    found = minimize(loss, PRIOR_MEAN, method="L-BFGS-B", bounds=[(-LOG_BOUND, LOG_BOUND)] * 3)
    p, q, v = float(np.exp(found.x[0])), float(1 + np.exp(found.x[1])), float(np.exp(found.x[2]))
    return GammaGamma(p, q, v, scale, bool(found.success))
