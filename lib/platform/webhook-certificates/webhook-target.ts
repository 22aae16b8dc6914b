import { ApiObjectMetadata } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Labels } from '../../private/helm-names';

/** The webhooks that a certificate is for. */
export interface WebhookTarget {
  readonly namespace: string;

  /** Host name of the Service that the API server calls, without the cluster domain. */
  readonly host: string;

  /** DNS domain of the cluster. */
  readonly clusterDomain: string;

  /** Name of the Secret that the pods mount. */
  readonly secretName: string;

  /** Names of the webhook configurations. */
  readonly mutatingWebhook: string;
  readonly validatingWebhook: string;

  /** Image pull secrets of the operator. */
  readonly imagePullSecrets: kplus.ISecret[];

  /** Metadata of an object in the namespace, by the suffix of its name. */
  namespaced(suffix: string): ApiObjectMetadata;

  /** Metadata of a cluster-scoped object, by the suffix of its name. */
  clusterWide(suffix: string): ApiObjectMetadata;
}

/** References to the certificate, for the Deployment and the webhook configurations of the operator. */
export interface ServingCertificate {
  /** Name of the Secret with `tls.crt` and `tls.key`. */
  readonly secretName: string;

  /** Annotations of the webhook configurations by which cert-manager's cainjector injects the CA. */
  readonly injectionAnnotations?: Labels;

  /** The CA bundle in base64, if it is known beforehand. */
  readonly caBundle?: string;
}
