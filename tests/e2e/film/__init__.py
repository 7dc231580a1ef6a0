"""The demonstration film: a story told in the real dashboard, frame by frame, on the real data."""
