"""Drives Chromium without a screen and without a network, over its own debugging pipe (no library).

The pipe speaks the DevTools protocol: JSON messages that end in a zero byte, on descriptors 3 and 4.
"""

import base64
import json
import os
import subprocess
import tempfile
from contextlib import suppress

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--hide-scrollbars", "--remote-debugging-pipe")
PAPERS = {"a4": (8.27, 11.69), "letter": (8.5, 11)}     # inches


class Chromium:
    """One page in a browser of its own. requests: URLs it asked for; complaints: what its console said."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        commands_out, commands = os.pipe()
        answers, answers_in = os.pipe()
        # `unshare -n`: a network namespace in which there is nothing, not even loopback.
        self._process = subprocess.Popen(
            ["unshare", "-n", "bash", "-c", f'exec "$@" 3<&{commands_out} 4>&{answers_in}', "chromium",
             "chromium", *FLAGS, f"--user-data-dir={self._folder.name}", "about:blank"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            pass_fds=(commands_out, answers_in))
        os.close(commands_out)
        os.close(answers_in)
        self._commands, self._answers = os.fdopen(commands, "wb", 0), os.fdopen(answers, "rb", 0)
        self._buffer, self._count, self._session = b"", 0, None
        self.requests, self.complaints, self._loaded = [], [], False
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self._call(f"{domain}.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        with suppress(OSError):
            self._commands.close()
        self._process.kill()
        self._process.wait()
        self._answers.close()
        self._folder.cleanup()

    def open(self, path):
        """Load a file from disk, with nothing remembered of the page before."""
        self.requests, self.complaints, self._loaded = [], [], False
        self._call("Page.navigate", url=path.absolute().as_uri())
        while not self._loaded:
            self._event(self._receive())
        self.run("document.fonts.ready.then(() => true)")
        return self

    def look(self, *, width=1280, dark=False, script=True):
        """How the window is: its width in CSS pixels, the scheme the person prefers, script or none."""
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=2,
                   mobile=width < 500)
        self._call("Emulation.setEmulatedMedia", media="screen", features=[
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self._call("Emulation.setScriptExecutionDisabled", value=not script)

    def run(self, script):
        """The JSON value of an expression; a promise is waited for."""
        answer = self._call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def screenshot(self, path):
        """The whole page as PNG."""
        shot = self._call("Page.captureScreenshot", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))
        return path

    def print(self, path, paper):
        """The page as PDF, on `a4` or `letter`, with the margins that the page itself asks for."""
        width, height = PAPERS[paper]
        self._call("Emulation.setEmulatedMedia", media="print")
        printed = self._call("Page.printToPDF", paperWidth=width, paperHeight=height)
        path.write_bytes(base64.b64decode(printed["data"]))
        return path

    def _call(self, method, **params):
        self._count += 1
        message = {"id": self._count, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._receive()
            if answer.get("id") == self._count:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return answer["result"]
            self._event(answer)

    def _receive(self):
        while b"\0" not in self._buffer:
            chunk = self._answers.read(65536)
            if not chunk:
                raise AssertionError("Chromium hung up")
            self._buffer += chunk
        message, self._buffer = self._buffer.split(b"\0", 1)
        return json.loads(message)

    def _event(self, event):
        method, params = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent" and not params["request"]["url"].startswith("data:"):
            self.requests.append(params["request"]["url"])      # `data:` is part of the page, nobody is asked
        elif method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Log.entryAdded":
            self.complaints.append(params["entry"]["text"])
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append(str(params["args"]))
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(params["exceptionDetails"]))
