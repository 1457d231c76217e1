"""A small client of Marionette, Mozilla's remote protocol (version 3), to question Thunderbird."""

import json
from contextlib import suppress


class MarionetteError(Exception):
    """The script failed, or Thunderbird hung up."""


class Marionette:
    """A session over a connected socket: `script(body, ...)` runs privileged JavaScript."""

    def __init__(self, socket, patience):
        self.socket, self.buffer, self.count = socket, b"", 0
        socket.settimeout(patience)
        self._receive()         # the server speaks first
        self._send("WebDriver:NewSession", capabilities={"alwaysMatch": {}})
        self._send("WebDriver:SetTimeouts", script=patience * 1000)
        self._send("Marionette:SetContext", value="chrome")

    def _receive(self):
        while b":" not in self.buffer:
            self._more()
        length, self.buffer = self.buffer.split(b":", 1)
        while len(self.buffer) < int(length):
            self._more()
        data, self.buffer = self.buffer[:int(length)], self.buffer[int(length):]
        return json.loads(data)

    def _more(self):
        chunk = self.socket.recv(65536)
        if not chunk:
            raise MarionetteError("Thunderbird closed the connection")
        self.buffer += chunk

    def _send(self, name, **values):
        self.count += 1
        data = json.dumps([0, self.count, name, values]).encode()
        self.socket.sendall(str(len(data)).encode() + b":" + data)
        _, _, error, result = self._receive()
        if error:
            raise MarionetteError(f"{error.get('error')}: {error.get('message')}")
        return result

    def script(self, body, *values):
        """Run `body`, an async function's body that sees `args`, and return its JSON value."""
        result = self._send("WebDriver:ExecuteAsyncScript", args=list(values), sandbox="system",
                            newSandbox=True, script=(
            "const done = arguments[arguments.length - 1];"
            "const args = Array.prototype.slice.call(arguments, 0, -1);"
            f"(async () => {{{body}}})().then("
            "v => done(JSON.stringify({ok: v === undefined ? null : v})),"
            "e => done(JSON.stringify({error: String(e) + '\\n' + String(e && e.stack)})));"))
        if result["value"] is None:
            raise MarionetteError("the script was cut short, probably by a dialog box")
        answer = json.loads(result["value"])
        if "error" in answer:
            raise MarionetteError(answer["error"])
        return answer["ok"]

    def quit(self):
        """Ask Thunderbird to end; it hangs up before or after its answer."""
        with suppress(MarionetteError, OSError):
            self._send("Marionette:Quit", flags=["eForceQuit"])
        self.socket.close()
