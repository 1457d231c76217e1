// What Thunderbird's account set-up does with an address: look it up, and guess where nothing was found.
// Returns the servers that it would propose (null: none) and the milliseconds that it took.
const { FindConfig } = ChromeUtils.importESModule("resource:///modules/accountcreation/FindConfig.sys.mjs");
const { GuessConfig } = ChromeUtils.importESModule("resource:///modules/accountcreation/GuessConfig.sys.mjs");
const [email] = args;
const domain = email.split("@")[1];
const began = Date.now();
const { signal } = new AbortController();
const steps = FindConfig.parallelAutoDiscovery(domain, email, signal, "", null);
let step = await steps.next();
while (!step.done) { step = await steps.next({ acceptRedirect: false }); }
let found = step.value;
if (!found) {
  try {
    found = await GuessConfig.guessConfig(domain, () => {}, null, "both", signal);
  } catch (failure) {
    found = null;
  }
}
const server = s => ({ type: s.type, host: s.hostname, port: s.port, socketType: s.socketType });
return {
  ms: Date.now() - began,
  servers: found ? [server(found.incoming), server(found.outgoing)].filter(s => s.host) : [],
};
