import { Case } from './case';
import { SECRET, spinApp, store } from './objects';

/** A value as SOPS writes it. */
const ENCRYPTED = 'ENC[AES256_GCM,data:p673w==,iv:YY=,tag:UQ=,type:str]';

export const PLAINTEXT_CASES: readonly Case[] = [
  [
    'error secret-plaintext',
    SECRET,
    "'stringData.url' (…) is a secret in plain text; use an ExternalSecret or a SealedSecret, or set 'allowPlaintextSecrets'",
    { ...SECRET, stringData: {}, type: 'Opaque' },
  ],
  [
    'error secret-plaintext',
    { ...SECRET, stringData: undefined, data: { 'a.b': 'Yw==' } },
    "'data['a.b']' (…) is a secret in plain text; use an ExternalSecret or a SealedSecret, or set 'allowPlaintextSecrets'",
    { ...SECRET, kind: 'ExternalSecret' },
  ],
  [
    'error spin-app-plaintext-secrets',
    spinApp({ variables: [{ name: 'db_password', value: 'a' }] }),
    "'spec.variables[0].value' (…) of 'db_password' looks like a secret but is in plain text; take it from a Secret, or set 'allowPlaintextSecrets'",
    spinApp({ variables: [{ name: 'db_password', value: '' }] }),
  ],
  [
    'error secret-plaintext',
    { ...SECRET, stringData: { a: ENCRYPTED, b: 'plain' }, sops: { mac: ENCRYPTED } },
    "'stringData.b' (…) is a secret in plain text; use an ExternalSecret or a SealedSecret, or set 'allowPlaintextSecrets'",
    { ...SECRET, stringData: { a: ENCRYPTED, b: '<path:secret/data/shop#b>', c: '${B}' }, sops: { mac: ENCRYPTED } },
  ],
  [
    'error secret-plaintext',
    { ...SECRET, stringData: { a: '${A:=word}' } },
    "'stringData.a' (…) is a secret in plain text; use an ExternalSecret or a SealedSecret, or set 'allowPlaintextSecrets'",
    { ...SECRET, stringData: undefined, data: { a: Buffer.from('<path:secret/data/shop#a>').toString('base64') } },
  ],
  [
    'error spin-app-plaintext-secrets',
    spinApp({ variables: [{ name: 'api_token', value: 'abc' }] }),
    "'spec.variables[0].value' (…) of 'api_token' looks like a secret but is in plain text; take it from a Secret, or set 'allowPlaintextSecrets'",
    spinApp({
      variables: ['512', '30s', '128Mi', 'true', '${API_TOKEN}'].map((value, index) => ({
        name: `token_${index}`,
        value,
      })),
    }),
  ],
  [
    'error spin-app-plaintext-secrets',
    store('redis', [{ name: 'url', value: 'redis://user:word@example.com' }]),
    "'spec.runtimeConfig.keyValueStores[0].options[0].value' (…) contains a password or key in plain text; take it from a Secret",
    store('redis', [{ name: 'url', value: 'redis://example.com:6379/a:b@c' }]),
  ],
  [
    'error spin-app-plaintext-secrets',
    store('azure_cosmos', [
      ...['account', 'database', 'container'].map((name) => ({ name, value: 'a' })),
      { name: 'key', value: 'b' },
    ]),
    "'spec.runtimeConfig.keyValueStores[0].options[3].value' (…) of 'key' looks like a secret but is in plain text; take it from a Secret, or set 'allowPlaintextSecrets'",
    spinApp({ variables: [{ name: 'key', value: 'b' }] }),
  ],
];
