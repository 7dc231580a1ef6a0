"""Files of order lines: found, recognised, and handed on as text for COPY."""

from etl.order_files.layouts import FIELDS, LAYOUTS
from etl.order_files.places import find_order_files, list_order_files
from etl.order_files.problem import SourceError
from etl.order_files.reading import OrderFile, ReadingOptions

__all__ = ["FIELDS", "LAYOUTS", "OrderFile", "ReadingOptions", "SourceError", "find_order_files", "list_order_files"]
