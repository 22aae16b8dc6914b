import { Requirement } from '../../validation/requirement';

const MOST_CHARACTERS = 255;

/** What Gardener asks of names in OpenStack. */
export const OPENSTACK_NAME: Requirement = {
  accepts: (name) =>
    typeof name === 'string' && /^[^{}[\]\n]+$/.test(name) && Array.from(name).length <= MOST_CHARACTERS,
  text: `must have 1 to ${MOST_CHARACTERS} characters, no brackets, braces or line breaks among them`,
  remedy: 'use the name that OpenStack has',
};

export const UUID: Requirement = {
  accepts: (id) => typeof id === 'string' && /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i.test(id),
  text: 'is no UUID',
  remedy: 'write 12345678-90ab-cdef-1234-567890abcdef, or the like',
};
