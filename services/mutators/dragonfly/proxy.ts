// Part 1: the environment that tells an application where the proxy of its node is.
//
// The order of the three variables matters: the address is put together by Kubernetes from the two before it.

import { constant } from '../../pod/constant.js';
import type { Container, EnvVar } from '../../pod/pod.js';
import { quoteName } from '../../pod/quote.js';
import { findEarlyUses, findOtherMeaning, hasMoreEnv, withMissingEnv } from './env.js';
import { type InjectPart, leaveOut } from './part.js';
import { addressName, nodeVariables, portName } from './proxy-variables.js';
import type { DragonflySettings } from './settings-schema.js';
import { createSkip } from './skip.js';
import type { Target, Targets } from './targets.js';
import type { DragonflyWarning } from './warnings.js';

export function createProxyPart(settings: DragonflySettings, targets: Targets): InjectPart {
  const readSkip = createSkip(settings.annotations.skipProxy);
  const { name, fieldPath, meaning } = nodeVariables[settings.nodeSource];
  const node: EnvVar = constant({ name, valueFrom: { fieldRef: { fieldPath } } });
  const port: EnvVar = constant({ name: portName, value: String(settings.proxyPort) });
  const address: EnvVar = constant({ name: addressName, value: `http://$(${name}):$(${portName})` });
  const variables = [node, port, address];

  const findConflicts = (container: Container, target: Target): readonly DragonflyWarning[] => {
    const warnings: DragonflyWarning[] = [];
    const report = (index: number, what: string): void =>
      void warnings.push({
        code: 'ENV_CONFLICT',
        message: `container ${quoteName(container.name)} ${what}`,
        path: `${target.path}/env/${index}`,
      });
    for (const variable of [port, address]) {
      const index = findOtherMeaning(container, variable);
      if (index >= 0) report(index, `keeps its own ${variable.name}`);
    }
    // An address of the user's own does not depend on our NODE_NAME, whatever theirs means.
    const nodeIndex = findOtherMeaning(container, address) < 0 ? findOtherMeaning(container, node) : -1;
    if (nodeIndex >= 0) report(nodeIndex, `keeps its own ${name}, which is not ${meaning}`);
    return warnings;
  };

  return (pod) => {
    const skip = readSkip(pod);
    if (skip.isSkipped) {
      return leaveOut(pod, skip.warnings);
    }
    const warnings = [...skip.warnings];
    let isInEffect = false;
    const after = targets.map(pod, (container, target) => {
      const changed = withMissingEnv(container, variables);
      if (!hasMoreEnv(changed, container, variables.length)) warnings.push(...findConflicts(changed, target));
      warnings.push(...findEarlyUses(changed, variables, target));
      isInEffect ||= findOtherMeaning(changed, address) < 0;
      return changed;
    });
    return { pod: after, warnings, isInEffect };
  };
}
