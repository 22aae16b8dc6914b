import { hasPassword, isPlaceholder, isReadable, isSecretName } from '../../lib/private/plaintext-secrets';

/** Names of variables, as applications have them. */
const SECRET_NAMES = `
  password passwd pwd passphrase secret token credentials apikey api_key api-key db_password DB_PASSWORD dbPassword db-passwd
  password_2 POSTGRES_PASSWORD PGPASSWORD MYSQL_ROOT_PASSWORD REDIS_PASSWORD SMTP_PASS DB_PASS MAIL_PASSWORD adminPassword
  RABBITMQ_DEFAULT_PASS LDAP_BIND_PASSWORD KEYSTORE_PASSWORD ELASTIC_PASSWORD auth_token access_token refresh_token
  GITHUB_TOKEN NPM_TOKEN SLACK_BOT_TOKEN TELEGRAM_BOT_TOKEN VAULT_TOKEN HF_TOKEN CLOUDFLARE_API_TOKEN INFLUXDB_TOKEN
  bearerToken authtoken accesstoken api_tokens client_secret clientSecret clientsecret JWT_SECRET SESSION_SECRET COOKIE_SECRET
  STRIPE_WEBHOOK_SECRET OAUTH_CLIENT_SECRET APP_SECRET shared_secret access_key secret_key private_key signing_key
  encryption_key AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN STRIPE_API_KEY OPENAI_API_KEY ANTHROPIC_API_KEY SENDGRID_API_KEY
  DATADOG_API_KEY AZURE_STORAGE_ACCOUNT_KEY storage_key MASTER_KEY hmac_key SSH_KEY JWT_SIGNING_KEY GOOGLE_CREDENTIALS
  service_account_key deploy_key session_key secretkey privatekey RAILS_MASTER_KEY SPIN_AUTH_KEY`;

const OTHER_NAMES = `
  level key keyboard monkey compass bypass by_pass low_pass_filter high_pass secretary passenger passive tokenizer mytoken
  max_tokens MAX_TOKENS maxTokens min_tokens num_tokens total_tokens input_tokens output_tokens tokens tokens_per_minute
  token_limit token_count max_token eos_token pad_token bos_token stop_token next_token page_token continuation_token
  token_url token_endpoint TOKEN_TTL token_type token_lifetime password_min_length password_file PASSWORD_POLICY
  password_reset_url secret_name SECRET_PATH secret_manager_project credentials_file GOOGLE_APPLICATION_CREDENTIALS_PATH
  AWS_ACCESS_KEY_ID access_key_id key_id KMS_KEY_ID public_key PUBLIC_KEY primary_key partition_key sort_key cache_key
  idempotency_key routing_key row_key key_prefix key_vault_name api_key_header API_KEY_PREFIX allow_credentials
  withCredentials show_password hide_password require_password use_token enable_auth_token has_password skip_token
  is_secret verify_token log_level_1 passthrough pass_through token_bucket_size`;

const listed = (names: string) => names.trim().split(/\s+/);

test('knows the names of more than 120 variables', () => {
  expect(new Set([...listed(SECRET_NAMES), ...listed(OTHER_NAMES)]).size).toBeGreaterThan(120);
});

test.each(listed(SECRET_NAMES))('recognizes %s as the name of a secret', (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each(['', ...listed(OTHER_NAMES)])("does not take '%s' for the name of a secret", (name) => {
  expect(isSecretName(name)).toBe(false);
});

test.each(['512', '-1', '0.7', '1e6', '30s', '1h30m', '250ms', '128Mi', '500m', '2G', '10MB', 'true', 'False', 'off'])(
  'does not take the value %s for a secret',
  (value) => {
    expect(isReadable(value)).toBe(false);
  },
);

test.each([
  'hunter2',
  '12ab',
  'truely',
  's3cr3t!',
  '1.2.3',
  'ENC[',
  '${A:=word}',
  '${A:-word}',
  'a${B}',
  '{{',
  'a{{ .b }}',
  '{{ "a" }}',
])('takes the value %s for a secret', (value) => {
  expect(isReadable(value)).toBe(true);
});

test.each([
  'ENC[AES256_GCM,data:a=,iv:b=,tag:c=,type:str]',
  '<path:secret/data/a#b>',
  '${A}',
  '${a_B:=}',
  '${A:-}',
  '{{ .a }}',
  '{{a.b}}',
])('recognizes %s as a placeholder', (value) => {
  expect(isPlaceholder(value)).toBe(true);
  expect(isReadable(value)).toBe(false);
});

test.each([
  'redis://:word@example.com',
  'postgres://user:word@example.com/db',
  'https://a:b@c',
  'Server=a;User Id=b;Password=c',
  'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=b==',
  '-----BEGIN RSA PRIVATE KEY-----\nMII',
])('finds the password or key in %j', (value) => {
  expect(hasPassword(value)).toBe(true);
});

test.each([
  'redis://example.com',
  'redis://user@example.com',
  'https://example.com/a:b@c',
  'a:b@c',
  '',
  'Server=a;User Id=b;Password=',
  '-----BEGIN PUBLIC KEY-----',
])('finds no password or key in %j', (value) => {
  expect(hasPassword(value)).toBe(false);
});
