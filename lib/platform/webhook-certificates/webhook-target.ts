import { ApiObjectMetadata } from 'cdk8s';
import { Labels } from '../../private/helm-names';

/** The webhooks that a certificate is for, as far as certificates care. */
export interface WebhookTarget {
  readonly namespace: string;

  /** Host name of the Service that the API server calls, without the cluster's domain. */
  readonly host: string;

  /** DNS domain of the cluster. */
  readonly clusterDomain: string;

  /** Name of the Secret that the pods mount. */
  readonly secretName: string;

  /** Names of the webhook configurations. */
  readonly mutatingWebhook: string;
  readonly validatingWebhook: string;

  /** Where the images come from, if not from their authors. */
  readonly imageRegistry?: string;

  /** Metadata of an object in the namespace, by what the object is for. */
  namespaced(part: string): ApiObjectMetadata;

  /** Metadata of an object of the whole cluster. */
  clusterWide(part: string): ApiObjectMetadata;
}

/** What the rest of the operator must know of the certificate of its webhooks. */
export interface ServingCertificate {
  /** The Secret with `tls.crt` and `tls.key`. */
  readonly secretName: string;

  /** Annotations of the webhook configurations by which somebody fills in the CA. */
  readonly injectionAnnotations?: Labels;

  /** The CA itself, in base64, where it is known beforehand. */
  readonly caBundle?: string;
}
