/** Options of `NodeInstaller.preinstalled()`. */
export interface PreinstalledShimOptions {
  /**
   * Name of the shim's runtime in the configuration of containerd: `spin` where kwasm-operator or the node installer
   * of containerd-shim-spin put it, the name of the Shim (`spin-v2`) where runtime-class-manager did.
   *
   * @default 'spin'
   */
  readonly handler?: string;
}

/**
 * How the containerd shim gets onto the nodes. It decides the handler of the RuntimeClass, so that the two cannot
 * disagree.
 *
 * @see https://www.spinkube.dev/docs/install/
 */
export class NodeInstaller {
  /**
   * The nodes have the shim: by their machine image, or by an installer that is not in the bundle.
   *
   * @param options the handler
   */
  public static preinstalled(options: PreinstalledShimOptions = {}): NodeInstaller {
    return new NodeInstaller(options.handler ?? 'spin');
  }

  private constructor(
    /** The handler of the RuntimeClass. */
    public readonly handler: string,
  ) {}
}
