// The layers in the order in which they run.

import type { Layer } from './layer.js';
import { apiServer } from './layers/api-server.js';
import { commands } from './layers/commands.js';
import { grpc } from './layers/grpc.js';
import { mutators } from './layers/mutators.js';
import { openLoop } from './layers/open-loop.js';
import { pipeline } from './layers/pipeline.js';
import { reviews } from './layers/reviews.js';
import { sizes } from './layers/sizes.js';
import { soak } from './layers/soak.js';

export const layers: readonly Layer[] = [pipeline, reviews, openLoop, sizes, mutators, soak, grpc, commands, apiServer];
