import { ofForm } from '../form';

// What Gardener asks of names and ids on AWS.

export const VPC_ID = ofForm(/^vpc-[a-z0-9]+$/, 255, 'is no id of a VPC', 'write vpc-064b5b7771f6331aa');

export const ELASTIC_IP_ID = ofForm(
  /^eipalloc-[a-z0-9]+$/,
  255,
  'is no allocation of an Elastic IP',
  'write eipalloc-0676786f3e288044c',
);

export const SNAPSHOT_ID = ofForm(/^snap-[a-z0-9]+$/, 255, 'is no id of a snapshot', 'write snap-0676786f3e288044c');

export const INSTANCE_PROFILE_NAME = ofForm(
  /^[\w+=,.@-]+$/,
  128,
  'is no name of an instance profile',
  'use letters, digits and _+=,.@-, at most 128 of them',
);

export const INSTANCE_PROFILE_ARN = ofForm(
  /^arn:[\w +=,.@\-/:]+$/,
  255,
  'is no ARN of an instance profile',
  'write arn:aws:iam::ACCOUNT:instance-profile/NAME',
);

export const ENDPOINT_SERVICE = ofForm(
  /^[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*$/,
  255,
  'is no service of AWS',
  'write s3, or the like',
);

export const TAG_KEY = ofForm(
  /^[\w +\-=.:/@]+$/,
  128,
  'is no key of a tag',
  'use letters, digits, spaces and _+-=.:/@, at most 128 of them',
);
