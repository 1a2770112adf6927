// Part 2: the socket of the node's dfdaemon, mounted at the same path in the containers.
//
// Mounted as a file, as the origins do, it is bound to one inode: after a restart of dfdaemon it leads nowhere, and on
// a node without dfdaemon the Pod hangs. Mounting the directory has neither fault.

import { posix } from 'node:path';
import { constant } from '../../pod/constant.js';
import { normaliseMountPath } from '../../pod/mount-path.js';
import { type InjectPart, leaveOut } from './part.js';
import type { DragonflySettings } from './settings-schema.js';
import { placeMount, readSoleSource, type SharedVolume, shareVolume } from './shared-volume.js';
import { createSkip } from './skip.js';
import type { Targets } from './targets.js';
import type { DragonflyWarning } from './warnings.js';

const podSecurityLabel = 'pod-security.kubernetes.io/enforce';

// Directories that hold far more than a socket of Dragonfly: /run, for instance, has the container runtime's own.
const sharedDirectories = new Set([
  ...['/dev', '/etc', '/home', '/opt', '/root', '/run', '/srv', '/tmp', '/usr', '/var'],
  ...['/var/lib', '/var/run', '/var/tmp'],
]);

export function createSocketPart(settings: DragonflySettings, targets: Targets): InjectPart {
  const readSkip = createSkip(settings.annotations.skipSocket);
  const socket = describeVolume(settings);
  const notes = listNotes(settings);

  return (pod, { namespaceFacts }) => {
    const skip = readSkip(pod);
    if (skip.isSkipped) {
      return leaveOut(pod, skip.warnings);
    }
    const level = namespaceFacts?.labels[podSecurityLabel];
    if (level === 'baseline' || level === 'restricted') {
      const message = `Pod Security "${level}" refuses hostPath, so volume "${settings.socketVolume}" was left out`;
      return leaveOut(pod, [
        ...skip.warnings,
        { code: 'POD_SECURITY_SOCKET_LEFT_OUT', message, path: '/spec/volumes' },
      ]);
    }
    const shared = shareVolume(pod, targets, socket);
    const added = shared.pod === pod ? [] : notes;
    return { ...shared, warnings: [...skip.warnings, ...shared.warnings, ...added] };
  };
}

function describeVolume({ socketMount, socketPath, socketVolume }: DragonflySettings): SharedVolume {
  const path = socketMount === 'directory' ? posix.dirname(socketPath) : socketPath;
  const type = socketMount === 'directory' ? 'DirectoryOrCreate' : 'Socket';
  return {
    volume: constant({ name: socketVolume, hostPath: { path, type } }),
    isOurs: (volume) => normaliseMountPath(readSoleSource(volume, 'hostPath')?.path) === path,
    hostPath: path,
    mounts: [placeMount({ name: socketVolume, mountPath: path })],
  };
}

// What the settings alone give reason to say, whenever a socket is added.
function listNotes({ socketMount, socketPath, warnOnStaleSocket }: DragonflySettings): readonly DragonflyWarning[] {
  if (socketMount === 'file') {
    const message = `${socketPath} is mounted as a file; a restart of dfdaemon cuts it off`;
    return warnOnStaleSocket ? [{ code: 'SOCKET_FILE_MOUNT_GOES_STALE', message, path: '/spec/volumes' }] : [];
  }
  const directory = posix.dirname(socketPath);
  const message = `all of the node's ${directory} is mounted, not only Dragonfly's socket`;
  return sharedDirectories.has(directory) ? [{ code: 'SOCKET_DIRECTORY_SHARED', message, path: '/spec/volumes' }] : [];
}
