// Which image the tools come from: the one that the Pod names by annotation, if the settings allow it, else the
// configured one.

import { createGlob } from '../../pod/create-glob.js';
import { pointer } from '../../pod/json-pointer.js';
import type { Pod } from '../../pod/pod.js';
import { quote } from '../../pod/quote.js';
import { imageText } from './formats.js';
import type { DragonflySettings } from './settings-schema.js';
import { readAnnotation } from './switch-annotation.js';
import type { DragonflyWarning } from './warnings.js';

export interface Image {
  readonly image: string;
  readonly warnings: readonly DragonflyWarning[];
}

export function createImageChoice(settings: DragonflySettings): (pod: Pod) => Image {
  const key = settings.annotations.image;
  const configured = settings.initContainer.image;
  const path = pointer('metadata', 'annotations', key);
  const globs = settings.toolsImages.map(createGlob);
  const isAllowed = (image: string): boolean => image === configured || globs.some((isMatched) => isMatched(image));
  return (pod) => {
    const named = readAnnotation(pod, key);
    if (named === undefined || named === '') {
      return { image: configured, warnings: [] };
    }
    const { success, data } = imageText.safeParse(named);
    if (!success) {
      const message = `${key} is no image reference: ${quote(named)}`;
      return { image: configured, warnings: [{ code: 'IMAGE_VALUE_INVALID', message, path }] };
    }
    if (!isAllowed(data)) {
      const message = `${key}: ${quote(named)} is not in toolsImages`;
      return { image: configured, warnings: [{ code: 'IMAGE_NOT_ALLOWED', message, path }] };
    }
    return { image: data, warnings: [] };
  };
}
