// How much memory the objects of a preview may take. Whatever the thread takes counts for its container, and a container
// that takes too much is killed with all reviews in it. So in a container previews get a part, and one that needs more
// is refused.

const mostMb = 512;

/** The thread itself, the manifest and the answer take about as much again, and the rest belongs to reviews. */
const part = 1 / 3;

const bytesPerMb = 1024 * 1024;

/**
 * Returns the bound for the objects of one preview, in MiB.
 * @param limit what the process may take, in bytes, as the container has it; 0 if that is unknown
 */
export function choosePreviewMemory(limit: number): number {
  return limit === 0 ? mostMb : Math.min(mostMb, Math.floor((limit * part) / bytesPerMb));
}
