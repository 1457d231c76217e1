// Move mail of the POP3 account to an IMAP account beside it, in the order of our steps: the old account stops
// fetching, the new one is added, missing messages are copied (never moved), and both are counted.
// args: password, host, port of IMAP, how many messages to copy at most. Returns what lies where.
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const [password, host, port, most] = args;

const wait = ms => new Promise(done => setTimeout(done, ms));
const until = async good => { for (let n = 0; n < 200 && !good(); n++) { await wait(100); } };
const server = type => MailServices.accounts.accounts.map(one => one.incomingServer)
  .find(one => one?.type == type);
const inbox = one => one.rootMsgFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
const messages = folder => [...folder.messages];

const old = server("pop3");
old.doBiff = false;             // pause-old
old.loginAtStartUp = false;

if (!server("imap")) {          // add-imap
  const added = MailServices.accounts.createIncomingServer(old.username, host, "imap");
  Object.assign(added, { port, socketType: 3, authMethod: 3, doBiff: false });
  const account = MailServices.accounts.createAccount();
  account.incomingServer = added;
  account.addIdentity(MailServices.accounts.createIdentity());
}
const fresh = server("imap");
const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
login.init("imap://" + host, null, "imap://" + host, old.username, password, "", "");
if (!(await Services.logins.searchLoginsAsync({ origin: "imap://" + host })).length) {
  await Services.logins.addLoginAsync(login);
}
fresh.performExpand(null);
await until(() => inbox(fresh));

const update = folder => new Promise(done => {
  setTimeout(done, 20000);
  folder.QueryInterface(Ci.nsIMsgImapMailFolder).updateFolderWithListener(null, {
    QueryInterface: ChromeUtils.generateQI(["nsIUrlListener"]),
    OnStartRunningUrl() {},
    OnStopRunningUrl: done,
  });
});
// An update ends when the server has answered; the next one begins when the headers are in the list.
const look = async () => {
  await update(inbox(fresh));
  await update(inbox(fresh));
  await until(() => messages(inbox(fresh)).length >= inbox(fresh).getTotalMessages(false));
  return messages(inbox(fresh)).map(message => message.messageId);
};

const there = new Set(await look());
const missing = messages(inbox(old)).filter(message => !there.has(message.messageId)).slice(0, most);
let code = "0x0";
if (missing.length) {           // upload: false means copy, not move
  code = await new Promise(done => {
    setTimeout(() => done("timeout"), 30000);
    MailServices.copy.copyMessages(inbox(old), missing, inbox(fresh), false, {
      QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]),
      onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId() { return null; },
      onStopCopy(status) { done("0x" + (status >>> 0).toString(16)); },
    }, null, false);
  });
}
const uploaded = await look();  // verify
Services.prefs.savePrefFile(null);
return {
  code, checks: [old.doBiff, old.loginAtStartUp], old: messages(inbox(old)).map(message => message.messageId),
  uploaded,
};
