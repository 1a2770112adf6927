// The editor of the manifest: highlights, shows what the service has found, and tells of every change.

import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view';
import type { Finding } from '../preview/response.js';
import { appearance } from './appearance.js';
import { createShadowHost } from './shadow-host.js';

export interface ManifestEditor {
  readonly dom: HTMLElement;
  /** Replaces the text; whoever asked for it need not be told. */
  readonly setText: (text: string) => void;
  readonly showFindings: (findings: readonly Finding[]) => void;
  /** Puts the cursor there and the editor into the focus; both are counted from 1. */
  readonly goTo: (line: number, column: number) => void;
}

// Tab leaves the editor, as it leaves every other field: nobody is caught. Indenting is Ctrl-] and Ctrl-[.
const keys = keymap.of([...defaultKeymap, ...historyKeymap, ...foldKeymap, ...lintKeymap]);

// A browser that replaces several lines by what is typed keeps their look by an inline style, which our policy forbids.
const replacing = EditorView.domEventHandlers({
  beforeinput({ inputType, data }, view) {
    if (inputType !== 'insertText' || data === null || view.composing || view.state.selection.main.empty) {
      return false;
    }
    view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});

/** @param onChange is told the text that somebody has typed, pasted or undone */
export function createManifestEditor(text: string, onChange: (text: string) => void): ManifestEditor {
  const { dom, root } = createShadowHost('editor');
  let isOwnChange = false;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        appearance,
        lintGutter(),
        lineNumbers(),
        foldGutter(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of('  '),
        bracketMatching(),
        yaml(),
        keys,
        replacing,
        placeholder('Paste a manifest, drop a file, or pick an example'),
        EditorView.contentAttributes.of({
          'aria-label': 'Manifest, YAML or JSON',
          spellcheck: 'false',
          tabindex: '0',
        }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged && !isOwnChange) onChange(state.doc.toString());
        }),
      ],
    }),
  });

  return {
    dom,
    setText(next) {
      isOwnChange = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: next }, selection: { anchor: 0 } });
      isOwnChange = false;
      view.scrollDOM.scrollTop = 0;
    },
    showFindings(findings) {
      view.dispatch(
        setDiagnostics(
          view.state,
          findings.map((finding) => createDiagnostic(view.state, finding)),
        ),
      );
    },
    goTo(line, column) {
      const { from, to } = findLine(view.state, line);
      const anchor = Math.min(from + column - 1, to);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
  };
}

const severities = { error: 'error', warning: 'warning', note: 'info' } as const;

function createDiagnostic(state: EditorState, finding: Finding): Diagnostic {
  const { from: start, to, text } = findLine(state, finding.line);
  const from = Math.min(start + finding.column - 1, to);
  const { code, severity, message, suggestion } = finding;
  return {
    from,
    // To the end of what is written there, or around the one character that is left.
    to: Math.max(from, start + text.trimEnd().length),
    severity: severities[severity] ?? 'info',
    source: code,
    message: suggestion === '' ? message : `${message}\n${suggestion}`,
  };
}

// The text may have become shorter since the service saw it.
function findLine({ doc }: EditorState, line: number) {
  return doc.line(Math.min(Math.max(line, 1), doc.lines));
}
