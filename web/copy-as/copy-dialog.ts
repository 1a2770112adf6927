// "Copy as": what the page shows, for a shell.

import { element, findElement } from '../element.js';
import { copyText } from '../share/copy-text.js';
import { commandLine } from './command-line.js';
import type { CopyFormat, CopySource } from './copy-format.js';
import { curl } from './curl.js';
import { expectationFileFormat } from './expectation-file.js';
import { grpcurl } from './grpcurl.js';

const formats: readonly [CopyFormat, ...CopyFormat[]] = [curl, grpcurl, commandLine, expectationFileFormat];

/** Where `podmutator serve` and docker-compose.yml listen. */
const usualGrpcAddress = 'localhost:50051';

/** @param currentSource what was answered last; undefined if there is nothing to copy */
export function connectCopyDialog(currentSource: () => Omit<CopySource, 'grpcAddress'> | undefined): void {
  const dialog = findElement<HTMLDialogElement>('copy-dialog');
  const choice = findElement('copy-formats');
  const about = findElement('copy-about');
  const text = findElement<HTMLTextAreaElement>('copy-text');
  const address = findElement<HTMLInputElement>('copy-address');
  const addressRow = findElement('copy-address-row');
  const status = findElement('copy-status');
  let format = formats[0];

  const show = (): void => {
    const source = currentSource();
    const grpcAddress = address.value.trim() || usualGrpcAddress;
    about.textContent = format.about;
    addressRow.hidden = format === curl;
    text.value = source ? format.write({ ...source, grpcAddress }) : 'There is no preview to copy yet.';
    status.textContent = '';
  };
  choice.append(
    ...formats.map((one) =>
      element(
        'label',
        { class: 'segment' },
        element('input', {
          type: 'radio',
          name: 'copy-format',
          value: one.id,
          checked: one === format,
          change: () => {
            format = one;
            show();
          },
        }),
        element('span', {}, one.label),
      ),
    ),
  );
  address.placeholder = usualGrpcAddress;
  address.addEventListener('input', show);
  findElement('copy-open').addEventListener('click', () => {
    show();
    dialog.showModal();
  });
  findElement('copy-close').addEventListener('click', () => dialog.close());
  findElement('copy-button').addEventListener('click', async () => {
    const isCopied = await copyText(text.value);
    if (!isCopied) text.select();
    status.textContent = isCopied ? 'Copied.' : 'The browser does not let this page copy: the text is selected.';
  });
}
