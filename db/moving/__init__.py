"""Moving a shop's data from one database into another, with proof."""
