"""From a file of order lines to scored customers: standalone scripts, their logic in SQL."""
