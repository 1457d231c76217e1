"""Prints what Evolution's source registry makes of the .source files in the home's folder, as JSON.

Run by the system's Python inside a D-Bus session; the registry is the real one and writes out what it loaded.
"""

import json

import gi

gi.require_version("EDataServer", "1.2")
from gi.repository import EDataServer  # noqa: E402 - the version has to be chosen first

registry = EDataServer.SourceRegistry.new_sync(None)
print(json.dumps({source.get_uid(): source.to_string()[0] for source in registry.list_sources(None)
                  if source.get_uid().startswith("mail-advisor")}))
