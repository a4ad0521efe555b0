"""Benchmarks: what sayso does on data that others annotated, told in figures that anyone can check."""
