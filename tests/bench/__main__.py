"""`make bench`: runs the benchmarks, or the one that is named."""

import importlib
import sys

BENCHMARKS = (
    "reading",
    "wide",
    "marking",
    "storing",
    "corpus",
    "encodings",
    "unusual",
    "engine",
    "registering",
    "accuracy",
    "products",
    "foundation",
    "serving",
    "pages",
    "importing",
    "monitoring",
    "drift",
)


def main(names: list[str]) -> int:
    """Run the named benchmarks, all where none is named."""
    unknown = set(names) - set(BENCHMARKS)
    if unknown:
        print(f"no benchmark is called {', '.join(sorted(unknown))}: choose from {', '.join(BENCHMARKS)}")
        return 2
    for name in names or BENCHMARKS:
        importlib.import_module(f"tests.bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
