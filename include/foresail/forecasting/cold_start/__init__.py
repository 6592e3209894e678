"""Products with little history, or none: like products, and how new products began."""
