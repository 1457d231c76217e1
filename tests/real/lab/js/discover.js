// The account that Thunderbird would set up for an address, and where it has the settings from.
const { FindConfig } = ChromeUtils.importESModule("resource:///modules/accountcreation/FindConfig.sys.mjs");
const [email] = args;
const steps = FindConfig.parallelAutoDiscovery(
  email.split("@")[1], email, new AbortController().signal, "", null);
let step = await steps.next();
while (!step.done) { step = await steps.next({ acceptRedirect: false }); }
const found = step.value;
const server = s => ({
  type: s.type, host: s.hostname, port: s.port, socketType: s.socketType, authMethod: s.auth,
  username: s.username, leave_on_server: s.leaveMessagesOnServer ?? null,
  days: s.daysToLeaveMessagesOnServer ?? null,
});
return found && {
  source: found.subSource ?? String(found.source), incoming: server(found.incoming),
  alternatives: found.incomingAlternatives.map(server), outgoing: server(found.outgoing),
};
