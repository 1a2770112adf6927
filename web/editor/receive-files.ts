// Files instead of typing: dropped anywhere on the page, or chosen.

// More than this is no manifest that anybody would look at; a service takes less by default.
const maxBytes = 4 * 1024 * 1024;

interface Receivers {
  readonly onText: (text: string) => void;
  readonly onProblem: (message: string) => void;
}

/** Takes what is dropped on `target`; while something hovers, `target` has the class `is-drop-target`. */
export function receiveDrops(target: HTMLElement, receivers: Receivers): void {
  // Of everything below, so that the editor does not insert the file by itself.
  const listen = (type: 'dragover' | 'dragleave' | 'drop', listener: (event: DragEvent) => void): void =>
    target.addEventListener(type, listener, { capture: true });
  const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;
  listen('dragover', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    target.classList.add('is-drop-target');
  });
  listen('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) target.classList.remove('is-drop-target');
  });
  listen('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.stopPropagation();
    target.classList.remove('is-drop-target');
    void readFiles([...(event.dataTransfer?.files ?? [])], receivers);
  });
}

/** Takes what is chosen with a file field. */
export function receiveChoice(field: HTMLInputElement, receivers: Receivers): void {
  field.addEventListener('change', () => {
    const files = [...(field.files ?? [])];
    // The same file may be chosen again after it has changed.
    field.value = '';
    void readFiles(files, receivers);
  });
}

async function readFiles(files: readonly File[], { onText, onProblem }: Receivers): Promise<void> {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  if (size > maxBytes) {
    onProblem(`Expected at most ${maxBytes / 1024 / 1024} MiB, found ${(size / 1024 / 1024).toFixed(1)} MiB.`);
    return;
  }
  const texts = await Promise.all(files.map(readFile));
  const broken = files.find((_, index) => texts[index] === undefined);
  if (broken) onProblem(`Expected text in UTF-8, found something else in ${broken.name}.`);
  else if (texts.length > 0) onText(texts.join('\n---\n'));
}

async function readFile(file: File): Promise<string | undefined> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
