import { Case } from './case';
import { SECRET, spinApp, store } from './objects';

export const PLAINTEXT_CASES: readonly Case[] = [
  [
    'error secret-plaintext',
    SECRET,
    "'stringData.url' (…) is a secret for everybody who reads the manifest; let an ExternalSecret or SealedSecret make the Secret, through ApiObject or Include, or set 'allowPlaintextSecrets'",
    { ...SECRET, stringData: {}, type: 'Opaque' },
  ],
  [
    'error secret-plaintext',
    { ...SECRET, stringData: undefined, data: { 'a.b': 'Yw==' } },
    "'data['a.b']' (…) is a secret for everybody who reads the manifest; let an ExternalSecret or SealedSecret make the Secret, through ApiObject or Include, or set 'allowPlaintextSecrets'",
    { ...SECRET, kind: 'ExternalSecret' },
  ],
  [
    'error spin-app-plaintext-secrets',
    spinApp({ variables: [{ name: 'db_password', value: 'a' }] }),
    "'spec.variables[0].value' (…) is a secret by its name, 'db_password', and for everybody to read; take it from a Secret, or set 'allowPlaintextSecrets'",
    spinApp({ variables: [{ name: 'db_password', value: '' }] }),
  ],
  [
    'error spin-app-plaintext-secrets',
    store('redis', [{ name: 'url', value: 'redis://user:word@example.com' }]),
    "'spec.runtimeConfig.keyValueStores[0].options[0].value' (…) is a URL with a password, for everybody to read; take it from a Secret",
    store('redis', [{ name: 'url', value: 'redis://example.com:6379/a:b@c' }]),
  ],
  [
    'error spin-app-plaintext-secrets',
    store('azure_cosmos', [
      ...['account', 'database', 'container'].map((name) => ({ name, value: 'a' })),
      { name: 'key', value: 'b' },
    ]),
    "'spec.runtimeConfig.keyValueStores[0].options[3].value' (…) is a secret by its name, 'key', and for everybody to read; take it from a Secret, or set 'allowPlaintextSecrets'",
    spinApp({ variables: [{ name: 'key', value: 'b' }] }),
  ],
];
