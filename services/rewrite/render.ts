// JSON value → fresh YAML or JSON text, for what is added to a document.

import type { Literals } from '../manifest/read-value.js';
import type { FlowStyle } from '../manifest/slots.js';

/** How new block text looks in a document. */
export interface BlockStyle {
  /** Spaces per level of mappings. */
  readonly unit: number;
  /** Spaces by which the dash of a list stands deeper than the key above it. */
  readonly dash: number;
}

/** A value to render, and what stood in its place: a number that did not change keeps its spelling. */
export interface Rendered {
  readonly value: unknown;
  readonly before: unknown;
  readonly literals: Literals;
  /** The spelling of `before`, if it is such a number. */
  readonly literal?: string | undefined;
}

type Entry = readonly [key: string, value: unknown];

/** Whether the value takes lines of its own in block text. */
export function isBlock(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Lines of a block collection, not indented. */
export function renderBlock(rendered: Rendered, style: BlockStyle): readonly string[] {
  const isList = Array.isArray(rendered.value);
  return listEntries(rendered.value).flatMap(([key, value]) => {
    const child = descend(rendered, key, value);
    return isList ? renderItem(child, style) : renderPair(key, child, style);
  });
}

/** Lines of `key: value`. */
export function renderPair(key: string, child: Rendered, style: BlockStyle): readonly string[] {
  if (!isBlock(child.value)) {
    return [`${renderText(key)}: ${renderLeaf(child)}`];
  }
  const depth = ' '.repeat(Array.isArray(child.value) ? style.dash : style.unit);
  return [`${renderText(key)}:`, ...renderBlock(child, style).map((line) => depth + line)];
}

/** Lines of `- value`. */
export function renderItem(child: Rendered, style: BlockStyle): readonly string[] {
  if (!isBlock(child.value)) {
    return [`- ${renderLeaf(child)}`];
  }
  return renderBlock(child, style).map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`));
}

/** Text inside of brackets. `indent` stands ahead of the line in which it begins. */
export function renderFlow(rendered: Rendered, indent: string, style: FlowStyle): string {
  if (!isBlock(rendered.value)) {
    return renderLeaf(rendered, style.isJson);
  }
  const isList = Array.isArray(rendered.value);
  const [open, close] = isList ? '[]' : '{}';
  const deeper = style.unit === undefined ? '' : indent + style.unit;
  const entries = listEntries(rendered.value).map(([key, value]) => {
    const text = renderFlow(descend(rendered, key, value), deeper, style);
    return isList ? text : renderFlowPair(key, text, style);
  });
  return style.unit === undefined
    ? `${open}${entries.join(style.comma)}${close}`
    : `${open}${style.eol}${deeper}${entries.join(`,${style.eol}${deeper}`)}${style.eol}${indent}${close}`;
}

/** `key: value` inside of brackets, for a value that is text already. */
export function renderFlowPair(key: string, text: string, { isJson, colon }: FlowStyle): string {
  return `${isJson ? quote(key) : renderText(key)}${colon}${text}`;
}

/** A value that takes no lines of its own: a scalar or an empty collection. */
export function renderLeaf({ value, before, literal }: Rendered, isJson = false): string {
  if (typeof value === 'number' && value === before && literal !== undefined) {
    return literal;
  }
  return typeof value === 'string' && !isJson ? renderText(value) : quote(value);
}

function descend({ before, literals }: Rendered, key: string, value: unknown): Rendered {
  if (typeof before !== 'object' || before === null || !Object.hasOwn(before, key)) {
    return { value, before: undefined, literals };
  }
  const old = (before as Readonly<Record<string, unknown>>)[key];
  return { value, before: old, literals, literal: literals.get(before)?.get(key) };
}

function listEntries(value: unknown): readonly Entry[] {
  return Object.entries(value as Readonly<Record<string, unknown>>);
}

// Words that neither YAML 1.1 nor 1.2 reads as anything but text, in or out of brackets. Everything else is quoted.
const plain = /^(?:[A-Za-z_/]|\$\()(?:[\w./@$()%+=~-]|:[\w./@$(])*$/;
const notText = /^(?:y|n|yes|no|on|off|true|false|null|e\d+)$/i;

function renderText(text: string): string {
  return plain.test(text) && !notText.test(text) ? text : quote(text);
}

// JSON is YAML but for characters that YAML takes for line breaks or refuses.
function quote(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
