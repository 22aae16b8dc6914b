import * as kplus from 'cdk8s-plus-28';
import { RuntimeClassOverhead } from '../app/runtime-class';
import { OtelExporter } from '../app/spin-app-executor';
import { NodeInstaller } from './node-installer';
import { SpinKubeRelease } from './releases';
import { SpinOperatorProps } from './spin-operator/props';
import { WebhookCertificates } from './webhook-certificates/webhook-certificates';

/** The RuntimeClass of a platform. Its handler is that of the node installer. */
export interface SpinKubeRuntimeClassOptions {
  /**
   * Name of the RuntimeClass.
   *
   * @default 'wasmtime-spin-v2'
   */
  readonly name?: string;

  /**
   * Labels that nodes must have to run SpinApps, on top of those by which the node installer marks its nodes.
   *
   * @default - none
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Taints of nodes that SpinApps tolerate.
   *
   * @default - none
   */
  readonly tolerations?: kplus.NodeTaintQuery[];

  /**
   * What the shim takes for each pod, on top of its containers.
   *
   * @default - none
   */
  readonly overhead?: RuntimeClassOverhead;
}

/** The executors of a platform; one for each namespace with SpinApps, all alike. */
export interface SpinKubeExecutorOptions {
  /**
   * Name of the executors.
   *
   * @default 'containerd-shim-spin'
   */
  readonly name?: string;

  /**
   * Whether the operator puts a bundle of public CA certificates into a Secret and mounts it into the apps.
   *
   * @default - true where the operator knows the field
   */
  readonly installDefaultCaCerts?: boolean;

  /**
   * Secret with CA certificates under the key `ca-certificates.crt`, in each of the namespaces.
   *
   * @default - `spin-ca`
   */
  readonly caCertSecret?: kplus.ISecret;

  /**
   * Where OpenTelemetry data of the apps goes.
   *
   * @default - nowhere
   */
  readonly otel?: OtelExporter;
}

/** Properties of `SpinKube`. */
export interface SpinKubeProps {
  /**
   * The versions to install. Name one, so that an upgrade of this library does not upgrade your platform.
   *
   * @default SpinKubeRelease.CURRENT
   */
  readonly release?: SpinKubeRelease;

  /**
   * How the containerd shim gets onto the nodes.
   *
   * @default - NodeInstaller.runtimeClassManager(), or NodeInstaller.kwasm() in a release with an older shim
   */
  readonly nodeInstaller?: NodeInstaller;

  /**
   * Where the certificate of the operator's webhooks comes from. cert-manager is installed for that.
   *
   * @default - that of `operator`, or else WebhookCertificates.certManager()
   */
  readonly webhookCertificates?: WebhookCertificates;

  /**
   * What to tell spin-operator. Its version is that of the release.
   *
   * @default - the defaults of `SpinOperator`, in the namespace 'spin-operator'
   */
  readonly operator?: SpinOperatorProps;

  /**
   * The RuntimeClass of the SpinApps.
   *
   * @default - `wasmtime-spin-v2`, for the nodes that have the shim
   */
  readonly runtimeClass?: SpinKubeRuntimeClassOptions;

  /**
   * The executors of the SpinApps.
   *
   * @default - `containerd-shim-spin`
   */
  readonly executor?: SpinKubeExecutorOptions;

  /**
   * Namespaces with SpinApps: each is made, if it is not one of Kubernetes' own, and gets an executor.
   *
   * @default ['default']
   */
  readonly appNamespaces?: string[];

  /**
   * Whether the namespaces of the parts and `appNamespaces` are made here, with the Pod Security that fits: `privileged`
   * where Jobs write to nodes, `baseline` for SpinApps, `restricted` otherwise. `default` and those that begin with
   * `kube-` never are: they would go with the bundle.
   *
   * @default true
   */
  readonly createNamespaces?: boolean;

  /**
   * A registry that has copies of the images of all parts under the same paths: with `registry.example.com/mirror`,
   * cert-manager is `registry.example.com/mirror/jetstack/cert-manager-controller`.
   *
   * @default - the registries of the authors
   */
  readonly imageRegistry?: string;
}
