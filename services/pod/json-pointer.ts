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

/** Takes a pointer apart: the reverse of {@link pointer}. */
export function parsePointer(text: string): readonly string[] {
  const members = text.split('/');
  members.shift();
  return text.includes('~') ? members.map(unescapeMember) : members;
}

/** The member that stands in a pointer as `text`. */
export function unescapeMember(text: string): string {
  return text.includes('~') ? text.replaceAll('~1', '/').replaceAll('~0', '~') : text;
}
