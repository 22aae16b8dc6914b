import { OciRepositorySpecVerify, OciRepositorySpecVerifyProvider } from '../../../imports/source.toolkit.fluxcd.io';
import { Problems } from '../../validation/problems';
import { nonEmpty, OBJECT_NAME } from '../../validation/requirement';

/**
 * Cosign signature that Flux requires of an OCI artifact: by a public key or by an identity, of which one is set.
 *
 * @see https://fluxcd.io/flux/components/source/ocirepositories/#verification
 */
export interface FluxCosign {
  /**
   * Name of a Secret in `namespace` with the public keys: each key that ends with `.pub`. One of them is enough.
   *
   * @default - none: keyless signatures, by `identities`
   */
  readonly publicKeySecret?: string;

  /**
   * Identities that may sign without a key. One of them is enough.
   *
   * @default - none: signatures by a key of `publicKeySecret`
   */
  readonly identities?: FluxSigner[];
}

/** Identity that signs without a key: regular expressions (RE2) for both fields of its certificate. */
export interface FluxSigner {
  /** Issuer of the OpenID Connect token: `^https://token\.actions\.githubusercontent\.com$`. */
  readonly issuer: string;

  /** Subject of the token: `^https://github\.com/example/platform/\.github/workflows/release\.yml@refs/heads/main$`. */
  readonly subject: string;
}

/** Checks that there is one way to verify a signature: without any, Flux would take a signature of anybody. */
export function checkCosign(problems: Problems, { identities = [], publicKeySecret }: FluxCosign): void {
  problems.at('publicKeySecret').require(publicKeySecret ?? 'default', nonEmpty(OBJECT_NAME));
  if ((publicKeySecret === undefined) === (identities.length === 0)) {
    const rule = "must have either 'publicKeySecret' or 'identities'";
    problems.refuse(undefined, rule, 'say whose signatures count: without either, everybody could sign');
  }
  identities.forEach((identity, index) => {
    for (const [field, expression] of Object.entries(identity)) {
      if (expression === '') {
        problems.at('identities', index, field).refuse(expression, 'must not be empty', 'it would match everybody');
      }
    }
  });
}

export function verifyOf({ identities, publicKeySecret }: FluxCosign): OciRepositorySpecVerify {
  return {
    provider: OciRepositorySpecVerifyProvider.COSIGN,
    secretRef: publicKeySecret === undefined ? undefined : { name: publicKeySecret },
    matchOidcIdentity: identities?.map(({ issuer, subject }) => ({ issuer, subject })),
  };
}
