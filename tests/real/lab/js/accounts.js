// What Thunderbird has loaded: every account with its server and identities, and the outgoing servers.
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");

const incoming = server => {
  const known = {
    type: server.type, host: server.hostname, port: server.port, username: server.username,
    socketType: server.socketType, authMethod: server.authMethod, check_new_mail: server.doBiff,
    check_time: server.biffMinutes, login_at_startup: server.loginAtStartUp,
  };
  if (server.type == "pop3") {
    const pop = server.QueryInterface(Ci.nsIPop3IncomingServer);
    Object.assign(known, {
      leave_on_server: pop.leaveMessagesOnServer,
      delete_mail_left_on_server: pop.deleteMailLeftOnServer,
      delete_by_age_from_server: pop.deleteByAgeFromServer,
      num_days_to_leave_on_server: pop.numDaysToLeaveOnServer,
      headers_only: pop.headersOnly,
    });
  }
  if (server.type == "imap") {
    const imap = server.QueryInterface(Ci.nsIImapIncomingServer);
    Object.assign(known, { offline_download: imap.offlineDownload, trash: imap.trashFolderName,
      junk: server.spamSettings.spamFolderURI, moves_junk: server.spamSettings.moveOnSpam });
  }
  return known;
};

const outgoing = server => server && {
  host: server.serverURI.host, port: server.QueryInterface(Ci.nsISmtpServer).port,
  username: server.username, socketType: server.socketType, authMethod: server.authMethod,
};

return MailServices.accounts.accounts.filter(a => a.incomingServer).map(account => ({
  ...incoming(account.incomingServer),
  identities: account.identities.map(identity => ({
    email: identity.email, fullName: identity.fullName,
    folders: { sent: identity.fccFolderURI, drafts: identity.draftsFolderURI, archive: identity.archivesFolderURI,
      templates: identity.templatesFolderURI },
    outgoing: outgoing(identity.smtpServerKey
      ? MailServices.outgoingServer.getServerByKey(identity.smtpServerKey)
      : MailServices.outgoingServer.defaultServer),
  })),
}));
