// How editors and differences look. All colours are variables of style.css, which knows light and dark.

import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const theme = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--surface)', fontSize: 'var(--code-size)' },
  // The frame around it shows the focus, over the gutters as well.
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-content': { padding: '10px 0', caretColor: 'var(--text)' },
  '.cm-line': { padding: '0 12px 0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--text)', borderLeftWidth: '2px' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--selection)',
  },
  '.cm-gutters': { color: 'var(--faint)', backgroundColor: 'var(--surface)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 14px', minWidth: '34px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter': { backgroundColor: 'var(--line)' },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-gutter-lint': { width: '18px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '3px 0 0 6px' },
  '.cm-lint-marker': { width: '12px', height: '12px' },
  '.cm-tooltip': {
    color: 'var(--text)',
    backgroundColor: 'var(--raised)',
    border: '1px solid var(--border)',
    borderRadius: '8px',
    boxShadow: 'var(--shadow)',
    maxWidth: 'min(440px, 90vw)',
  },
  '.cm-diagnostic': { fontFamily: 'var(--sans)', fontSize: '13px', lineHeight: '1.45', padding: '8px 12px' },
  '.cm-diagnosticSource': { color: 'var(--muted)', opacity: '1', fontSize: '12px', marginTop: '2px' },
  '.cm-foldPlaceholder': { color: 'var(--muted)', backgroundColor: 'var(--line)', borderColor: 'var(--border)' },
  '.cm-panels': { color: 'var(--text)', backgroundColor: 'var(--raised)', borderColor: 'var(--border)' },
});

const difference = EditorView.theme({
  '&.cm-merge-b .cm-changedLine, .cm-insertedLine, .cm-inlineChangedLine': { backgroundColor: 'var(--added)' },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk, .cm-deletedLine': { backgroundColor: 'var(--removed)' },
  '.cm-insertedLine, .cm-deletedLine, .cm-deletedLine del': { textDecoration: 'none' },
  '.cm-deletedChunk': { paddingLeft: '8px' },
  '.cm-changedLineGutter, &.cm-merge-b .cm-changedLineGutter': { background: 'var(--added-mark)' },
  '.cm-deletedLineGutter, &.cm-merge-a .cm-changedLineGutter': { background: 'var(--removed-mark)' },
  '.cm-collapsedLines, &.cm-merge-a .cm-collapsedLines, &.cm-merge-b .cm-collapsedLines': {
    color: 'var(--muted)',
    background: 'var(--line)',
    fontFamily: 'var(--sans)',
    fontSize: '12px',
    padding: '4px 12px',
  },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '"⋯"' },
  '.cm-gutters.cm-gutters-after': { border: 'none' },
  '.cm-author-gutter .cm-gutterElement': { cursor: 'pointer' },
  '.cm-author-gutter .cm-gutterElement:hover': { textDecoration: 'underline' },
  '.cm-authors': {
    display: 'flex',
    alignItems: 'center',
    gap: '7px',
    height: '100%',
    padding: '0 14px 0 10px',
    color: 'var(--muted)',
    fontFamily: 'var(--sans)',
    fontSize: '11.5px',
    whiteSpace: 'nowrap',
    maxWidth: '290px',
  },
  '.cm-author': { display: 'inline-flex', alignItems: 'center', gap: '5px' },
  '.cm-author:before': { content: '""', width: '7px', height: '7px', borderRadius: '2px', background: 'currentColor' },
  '.is-first .cm-author': { fontWeight: '600' },
  '.is-first .cm-reason': { color: 'var(--text)' },
  '.cm-reason': { fontSize: '10.5px', overflow: 'hidden', textOverflow: 'ellipsis' },
  ...Object.fromEntries([0, 1, 2, 3].map((tone) => [`.cm-tone-${tone}`, { color: `var(--tone-${tone})` }])),
});

const syntax = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--code-key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--code-atom)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--muted)', fontStyle: 'italic' },
  { tag: [tags.meta, tags.keyword, tags.labelName, tags.typeName], color: 'var(--code-meta)' },
]);

export const appearance: Extension = [theme, difference, syntaxHighlighting(syntax)];
