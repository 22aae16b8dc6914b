import { ofForm } from '../form';

// What Gardener asks of names and ids on Azure.

export const RESOURCE_GROUP = ofForm(
  /^[\w().-]+[\w()-]$/,
  90,
  'is no name of a resource group',
  'use letters, digits and _().-, from 2 to 90 of them',
);

export const VNET_NAME = ofForm(
  /^[A-Za-z0-9][\w.-]*\w$/,
  64,
  'is no name of a virtual network',
  'use letters, digits and _.-, from 2 to 64 of them',
);

export const PUBLIC_IP_NAME = ofForm(
  /^[A-Za-z0-9][\w-]*$/,
  80,
  'is no name of a public IP',
  'use letters, digits and _-, at most 80 of them',
);

export const IDENTITY_NAME = ofForm(
  /^[A-Za-z0-9][\w-]{2,}$/,
  120,
  'is no name of a managed identity',
  'use letters, digits and _-, from 3 to 120 of them',
);

export const SERVICE_ENDPOINT = ofForm(
  /^Microsoft\.[A-Za-z0-9.]+$/,
  120,
  'is no service endpoint',
  'write Microsoft.Storage, or the like',
);

export const STORAGE_URI = ofForm(
  /^https:\/\/[a-z0-9-]{3,24}\.blob\.core\S+\/\S*$/,
  Infinity,
  'is no storage account',
  'write https://ACCOUNT.blob.core.windows.net/',
);

export const URN = ofForm(
  /^[\w-]+:[\w-]+:[\w.-]+:[\w.-]+$/,
  256,
  'is no URN of an image',
  'write PUBLISHER:OFFER:SKU:VERSION',
);

export const COMMUNITY_IMAGE = ofForm(
  /^\/CommunityGalleries\/[\w-]+\/Images\/[\w-]+\/Versions\/[\w.-]+$/,
  512,
  'is no image of a community gallery',
  'write /CommunityGalleries/GALLERY/Images/IMAGE/Versions/VERSION',
);

export const SHARED_IMAGE = ofForm(
  /^\/SharedGalleries\/[\w-]+\/Images\/[\w-]+\/Versions\/[\w.-]+$/,
  512,
  'is no image of a shared gallery',
  'write /SharedGalleries/GALLERY/Images/IMAGE/Versions/VERSION',
);

export const IMAGE_ID = ofForm(
  /^\/\S+$/,
  Infinity,
  'is no id of an image',
  'write the whole id, from /subscriptions on',
);

export const RESERVATION_GROUP = ofForm(
  /^\/subscriptions\/[\w-]+\/resourceGroups\/[\w().-]+\/providers\/Microsoft\.Compute\/capacityReservationGroups\/[\w.-]+$/i,
  512,
  'is no capacity reservation group',
  'write /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Compute/capacityReservationGroups/NAME',
);
