"""Benchmarks: each measures Foresail and a peer in one run and prints one table, the ratio last."""
