// The closed list of warnings. The decision and its parts share it, so it is neither's.

import type { Warning } from '../../decisions/mutator.js';

export const warnings = {
  OPT_IN_VALUE_INVALID: 'The annotation that opts in says neither "true" nor "false", so the Pod was left alone.',
  SKIP_VALUE_INVALID: 'An annotation that skips a part says neither "true" nor "false", so it was ignored.',
  IMAGE_VALUE_INVALID: 'The annotation that names the image of the tools is no image reference, so it was ignored.',
  IMAGE_NOT_ALLOWED: 'The settings do not allow the image that the annotation names, so it was ignored.',
  UNKNOWN_CONTAINER: 'The settings include a container that the Pod does not have.',
  ENV_CONFLICT: 'A variable of the container keeps one of ours from meaning what it should; the existing one was kept.',
  MOUNT_PATH_CONFLICT:
    'The container has something else mounted where ours would be, or a read-only mount above it; the existing mount was kept.',
  VOLUME_NAME_CONFLICT: 'The Pod has another volume under our name; the part that needs ours was left out.',
  CONTAINER_NAME_CONFLICT: 'The Pod has another container under the name of ours; the tools were left out.',
  POD_SECURITY_SOCKET_LEFT_OUT:
    'The namespace enforces a Pod Security level that refuses hostPath volumes; the socket was left out.',
  SOCKET_FILE_MOUNT_GOES_STALE: 'The socket is mounted as a file: after a restart of dfdaemon it leads nowhere.',
  SOCKET_DIRECTORY_SHARED:
    'The socket lies in a directory of the node that holds more than Dragonfly, and all of it is mounted.',
} as const;

export const advice: Readonly<Record<WarningCode, string>> = {
  OPT_IN_VALUE_INVALID: 'Write "true" or "false", in quotes.',
  SKIP_VALUE_INVALID: 'Write "true" or "false", in quotes.',
  IMAGE_VALUE_INVALID: 'Name one image, as in registry.example/tools:1.2 or with a digest.',
  IMAGE_NOT_ALLOWED: 'Name an image that toolsImages of the settings allows, or have it added there.',
  UNKNOWN_CONTAINER: 'Correct includeContainers in the settings, or the name of the container.',
  ENV_CONFLICT: 'Rename the variable of the container, or move what uses ours behind it.',
  MOUNT_PATH_CONFLICT: 'Mount it elsewhere, or skip the part of Dragonfly that needs the path.',
  VOLUME_NAME_CONFLICT: 'Rename the volume, or choose another name in the settings.',
  CONTAINER_NAME_CONFLICT: 'Rename the container, or choose another name in the settings.',
  POD_SECURITY_SOCKET_LEFT_OUT: 'Use a namespace that allows hostPath volumes, or skip the socket.',
  SOCKET_FILE_MOUNT_GOES_STALE: 'Set socketMount: directory in the settings.',
  SOCKET_DIRECTORY_SHARED: 'Give the socket a directory of its own, or set socketMount: file in the settings.',
};

export type WarningCode = keyof typeof warnings;
export type DragonflyWarning = Warning<WarningCode>;
