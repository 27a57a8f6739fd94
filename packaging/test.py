#!/usr/bin/env python3
"""Sets everything up and runs all checks and tests:  python3 packaging/test.py [PYTEST ARGUMENTS]"""

from __future__ import annotations

import subprocess
import sys

import setup_environment

CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))


def main() -> int:
    """Run every check, then pytest, whose closing line stands last. 0 only if all passed."""
    try:
        python = str(setup_environment.prepare("dev"))
        setup_environment.have_test_commands()
    except setup_environment.SetupError as failed:
        sys.exit(f"Sayso could not be set up.\n{failed}")
    failures = []
    for check in CHECKS:
        print("::", *check, flush=True)
        if subprocess.run([python, "-m", *check], cwd=setup_environment.ROOT, check=False).returncode:
            failures.append(" ".join(check))
    print(":: pytest", flush=True)
    pytest = [python, "-m", "pytest", "--cov=reader", "--cov-report=term:skip-covered", *sys.argv[1:]]
    tests = subprocess.run(pytest, cwd=setup_environment.ROOT, check=False).returncode
    if failures:
        print("failed as well:", ", ".join(failures))
    return tests or int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
