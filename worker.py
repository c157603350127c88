"""Runs: settings -> plugin -> worker."""

from plugin import main

if __name__ == "__main__":
    main()
