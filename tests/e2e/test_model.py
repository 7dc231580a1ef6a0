"""Model (`ModelMetrics`): the confusion matrix and the threshold that moves it."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.figures import count, decimal, percent
from tests.e2e.reading import kpi, table_rows, visit
from tests.e2e.server import Server


@pytest.fixture
def metrics(server: Server) -> Any:
    metrics = server.get("/api/model/metrics")
    if metrics["model"] is None:
        pytest.skip(f"The data is too little for a model: {metrics['note']}")
    return metrics


def expect_figures(page: Page, metrics: Any) -> None:
    """Matrix, heading, F1 and the row of figures say what the API says."""
    (tn, fp), (fn, tp) = metrics["confusion_matrix"]
    cells = page.get_by_role("table", name="Confusion matrix").locator("tbody td > span:first-child")
    expect(cells).to_have_text([count(fn), count(tp), count(tn), count(fp)])
    finding = f"finds {percent(metrics['recall'])} of buyers; {percent(metrics['precision'])} of those it names do buy"
    expect(page.get_by_role("heading", name=finding)).to_be_visible()
    expect(kpi(page, "F1 of buyers").first).to_have_text(decimal(metrics["f1"]))
    first = table_rows(page.get_by_role("table", name="The model and three simple rules"))[0]
    names = ("f1", "f1_weighted", "precision", "recall", "accuracy")
    assert first[1:] == [decimal(metrics[name]) for name in names]


def test_the_figures_are_the_apis_at_the_models_own_threshold(page: Page, metrics: Any) -> None:
    visit(page, "/model")
    expect_figures(page, metrics)
    expect(kpi(page, "ROC-AUC").first).to_have_text(decimal(metrics["roc_auc"]))
    expect(kpi(page, "PR-AUC").first).to_have_text(decimal(metrics["pr_auc"]))
    expect(kpi(page, "Brier score, low is good").first).to_have_text(decimal(metrics["brier"]))


@pytest.mark.parametrize(("key", "times"), [("ArrowRight", 3), ("ArrowLeft", 2), ("PageUp", 2)])
def test_the_slider_moves_the_figures_by_keyboard(
    page: Page, server: Server, metrics: Any, key: str, times: int
) -> None:
    visit(page, "/model")
    slider = page.get_by_role("slider", name="Threshold")
    step = {"ArrowRight": 0.01, "ArrowLeft": -0.01, "PageUp": 0.1}[key]
    for pressed in range(1, times + 1):
        slider.press(key)
        expect(slider).to_have_attribute("aria-valuenow", f"{round(metrics['threshold'] + step * pressed, 2):g}")
    threshold = round(metrics["threshold"] + step * times, 2)
    page.wait_for_url(f"**/model?threshold={threshold:.2f}")
    expect_figures(page, server.get("/api/model/metrics", threshold=threshold))


def test_the_address_opens_a_threshold_and_the_button_leads_back(page: Page, server: Server, metrics: Any) -> None:
    visit(page, "/model?threshold=0.55")
    expect_figures(page, server.get("/api/model/metrics", threshold=0.55))
    page.get_by_role("button", name="Back to the model").click()
    expect_figures(page, metrics)


def test_each_rule_and_both_models_stand_side_by_side(page: Page, metrics: Any) -> None:
    visit(page, "/model")
    rules = table_rows(page.get_by_role("table", name="The model and three simple rules"))[1:]
    wanted = sorted((decimal(rule["f1"]) for rule in metrics["baselines"].values()), reverse=True)
    assert [row[1] for row in rules] == wanted
    models = table_rows(page.get_by_role("table", name="Models side by side"))
    assert [row[1:] for row in models] == [
        [decimal(model[name]) for name in ("f1", "roc_auc", "brier", "ece")] for model in metrics["models"]
    ]


def test_the_histogram_has_a_table(page: Page, metrics: Any) -> None:
    visit(page, "/model?table=threshold")
    rows = table_rows(page.get_by_role("table", name="Customers by predicted probability"))
    assert [row[2:] for row in rows] == [
        [count(part["bought"]), count(part["did_not"])] for part in metrics["score_histogram"]
    ]


LINES_UNDER = """(label) => {
    const box = label.getBoundingClientRect()
    const lines = [...label.ownerSVGElement.querySelectorAll('.recharts-line-curve, .recharts-reference-line-line')]
    const touches = (line) => {
        const toScreen = line.getScreenCTM()
        for (let along = 0; along <= line.getTotalLength(); along += 1) {
            const { x, y } = line.getPointAtLength(along).matrixTransform(toScreen)
            if (x > box.left && x < box.right && y > box.top && y < box.bottom) return true
        }
        return false
    }
    return lines.length < 3 ? ['too few lines'] : lines.filter(touches).map((line) => line.outerHTML)
}"""


@pytest.mark.parametrize("width", [390, 768, 1200, 1440])
def test_no_line_of_the_gains_crosses_a_label(page: Page, metrics: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, "/model")
    chart = page.get_by_role("figure", name="Share of buyers reached by share of customers")
    for name in ("model ", "random"):
        label = chart.locator("text").filter(has_text=name)
        expect(label).to_have_count(1)
        assert label.evaluate(LINES_UNDER) == []
