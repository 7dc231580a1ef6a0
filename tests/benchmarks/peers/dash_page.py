"""Figures, segments and customers as a Dash page: all in its first layout, so that no callback is waited for."""

from dash import Dash, dash_table, dcc, html

from tests.benchmarks.peers.page_rows import customers, figures, segments

app = Dash(__name__, title="Customers", update_title="")
app.layout = html.Div(
    [
        html.H1("Overview"),
        html.Div(
            [html.Div([html.Div(label), html.Div(value, className="figure")]) for label, value in figures],
            style={"display": "flex", "gap": "2rem"},
        ),
        html.H2("Revenue by segment"),
        dcc.Graph(
            figure={
                "data": [
                    {
                        "type": "bar",
                        "orientation": "h",
                        "x": [row["monetary"] for row in segments],
                        "y": [row["segment"] for row in segments],
                    }
                ]
            }
        ),
        html.H2("Customers"),
        dash_table.DataTable(
            data=customers,
            columns=[{"name": name, "id": name} for name in customers[0]],
            page_size=20,
            sort_action="native",
            filter_action="native",
        ),
    ]
)
server = app.server
