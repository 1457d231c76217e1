// Send one message from the first identity of each mail account; returns the code of each ("0x0" is good).
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const [password, recipient, messageId] = args;

const codes = [];
for (const account of MailServices.accounts.accounts) {
  const identity = account.identities[0];
  if (!identity) { continue; }
  const server = identity.smtpServerKey
    ? MailServices.outgoingServer.getServerByKey(identity.smtpServerKey)
    : MailServices.outgoingServer.defaultServer;
  const path = PathUtils.join(PathUtils.tempDir, "message.eml");
  await IOUtils.writeUTF8(path, [
    `From: ${identity.email}`, `To: ${recipient}`, "Subject: sent by Thunderbird",
    `Message-ID: <${messageId}>`, "Date: " + new Date().toUTCString(), "", "hello", ""].join("\r\n"));
  const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
  file.initWithPath(path);
  codes.push(await new Promise(done => {
    setTimeout(() => done("timeout"), 30000);
    server.sendMailMessage(
      file, MailServices.headerParser.parseEncodedHeader(recipient), [], identity, identity.email, password,
      null, false, messageId, {
        QueryInterface: ChromeUtils.generateQI(["nsIMsgOutgoingListener"]),
        onSendStart() {},
        onSendStop(uri, status, info, message) {
          done("0x" + (status >>> 0).toString(16) + (message ? ` ${message}` : ""));
        },
      });
  }));
}
return codes;
