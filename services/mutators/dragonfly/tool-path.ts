// Where single tools are mounted, so that they run without a path.

/** The place of `tool` in a container. /usr/local/bin is on the PATH of practically every image. */
export function toolPath(tool: string): string {
  return `/usr/local/bin/${tool}`;
}
