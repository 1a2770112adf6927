// JSON pointers, RFC 6901. Every path of every patch is made and taken apart here, so it does not touch what needs no escape.

/** Joins members to a pointer: `pointer('metadata', 'annotations', 'a/b')` is `/metadata/annotations/a~1b`. */
export function pointer(...members: readonly (string | number)[]): string {
  let text = '';
  for (const member of members) {
    text += typeof member === 'number' ? `/${member}` : `/${escapeMember(member)}`;
  }
  return text;
}

function escapeMember(member: string): string {
  return member.includes('~') || member.includes('/') ? member.replaceAll('~', '~0').replaceAll('/', '~1') : member;
}

/**
 * The paths in the patches of all Pods are a few hundred, those of one with 1,000 containers 8,000. Once there are more
 * than these, all are forgotten.
 */
const knownMax = 16_384;
/** Longer ones hold a key of somebody's own. */
const knownLength = 256;
const known = new Map<string, readonly string[]>();

/** Takes a pointer apart: the reverse of {@link pointer}. */
export function parsePointer(text: string): readonly string[] {
  return known.get(text) ?? keepParsed(text);
}

function keepParsed(text: string): readonly string[] {
  const members = text.split('/').slice(1);
  const result = text.includes('~') ? members.map(unescapeMember) : members;
  if (known.size >= knownMax) known.clear();
  if (text.length <= knownLength) known.set(text, result);
  return result;
}

function unescapeMember(text: string): string {
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}

let places = 0;

/**
 * A place in a document while it is walked through. All walks share their places, so that the text of each is put
 * together once: patches of different Pods have the same paths.
 */
export class Place {
  readonly path: string;
  readonly #members = new Map<string | number, Place>();

  constructor(path: string) {
    this.path = path;
  }

  /** The place of a member of what is here. */
  at(member: string | number): Place {
    return this.#members.get(member) ?? this.#add(member);
  }

  #add(member: string | number): Place {
    const place = new Place(this.path + pointer(member));
    if (places >= knownMax) {
      documentPlace.#members.clear();
      places = 0;
    }
    places += 1;
    this.#members.set(member, place);
    return place;
  }
}

/** Where every walk begins. */
export const documentPlace = new Place('');
