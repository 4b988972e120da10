"""`python -m tocsin.channels.gammu_hook`, where Tocsin is installed beside the modem."""

import sys

from tocsin.channels.gammu_hook.hook import main

sys.exit(main(sys.argv[1:]))
