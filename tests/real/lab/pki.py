"""The lab's certificate authority: good certificates, one that has expired, one for another name."""

import datetime

import trustme


class Authority:
    """A CA of this session; `pem` is the file to trust."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder = folder
        self.ca = trustme.CA(organization_name="mail-advisor lab")
        self.pem = folder / "ca.pem"
        self.ca.cert_pem.write_to_path(str(self.pem))

    def issue(self, name, hosts, kind="good"):
        """One file with key and chain for `hosts`. kind: good, expired, wrong-name."""
        dates = {}
        if kind == "expired":
            now = datetime.datetime.now(datetime.UTC)
            dates = {"not_before": now - datetime.timedelta(days=90),
                     "not_after": now - datetime.timedelta(days=1)}
        elif kind == "wrong-name":
            hosts = ["mail.somewhere-else.example"]
        leaf = self.ca.issue_cert(*hosts, common_name=hosts[0], **dates)
        path = self.folder / f"{name}.pem"
        path.write_bytes(leaf.private_key_and_cert_chain_pem.bytes())
        path.chmod(0o600)
        return path
