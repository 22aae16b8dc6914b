import { Requirement } from '../../validation/requirement';

const MOST_CHARACTERS = 250;

/** What Gardener asks of names of resources on GCP. */
export const GCP_NAME: Requirement = {
  accepts: (name) => typeof name === 'string' && name.length <= 63 && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name),
  text: 'must have lower-case letters, digits and dashes, at most 63 characters, and begin with a letter',
  remedy: 'use the name that GCP has',
};

/** The email address of a service account. */
export const SERVICE_ACCOUNT = requirement(
  /^[\w-]+@[a-z0-9-]+\.iam\.gserviceaccount\.com$/,
  'is no service account',
  'write name@project.iam.gserviceaccount.com',
);

/** What a service account may be used for. */
export const SCOPE = requirement(
  /^https:\/\/www\.googleapis\.com\/[a-z0-9\-./_]+$/,
  'is no scope',
  'write https://www.googleapis.com/auth/cloud-platform, or the like',
);

/** A key of Cloud KMS. */
export const KMS_KEY = requirement(
  /^[\w\-/]+$/,
  'is no key of Cloud KMS',
  'write projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY',
);

/** A kind of GPU. */
export const ACCELERATOR = requirement(/^[a-z0-9-]+$/, 'is no type of a GPU', 'write nvidia-tesla-t4, or the like');

/** A generation of processors. */
export const CPU_PLATFORM = requirement(/^[A-Za-z0-9\s]+$/, 'is no CPU platform', 'write Intel Haswell, or the like');

/** An image that a volume is made of. */
export const SOURCE_IMAGE = requirement(/^[a-z0-9\-/]+$/, 'is no image', 'write projects/PROJECT/global/images/IMAGE');

function requirement(form: RegExp, text: string, remedy: string): Requirement {
  return {
    accepts: (value) => typeof value === 'string' && value.length <= MOST_CHARACTERS && form.test(value),
    text,
    remedy,
  };
}
