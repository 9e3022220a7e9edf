"""Print patient handouts: `python generate.py --help`."""

from handpress.cli import main

if __name__ == "__main__":
    main()
