import { hasPassword, isSecretName } from '../../lib/private/plaintext-secrets';

test.each([
  ...['password', 'db_password', 'DB_PASSWORD', 'dbPassword', 'db-passwd', 'pwd', 'passphrase', 'password_2'],
  ...['token', 'auth_token', 'secret', 'client_secret', 'clientSecret', 'credentials', 'apikey', 'api_key', 'api-key'],
  ...['access_key', 'private_key', 'secret_key', 'signing_key'],
])('recognizes %s as the name of a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  ...['', 'level', 'key', 'keyboard', 'token_url', 'tokenizer', 'password_min_length', 'secret_name', 'mytoken'],
  ...['access_key_id', 'compass', 'monkey', 'secretary', 'log_level_1'],
])('does not take %s for the name of a secret', (name) => {
  expect(isSecretName(name)).toBe(false);
});

test.each(['redis://:word@example.com', 'postgres://user:word@example.com/db', 'https://a:b@c'])(
  '%s has a password',
  (url) => {
    expect(hasPassword(url)).toBe(true);
  },
);

test.each(['redis://example.com', 'redis://user@example.com', 'https://example.com/a:b@c', 'a:b@c', ''])(
  '%s has none',
  (url) => {
    expect(hasPassword(url)).toBe(false);
  },
);
