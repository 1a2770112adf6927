// `-o markdown`: one comment for a pull request. The hidden first line lets a workflow find the comment again, so that
// it is updated and not repeated.

import { isWorthTelling, nameObject, type PreviewedObject } from '../../inputs/previewed.js';
import { describeImpact } from '../describe-impact.js';
import type { Format } from '../format.js';
import { describeTotals } from '../totals.js';

const marker = '<!-- podmutator-preview -->';
// GitHub takes comments of 65536 characters.
const lengthMax = 60_000;

export function createMarkdown(): Format {
  const objects: PreviewedObject[] = [];
  return {
    isApplied: false,
    add(document) {
      objects.push(...document.objects.filter(isWorthTelling));
      return '';
    },
    finish(totals) {
      const head = `${marker}\n### podmutator preview\n\n${describeTotals(totals)}.\n`;
      return (
        head + fillUp([...writeTable(objects), ...writeNotes(objects), ...objects.flatMap(writeDetails)], lengthMax)
      );
    },
  };
}

// Whole blocks only: half a table or an open code block would break everything behind it.
function fillUp(blocks: readonly string[], room: number): string {
  const parts: string[] = [];
  let left = room;
  for (const block of blocks) {
    left -= block.length + 1;
    if (left >= 0) parts.push(block);
  }
  const missing = blocks.length - parts.length;
  const rest = missing > 0 ? [`_${missing} more sections did not fit into one comment._\n`] : [];
  return [...parts, ...rest].map((part) => `\n${part}`).join('');
}

function writeTable(objects: readonly PreviewedObject[]): readonly string[] {
  if (objects.length === 0) {
    return [];
  }
  const rows = objects.map((object) => {
    const { namespace, verdict, operations, mutators, warnings } = object;
    const decided = mutators.map(({ mutator, outcome, reason }) => `${mutator} ${outcome}: \`${reason}\``);
    const why = [...decided, ...warnings.map(({ code: name }) => `warning: \`${name}\``)].join('<br>');
    const cells = [code(nameObject(object)), code(namespace), verdict, String(operations.length), why, sumUp(object)];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    `| object | namespace | verdict | operations | why | impact |\n|---|---|---|---|---|---|\n${rows.join('\n')}\n`,
  ];
}

// In the table only the topics; what is behind them stands with the diff.
function sumUp({ impact }: PreviewedObject): string {
  const changes = (impact ? describeImpact(impact) : []).filter(({ isChange }) => isChange);
  const topics = [...new Set(changes.map(({ topic }) => topic))];
  return topics
    .map((topic) => {
      const own = changes.filter((change) => change.topic === topic);
      const isShort = topic === 'Pod Security' || topic === 'QoS class';
      return isShort ? `${topic} ${plain(own[0]?.text ?? '')}` : `${topic} (${own.length})`;
    })
    .join('<br>');
}

function writeImpact({ impact }: PreviewedObject): string {
  const lines = (impact ? describeImpact(impact) : []).map(({ topic, text, details }) =>
    [`- **${topic}**: ${plain(text)}`, ...details.map((detail) => `  - ${plain(detail)}`)].join('\n'),
  );
  return lines.length > 0 ? `${lines.join('\n')}\n\n` : '';
}

function writeNotes(objects: readonly PreviewedObject[]): readonly string[] {
  const notes = objects.flatMap((object) => [
    ...(object.error ? [`- **error** ${code(showPlace(object.error))}: ${plain(object.error.message)}`] : []),
    ...object.warnings.map(
      ({ code: name, message }) => `- **warning** ${code(showPlace(object.place))} \`${name}\`: ${plain(message)}`,
    ),
  ]);
  return notes.length > 0 ? [`${notes.join('\n')}\n`] : [];
}

function writeDetails(object: PreviewedObject): readonly string[] {
  if (object.diff === '') {
    return [];
  }
  const longest = Math.max(2, ...[...object.diff.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const title = `${escapeHtml(nameObject(object))} – ${escapeHtml(showPlace(object.place))}`;
  return [
    `<details><summary>${title}</summary>\n\n${writeImpact(object)}${fence}diff\n${object.diff}${fence}\n\n</details>\n`,
  ];
}

function showPlace({ file, line }: { readonly file: string; readonly line?: number }): string {
  return line === undefined ? file : `${file}:${line}`;
}

// Names come from the manifest: in a table they must not end a cell or begin markup.
function code(text: string): string {
  return text === '' ? '' : `<code>${escapeHtml(text)}</code>`;
}

function plain(text: string): string {
  return escapeHtml(text).replace(/[\\*_[\]~@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>|`\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}
