"""Figures, segments and customers as a Streamlit page, of its own elements alone."""

import pandas as pd
import streamlit as st

from tests.benchmarks.peers.page_rows import customers, figures, segments

st.set_page_config(page_title="Customers", layout="wide")
st.title("Overview")
for column, (label, value) in zip(st.columns(len(figures)), figures, strict=True):
    column.metric(label, value)
st.subheader("Revenue by segment")
st.bar_chart(pd.DataFrame(segments), x="segment", y="monetary", horizontal=True)
st.subheader("Customers")
st.dataframe(pd.DataFrame(customers), hide_index=True)
