// Who may talk to whom in the full-featured example, by a matcher of others: `npm run verdicts:network` records its verdicts.
import * as fs from 'fs';
import * as path from 'path';
import { CHECKSUM, CONNECTIONS, POLICIES } from './connections';

const [checksum, ...RECORDED] = fs.readFileSync(path.join(__dirname, 'connections.txt'), 'utf8').trimEnd().split('\n');

test('there are policies', () => {
  expect(POLICIES.length).toBeGreaterThan(4);
});

test('the verdicts are about these policies and connections', () => {
  expect(checksum).toBe(CHECKSUM);
  expect(RECORDED).toHaveLength(CONNECTIONS.length);
});

test.each(CONNECTIONS)('%s to %s at %d/%s is allowed: %p', (from, to, port, protocol, isAllowed) => {
  expect(RECORDED).toContain(`${from} to ${to} at ${port}/${protocol}: ${isAllowed ? 'allowed' : 'denied'}`);
});
