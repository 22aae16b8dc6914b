import { Requirement } from '../../validation/requirement';

/** What Gardener asks of ids and names on AWS. */
function requirement(form: RegExp, most: number, text: string, remedy: string): Requirement {
  return { accepts: (value) => typeof value === 'string' && value.length <= most && form.test(value), text, remedy };
}

export const VPC_ID = requirement(/^vpc-[a-z0-9]+$/, 255, 'is no id of a VPC', 'write vpc-064b5b7771f6331aa');

export const ELASTIC_IP_ID = requirement(
  /^eipalloc-[a-z0-9]+$/,
  255,
  'is no allocation of an Elastic IP',
  'write eipalloc-0676786f3e288044c',
);

export const SNAPSHOT_ID = requirement(
  /^snap-[a-z0-9]+$/,
  255,
  'is no id of a snapshot',
  'write snap-0676786f3e288044c',
);

export const INSTANCE_PROFILE_NAME = requirement(
  /^[\w+=,.@-]+$/,
  128,
  'is no name of an instance profile',
  'use letters, digits and _+=,.@-, at most 128 of them',
);

export const INSTANCE_PROFILE_ARN = requirement(
  /^arn:[\w +=,.@\-/:]+$/,
  255,
  'is no ARN of an instance profile',
  'write arn:aws:iam::ACCOUNT:instance-profile/NAME',
);

export const ENDPOINT_SERVICE = requirement(
  /^[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*$/,
  255,
  'is no service of AWS',
  'write s3, or the like',
);

export const TAG_KEY = requirement(
  /^[\w +\-=.:/@]+$/,
  128,
  'is no key of a tag',
  'use letters, digits, spaces and _+-=.:/@, at most 128 of them',
);
