"""Lines to the sandbox's IMAP server for the tests: imapclient, and a bare one for odd commands."""

import socket

from imapclient import IMAPClient

HOST = "imap.demo.example"
LETTER = b"From: a@b.example\r\nSubject: nueva\r\n\r\nHola\r\n"


def connect(box, log_in=True):
    line = IMAPClient(HOST, ssl_context=box.tls, timeout=5)
    line.normalise_times = False
    if log_in:
        line.login(box.address, box.password)
    return line


class Raw:
    """A bare line that is logged in; `say` gives the lines up to the tagged answer."""

    def __init__(self, box, log_in=True, port=993):
        line = socket.create_connection((HOST, port))
        if port == 993:
            line = box.tls.wrap_socket(line, server_hostname=HOST)
        self.file = line.makefile("rwb", buffering=0)
        line.close()
        assert self.file.readline().startswith(b"* OK")
        if log_in:
            assert self.say(f'LOGIN "{box.address}" "{box.password}"'.encode())[-1].startswith(b"t OK")

    def say(self, command, tag=b"t "):
        self.file.write(tag + command + b"\r\n")
        lines = []
        while not lines or not lines[-1].startswith((b"t ", b"* BYE", b"* BAD")):
            lines.append(self.file.readline())
            assert lines[-1], lines
        return lines
