// Log in to every account, fetch its inbox twice, and say how many messages there are after each time.
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const [password, expected] = args;

const wait = ms => new Promise(done => setTimeout(done, ms));
const alerts = [];      // in place of dialog boxes, which would end this script
MailServices.mailSession.addUserFeedbackListener({
  QueryInterface: ChromeUtils.generateQI(["nsIMsgUserFeedbackListener"]),
  onAlert(message) { alerts.push(message); return true; },
  onCertError(info) { alerts.push("certificate: " + info?.errorCodeString); return true; },
});

const remember = async (origin, user) => {
  const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
  login.init(origin, null, origin, user, password, "", "");
  await Services.logins.addLoginAsync(login);
};

// A listener and the promise of the code with which the request ends ("0x0" is good).
const listener = () => {
  let end;
  const ended = new Promise(done => { end = done; });
  return [{
    QueryInterface: ChromeUtils.generateQI(["nsIUrlListener"]),
    OnStartRunningUrl() {},
    OnStopRunningUrl(url, status) { end("0x" + (status >>> 0).toString(16)); },
  }, Promise.race([ended, wait(30000).then(() => "timeout")])];
};

const inbox = server => server.rootMsgFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
const until = async good => { for (let n = 0; n < 200 && !good(); n++) { await wait(100); } };

const fetchImap = async server => {
  server.performExpand(null);
  await until(() => inbox(server));
  inbox(server).updateFolder(null);
  await until(() => inbox(server).getTotalMessages(false) >= expected);
  return inbox(server).getTotalMessages(false);
};

const fetchPop3 = async server => {
  const [listening, ended] = listener();
  MailServices.pop3.GetNewMail(null, listening, inbox(server), server);
  const status = await ended;
  return status == "0x0" ? inbox(server).getTotalMessages(false) : status;
};

const accounts = [];
for (const account of MailServices.accounts.accounts) {
  const server = account.incomingServer;
  if (!["imap", "pop3"].includes(server?.type)) { continue; }
  await remember((server.type == "imap" ? "imap://" : "mailbox://") + server.hostname, server.username);
  const [listening, ended] = listener();
  server.verifyLogon(listening, null);
  const row = { type: server.type, login: await ended, messages: [] };
  accounts.push(row);
  for (let time = 0; row.login == "0x0" && time < 2; time++) {
    row.messages.push(await (server.type == "imap" ? fetchImap(server) : fetchPop3(server)));
  }
}
return { accounts, alerts };
