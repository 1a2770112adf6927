// The chart and the plain manifests raise the same alerts.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';
import { projectRoot } from '../kit/project.js';

const readGroups = (file: string, strip: (text: string) => string): unknown => {
  const text = strip(readFileSync(join(projectRoot, file), 'utf8'));
  return parse(text.slice(text.indexOf('  groups:')));
};

test('the alerts of the chart are those of the manifests', (t) => {
  const plain = readGroups('config/options/monitoring/rules.yaml', (text) => text);
  // Helm would take the braces for its own, so the chart has them in quotes.
  const chart = readGroups('dist/chart/templates/monitoring.yaml', (text) =>
    text.replaceAll(/\{\{ "(\{\{ [^"]* \}\})" \}\}/g, '$1').replaceAll(/^\{\{- end \}\}$/gm, ''),
  );
  t.deepEqual(chart, plain);
});
