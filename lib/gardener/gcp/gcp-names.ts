import { ofForm } from '../form';

const MOST_CHARACTERS = 250;

/** What Gardener asks of names of resources on GCP. */
export const GCP_NAME = ofForm(
  /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  63,
  'must have lower-case letters, digits and dashes, at most 63 characters, and begin with a letter',
  'use the name that GCP has',
);

/** The email address of a service account. */
export const SERVICE_ACCOUNT = ofForm(
  /^[\w-]+@[a-z0-9-]+\.iam\.gserviceaccount\.com$/,
  MOST_CHARACTERS,
  'is no service account',
  'write name@project.iam.gserviceaccount.com',
);

/** What a service account may be used for. */
export const SCOPE = ofForm(
  /^https:\/\/www\.googleapis\.com\/[a-z0-9\-./_]+$/,
  MOST_CHARACTERS,
  'is no scope',
  'write https://www.googleapis.com/auth/cloud-platform, or the like',
);

/** A key of Cloud KMS. */
export const KMS_KEY = ofForm(
  /^[\w\-/]+$/,
  MOST_CHARACTERS,
  'is no key of Cloud KMS',
  'write projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY',
);

/** A kind of GPU. */
export const ACCELERATOR = ofForm(
  /^[a-z0-9-]+$/,
  MOST_CHARACTERS,
  'is no type of a GPU',
  'write nvidia-tesla-t4, or the like',
);

/** A generation of processors. */
export const CPU_PLATFORM = ofForm(
  /^[A-Za-z0-9\s]+$/,
  MOST_CHARACTERS,
  'is no CPU platform',
  'write Intel Haswell, or the like',
);

/** An image that a volume is made of. */
export const SOURCE_IMAGE = ofForm(
  /^[a-z0-9\-/]+$/,
  MOST_CHARACTERS,
  'is no image',
  'write projects/PROJECT/global/images/IMAGE',
);
