import { Requirement } from '../../validation/requirement';

/** What Gardener asks of names and ids on Azure. */
function requirement(form: RegExp, most: number, text: string, remedy: string): Requirement {
  return { accepts: (value) => typeof value === 'string' && value.length <= most && form.test(value), text, remedy };
}

export const RESOURCE_GROUP = requirement(
  /^[\w().-]{0,89}[\w()-]$/,
  90,
  'is no name of a resource group',
  'use letters, digits and _().-, at most 90 of them',
);

export const VNET_NAME = requirement(
  /^[A-Za-z0-9][\w.-]*\w$/,
  64,
  'is no name of a virtual network',
  'use letters, digits and _.-, from 2 to 64 of them',
);

export const PUBLIC_IP_NAME = requirement(
  /^[A-Za-z0-9][\w-]*$/,
  80,
  'is no name of a public IP',
  'use letters, digits and _-, at most 80 of them',
);

export const IDENTITY_NAME = requirement(
  /^[A-Za-z0-9][\w-]{2,}$/,
  120,
  'is no name of a managed identity',
  'use letters, digits and _-, from 3 to 120 of them',
);

export const SERVICE_ENDPOINT = requirement(
  /^Microsoft\.[A-Za-z0-9.]+$/,
  120,
  'is no service endpoint',
  'write Microsoft.Storage, or the like',
);

export const STORAGE_URI = requirement(
  /^https:\/\/[a-z0-9-]{3,24}\.blob\.core\S+\/\S*$/,
  Infinity,
  'is no storage account',
  'write https://ACCOUNT.blob.core.windows.net/',
);

export const URN = requirement(
  /^[\w-]+:[\w-]+:[\w.-]+:[\w.-]+$/,
  256,
  'is no URN of an image',
  'write PUBLISHER:OFFER:SKU:VERSION',
);

export const COMMUNITY_IMAGE = requirement(
  /^\/CommunityGalleries\/[\w-]+\/Images\/[\w-]+\/Versions\/[\w.-]+$/,
  512,
  'is no image of a community gallery',
  'write /CommunityGalleries/GALLERY/Images/IMAGE/Versions/VERSION',
);

export const SHARED_IMAGE = requirement(
  /^\/SharedGalleries\/[\w-]+\/Images\/[\w-]+\/Versions\/[\w.-]+$/,
  512,
  'is no image of a shared gallery',
  'write /SharedGalleries/GALLERY/Images/IMAGE/Versions/VERSION',
);

export const IMAGE_ID = requirement(
  /^\/\S+$/,
  Infinity,
  'is no id of an image',
  'write the whole id, from /subscriptions on',
);

export const RESERVATION_GROUP = requirement(
  /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w().-]+\/providers\/Microsoft\.Compute\/capacityReservationGroups\/[\w.-]+$/i,
  512,
  'is no capacity reservation group',
  'write /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Compute/capacityReservationGroups/NAME',
);
