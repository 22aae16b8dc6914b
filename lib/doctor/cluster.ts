import { Manifest } from '../synth/manifest';
import { ClusterObjects } from './cluster-objects';
import { Reference } from './finding';
import { Snapshot } from './snapshot';
import { Role, Workload } from './workload';

/** The API groups of spin-operator, the current one first. */
export const SPIN_GROUPS = ['core.spinkube.dev', 'core.spinoperator.dev'] as const;

/** A cluster with SpinKube: its objects, and which of them run together. */
export class Cluster extends ClusterObjects {
  /** The SpinApps. */
  public readonly apps: readonly Workload[];

  /** The Deployments of the platform: spin-operator, cert-manager, and the node installers. */
  public readonly platform: readonly Workload[];

  public constructor(snapshot: Snapshot) {
    super(snapshot);
    this.platform = this.all('Deployment.apps').flatMap((deployment) => Workload.ofPlatform(this, deployment) ?? []);
    this.apps = SPIN_GROUPS.flatMap((group) => this.all(`SpinApp.${group}`)).map((app) => Workload.ofApp(this, app));
  }

  /** The objects of a kind in both API groups of spin-operator. */
  public allOfSpin(kind: 'SpinApp' | 'SpinAppExecutor'): Manifest[] {
    return SPIN_GROUPS.flatMap((group) => this.all(`${kind}.${group}`));
  }

  /** The Deployments of a part of the platform. */
  public running(role: Role): Workload[] {
    return this.platform.filter((workload) => workload.role === role);
  }

  /** The SpinApps that use an executor. */
  public appsUnder(executor: Reference): Workload[] {
    return this.apps.filter(({ executor: used, object: { metadata, spec } }) => {
      const name = (spec as { readonly executor?: string } | undefined)?.executor;
      return used
        ? used.metadata.name === executor.name && used.metadata.namespace === executor.namespace
        : name === executor.name && metadata.namespace === executor.namespace;
    });
  }
}
