// Elements of the page, made from code: no text is ever read as HTML, whatever a manifest holds.

type Attribute = string | number | boolean | undefined | ((event: Event) => void);
type Child = Node | string | undefined | false;

/**
 * Creates an element. Functions listen to the event that they are named after, `true` is an attribute without a
 * value, `false` and undefined are no attribute.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const created = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') created.addEventListener(name, value);
    else if (value !== undefined && value !== false) created.setAttribute(name, value === true ? '' : String(value));
  }
  created.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return created;
}

/** The element of index.html with this id. */
export function findElement<Type extends HTMLElement = HTMLElement>(id: string): Type {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html: expected an element with the id "${id}", found none`);
  return found as Type;
}
