"""Does a test fail where a security rule is missing? `python -m tests.mutants [RULE ...]`

Each mutant takes one rule of discovery out of a copy of the program, in a temporary folder, and runs tests
there: they have to fail. Prints one line for each and ends with 1 where a mutant survived. That each one
still fits the program is tested in test_mutants.py.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[1]


class Mutant(NamedTuple):
    """rule: what is taken out. file: below advisor/. old, new: what changes. tests: who should see it."""

    rule: str
    file: str
    old: str
    new: str
    tests: str


MUTANTS = (
    Mutant("password: only over a verified line", "accountfacts.py",
           'if candidate.evidence not in ("E2", "E3"):', "if False:",
           "test_accountfacts.py test_accountcheck.py"),
    Mutant("password: only after a doubtful host was confirmed", "accountfacts.py",
           'candidate.standing == "confirm" and not accepted', "False",
           "test_accountfacts.py test_accountcheck.py"),
    Mutant("password: never in clear", "net/account.py",
           'if endpoint.security == "plain":', "if False:", "net/test_account.py test_canary.py"),
    Mutant("password: not where somebody sits in the line", "net/account.py",
           'if not talk.encrypted or "injected-before-tls" in talk.notes:', "if not talk.encrypted:",
           "net test_canary.py"),
    Mutant("password: not on the command line", "flags.py",
           'parser.add_argument("--password", action=RefusePassword, ', 'parser.add_argument("--password", ',
           "test_cli.py test_canary.py"),
    Mutant("password: the box shows itself to nobody", "password.py",
           'return f"<{self.kind}>"', "return self._letters.decode()", "test_password.py test_canary.py"),
    Mutant("password: forgotten after its call", "password.py",
           "    def __exit__(self, *_: object) -> None:\n        self.forget()",
           "    def __exit__(self, *_: object) -> None:\n        pass",
           "test_password.py test_accountcheck.py"),
    Mutant("https only: no http without its consent", "net/http.py",
           'if target.scheme != "https" and not (clear and target.scheme == "http"):', "if False:",
           "net/test_http.py vectors"),
    Mutant("https only: port 443", "net/http.py",
           'if port not in (None, 443 if target.scheme == "https" else 80):', "if False:",
           "net/test_http.py vectors"),
    Mutant("http: what came in clear is worth nothing", "sources/http_autoconfig.py", '"I0")', '"I3")',
           "vectors sources"),
    Mutant("redirects: no login in the URL", "net/http.py", 'if "@" in target.netloc:', "if False:",
           "net/test_http.py vectors"),
    Mutant("redirects: four at most", "net/http.py", "if len(hops) > MAX_REDIRECTS:", "if len(hops) > 9:",
           "net/test_http.py vectors"),
    Mutant("redirects: no ring", "net/http.py", "if url in hops:", "if False:", "net/test_http.py vectors"),
    Mutant("redirects: to a name, not an address", "net/http.py",
           'if not _HOST.fullmatch(target.hostname or ""):', "if False:", "net/test_http.py vectors"),
    Mutant("redirects: to somebody else's domain, less is believed", "sources/_documents.py",
           "if left_the_domain(answer):", "if False:", "vectors sources"),
    Mutant("redirects: the address stays in the domain", "net/http.py",
           "url = _without_query(_join(url, location), hops[0])", "url = _join(url, location)",
           "net/test_http.py vectors"),
    Mutant("http: a body of 256 KiB at most", "net/http.py", "if len(body) > MAX_BODY:", "if False:",
           "net/test_http.py vectors"),
    Mutant("http: headers of 32 KiB at most", "net/http.py", "> MAX_HEADERS:", "> 1 << 40:",
           "net/test_http.py vectors"),
    Mutant("http: nothing is unpacked", "net/http.py",
           'if response.headers.get("Content-Encoding", "identity").lower() != "identity":', "if False:",
           "net/test_http.py vectors"),
    Mutant("http: one time limit for a drip as well", "net/http.py",
           "self._sock.settimeout(self._limit.left())", "self._sock.settimeout(3.0)",
           "net/test_http.py vectors"),
    Mutant("http: nothing says which version asks", "net/http.py", 'USER_AGENT = "mail-advisor"',
           'USER_AGENT = "mail-advisor/0.1 Python"', "net/test_http.py vectors"),
    Mutant("XML: no DOCTYPE", "xmltree.py", 'raise Unfit("doctype")', "return", "test_autoconfig.py vectors"),
    Mutant("XML: depth", "xmltree.py", "if self._depth > _MAX_DEPTH:", "if False:",
           "test_autoconfig.py vectors"),
    Mutant("XML: number of elements", "xmltree.py", "if self._elements > _MAX_ELEMENTS:", "if False:",
           "test_autoconfig.py vectors"),
    Mutant("JSON: depth", "sources/pacc.py", "if deepest > _DEEPEST:", "if False:", "vectors sources"),
    Mutant("JSON: no key twice", "sources/pacc.py", "object_pairs_hook=_once", "object_pairs_hook=dict",
           "vectors sources"),
    Mutant("PACC: the digest has to fit", "sources/pacc.py",
           "if digests and hashlib.sha256(document.body).digest() not in digests:", "if False:",
           "vectors sources"),
    Mutant("addresses: public ones only", "net/addresses.py", "usable = is_local if lan else is_public",
           "usable = is_local", "net vectors"),
    Mutant("addresses: none that carry another one inside", "net/addresses.py",
           " and not any(ip in net for net in _REFUSED)", "", "net/test_addresses.py vectors"),
    Mutant("addresses: the one that was judged is the one that is dialled", "net/connecting.py",
           "sock.connect((address, port))", 'sock.connect(("127.0.0.1", port))',
           "net/test_connecting.py"),
    Mutant("ports: only those of mail", "net/live.py",
           "        if endpoint.port not in self._ports and endpoint not in self._permitted:\n"
           '            return Visit(endpoint, "not-visited", note="port")\n        visit = ',
           "        visit = ", "net vectors"),
    Mutant("wildcard: a guessed name like any other does not exist", "sources/guess.py",
           'if place and (not wildcard or place != wildcard or label == "mail")', "if place",
           "vectors sources"),
    Mutant("wildcard: SRV records like any other are none", "sources/srv.py",
           "if wildcard and sorted(answer.records) == wildcard:", "if False:", "vectors sources"),
    Mutant("captive portal: nothing is concluded", "noticing.py",
           "    return (len(doubtful) >= _MANY", "    return False and (len(doubtful) >= _MANY",
           "vectors test_noticing.py"),
    Mutant("third parties: can be switched off", "discovery.py",
           "(reach.third_party or not source.third_party)", "True", "vectors test_discovery.py"),
    Mutant("third parties: consent before the address is told", "discovery.py",
           "not source.flag or source.flag in reach.consents", "True", "vectors test_discovery.py"),
    Mutant("derived hosts: never under a public suffix", "sources/_mx_domains.py",
           "if not registered or registered == search.address.registrable:",
           "if registered == search.address.registrable:", "vectors sources"),
    Mutant("Autodiscover: the address goes to hosts of the domain only", "sources/autodiscover.py",
           "return _ask(search, url) if _own(search, host) else _elsewhere(search, host)",
           "return _ask(search, url)", "vectors sources"),
    Mutant("screen: control characters of a server never reach it", "net/line.py",
           ' not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))', ' != "None")', "net vectors"),
    Mutant("screen: the last gate", "printing.py", '"\\n".join(clean(line) for line in lines)',
           '"\\n".join(lines)', "test_cli.py vectors"),
    Mutant("STARTTLS: what was said before it does not count", "net/imap.py",
           "            self.untagged_responses = {}\n            talk.adopt", "            talk.adopt",
           "net vectors"),
    Mutant("STARTTLS: what was injected is told", "net/visiting.py", 'self.note("injected-before-tls")',
           "pass", "net vectors"),
    Mutant("STARTTLS: PREAUTH is refused", "net/visiting.py",
           'if status == b"PREAUTH" and not talk.encrypted:', "if False:", "net vectors"),
    Mutant("SMTP: EHLO does not tell the name of this machine", "net/submission.py",
           "super().__init__(local_hostname=NEUTRAL_NAME)", "super().__init__()", "net/test_submission.py"),
    Mutant("TLS: verified, whatever the libraries' own contexts do", "net/tls.py",
           "        context.sslsocket_class = _Line\n",
           "        context.sslsocket_class = _Line\n        context.check_hostname = False\n"
           "        context.verify_mode = ssl.CERT_NONE\n", "net vectors"),
    Mutant("TLS: 1.2 at least", "net/tls.py", "context.minimum_version = ssl.TLSVersion.TLSv1_2",
           "context.minimum_version = ssl.TLSVersion.TLSv1", "net vectors"),
    Mutant("DNS: only an answer to what was asked counts", "net/glance.py",
           "if len(data) < end or data[12:end].lower() != asked:", "if len(data) < end:", "net"),
    Mutant("DNS: AD is believed on this machine only", "net/resolvers.py",
           "return ipaddress.ip_address(server[0]).is_loopback and server[0] != _FORWARDER", "return True",
           "net vectors"),
    Mutant("limits: 24 visits to 12 hosts", "visits.py",
           "if len(taken) >= _MOST_VISITS or (endpoint.host not in hosts and len(hosts) >= _MOST_HOSTS):",
           "if False:", "test_visits.py"),
)


def killed(mutant: Mutant) -> bool:
    """Whether the tests fail without the rule."""
    with tempfile.TemporaryDirectory() as home:
        copy = Path(home)
        for name in ("advisor", "templates", "profiles", "tests"):
            shutil.copytree(REPOSITORY / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md"):
            shutil.copy(REPOSITORY / name, copy)
        place = copy / "advisor" / mutant.file
        place.write_text(place.read_text(encoding="utf-8").replace(mutant.old, mutant.new), encoding="utf-8")
        wanted = [copy / "tests" / name for name in mutant.tests.split()]
        run = subprocess.run(
            [sys.executable, "-P", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *wanted], cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, text=True)
    seen = re.search(r"^\d+ failed", run.stdout, re.MULTILINE) is not None
    if run.returncode and not seen:     # a mistake of ours: it does not even begin
        raise RuntimeError(f"{mutant.rule}: pytest ended with {run.returncode}\n{run.stdout[-2000:]}")
    return seen


def main() -> int:
    """Run those whose rule contains one of the words given, or all."""
    chosen = [one for one in MUTANTS if not sys.argv[1:] or any(word in one.rule for word in sys.argv[1:])]
    survived = 0
    for mutant in chosen:
        began = time.monotonic()
        dead = killed(mutant)
        survived += not dead
        _tell(f"{'killed  ' if dead else 'SURVIVED'} {time.monotonic() - began:4.0f} s  {mutant.rule}")
    _tell(f"{len(chosen) - survived} of {len(chosen)} killed")
    return 1 if survived else 0


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - what this is run for


if __name__ == "__main__":
    sys.exit(main())
