"""Writes the golden files and the README's tables anew: `python -m tests.goldens`.

Look at the difference before you keep it.
"""

import shutil

from tests import readme
from tests.goldens import CLIENTS, FOLDER, wanted

for client in CLIENTS:
    shutil.rmtree(FOLDER / client, ignore_errors=True)
for path, content in wanted().items():
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
readme.PATH.write_text(readme.renewed(readme.PATH.read_text(encoding="utf-8")), encoding="utf-8")
