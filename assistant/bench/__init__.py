"""The benchmarks: each prints its figures beside a baseline."""
