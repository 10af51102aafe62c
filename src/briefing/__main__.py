"""`python -m briefing`, where the command is not installed: a publication is made again so."""

import sys

from .cli import main

sys.exit(main())
