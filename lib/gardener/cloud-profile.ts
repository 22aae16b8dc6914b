/**
 * The CloudProfile of a Shoot: which Kubernetes versions, machine types and images there are.
 *
 * @see https://gardener.cloud/docs/gardener/cloudprofiles/
 */
export class CloudProfile {
  /**
   * One of the whole garden.
   *
   * @param name its name
   */
  public static of(name: string): CloudProfile {
    return new CloudProfile(name, 'CloudProfile');
  }

  /**
   * One of the project.
   *
   * @param name its name
   */
  public static namespaced(name: string): CloudProfile {
    return new CloudProfile(name, 'NamespacedCloudProfile');
  }

  private constructor(
    /** Its name. */
    public readonly name: string,
    /** Its kind: `CloudProfile` or `NamespacedCloudProfile`. */
    public readonly kind: string,
  ) {}
}
