/** The operating system of the machines of a worker pool. */
export class MachineImage {
  /**
   * Garden Linux.
   *
   * @param version its version, as the CloudProfile knows it; without one, Gardener takes the newest for a new pool,
   * and keeps it until it raises it itself
   */
  public static gardenLinux(version?: string): MachineImage {
    return new MachineImage('gardenlinux', version);
  }

  /**
   * Another one.
   *
   * @param name its name, as the CloudProfile knows it
   * @param version its version, as the CloudProfile knows it; without one, Gardener takes the newest for a new pool,
   * and keeps it until it raises it itself
   */
  public static of(name: string, version?: string): MachineImage {
    return new MachineImage(name, version);
  }

  private constructor(
    /** Its name, as the CloudProfile knows it. */
    public readonly name: string,
    /** Its version, as the CloudProfile knows it. */
    public readonly version?: string,
  ) {}
}
