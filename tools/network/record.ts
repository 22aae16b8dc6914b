// Records which connections the NetworkPolicies of an example allow by the matcher of cyclonus: npm run verdicts:network
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { CHECKSUM, CONNECTIONS, PEERS, POLICIES } from '../../test/platform/connections';

/** Names of ports, which policies may refer to. */
const PORT_NAMES: { readonly [port: number]: string } = { 8443: 'https', 9443: 'webhook-server' };

const connections = CONNECTIONS.map(([from, to, port, protocol]) => ({
  from: PEERS[from],
  to: PEERS[to],
  port,
  portName: PORT_NAMES[port] ?? '',
  protocol,
}));
const output = execFileSync('go', ['run', '.'], {
  cwd: __dirname,
  encoding: 'utf8',
  input: JSON.stringify({ policies: POLICIES, connections }),
});
const allowed = JSON.parse(output) as boolean[];
const lines = CONNECTIONS.map(([from, to, port, protocol], index) => {
  return `${from} to ${to} at ${port}/${protocol}: ${allowed[index] ? 'allowed' : 'denied'}\n`;
});
fs.writeFileSync(
  path.join(__dirname, '..', '..', 'test', 'platform', 'connections.txt'),
  `${CHECKSUM}\n${lines.join('')}`,
);
