// The pictures of the documentation. UPDATE=1 takes them anew and ends red, so that somebody looks at them.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isUpdate, projectRoot } from '../kit/project.js';
import { findWorkload, openPage, skipped, test } from './playground.js';

const sizes = [
  { width: 1440, height: 900, example: 'namespace-label', workload: 'Deployment/front' },
  { width: 360, height: 1500, example: 'both', workload: 'StatefulSet/router' },
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { width, height, example, workload } of sizes) {
    const name = `docs/images/playground-${colorScheme}-${width}.png`;
    test(`${skipped}${name} shows the page`, async (t) => {
      const page = await openPage(t, { colorScheme, viewport: { width, height } });
      await page.selectOption('#examples', example);
      await (await findWorkload(page, workload)).locator('.cm-authors').first().waitFor();
      const picture = await page.screenshot();
      const path = join(projectRoot, name);
      if (isUpdate) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, picture);
        t.fail('written: look at it');
        return;
      }
      // Fonts differ from machine to machine, so that pixels cannot be compared.
      t.deepEqual(readSize(readFileSync(path)), readSize(picture));
    });
  }
}

// The header of a PNG begins with width and height.
function readSize(picture: Buffer): readonly [number, number] {
  return [picture.readUInt32BE(16), picture.readUInt32BE(20)];
}
