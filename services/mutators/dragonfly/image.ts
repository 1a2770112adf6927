// Which image the tools come from: the one that the Pod names by annotation, else the configured one.

import { pointer } from '../../pod/json-pointer.js';
import type { Pod } from '../../pod/pod.js';
import { imageText } from './formats.js';
import { quote } from './quote.js';
import type { DragonflySettings } from './settings-schema.js';
import { readAnnotation } from './switch-annotation.js';
import type { DragonflyWarning } from './warnings.js';

export interface Image {
  readonly image: string;
  readonly warnings: readonly DragonflyWarning[];
}

export function createImageChoice({ annotations, initContainer }: DragonflySettings): (pod: Pod) => Image {
  const key = annotations.image;
  return (pod) => {
    const named = readAnnotation(pod, key);
    if (named === undefined || named === '') {
      return { image: initContainer.image, warnings: [] };
    }
    const { success, data } = imageText.safeParse(named);
    if (success) {
      return { image: data, warnings: [] };
    }
    const message = `${key} is no image reference: ${quote(named)}`;
    const path = pointer('metadata', 'annotations', key);
    return { image: initContainer.image, warnings: [{ code: 'IMAGE_VALUE_INVALID', message, path }] };
  };
}
