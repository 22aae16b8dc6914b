/**
 * By which account of the cloud provider Gardener makes the machines of a Shoot.
 *
 * @see https://gardener.cloud/docs/gardener/shoot-operations/secretbinding-to-credentialsbinding-migration/
 */
export class ShootCredentials {
  /**
   * Those of a CredentialsBinding.
   *
   * @param name its name, in the namespace of the Shoot
   */
  public static credentialsBinding(name: string): ShootCredentials {
    return new ShootCredentials('credentialsBindingName', name);
  }

  /**
   * Those of a SecretBinding, the older kind. Kubernetes must be older than 1.34.
   *
   * @param name its name, in the namespace of the Shoot
   */
  public static secretBinding(name: string): ShootCredentials {
    return new ShootCredentials('secretBindingName', name);
  }

  private constructor(
    /**
     * The field of the Shoot that names it.
     *
     * @internal
     */
    public readonly _field: string,
    /** Name of the binding. */
    public readonly name: string,
  ) {}
}
