"""Thousands of requests made from the OpenAPI document: what fits it is understood, what does not is refused."""
