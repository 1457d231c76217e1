"""`python -m advisor` is the same program as `mail-advisor`."""

import sys

from advisor.cli import main

sys.exit(main())
