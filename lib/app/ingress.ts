/**
 * Ingress of any cdk8s-plus, for `SpinApp.exposeViaIngress()`.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/
 */
export interface IIngress {
  /**
   * Adds rules.
   *
   * @param rules host, path and backend, in the form of cdk8s-plus
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each version of cdk8s-plus has a type of its own
  addRules(...rules: any[]): void;

  /**
   * Adds certificates.
   *
   * @param tls hosts and Secret, in the form of cdk8s-plus
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each version of cdk8s-plus has a type of its own
  addTls(tls: any[]): void;
}
