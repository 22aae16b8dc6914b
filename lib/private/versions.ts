/** Major, minor and patch of a version such as `v1.21.1`, with or without the `v`; undefined for anything else. */
export function parseVersion(version: unknown): [major: number, minor: number, patch: number] | undefined {
  const parts = typeof version === 'string' ? /^v?(\d+)\.(\d+)\.(\d+)(?:-[0-9A-Za-z.-]+)?$/.exec(version) : null;
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : undefined;
}

/** Orders versions from the oldest to the newest; what has no version comes first, pre-releases count as their release. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [one, other].map((version) => parseVersion(version) ?? [-1, -1, -1]);
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}
