// A Pod of about 1 kB as a person writes it, for the API server to complete.

import type { Pod } from 'kubernetes-types/core/v1.js';

export function createSmallPod(wantsDragonfly: boolean): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: 'checkout-',
      labels: { app: 'checkout', 'app.kubernetes.io/part-of': 'shop', 'app.kubernetes.io/managed-by': 'argocd' },
      annotations: { 'prometheus.io/scrape': 'true', ...(wantsDragonfly ? wanting : wantingNothing) },
    },
    spec: {
      containers: [
        {
          name: 'service',
          image: 'registry.example/shop/service:v2.14.1',
          ports: [{ name: 'http', containerPort: 8080 }],
          env: Array.from({ length: 6 }, (_, index) => ({
            name: `SETTING_${index}`,
            value: `value-${index}.of.service.svc.cluster.local`,
          })),
          resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
          livenessProbe: { httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10 },
          readinessProbe: { httpGet: { path: '/readyz', port: 8080 }, periodSeconds: 5 },
        },
      ],
    },
  };
}

const wanting = { 'dragonfly.io/inject': 'true' };
// As long as the other, so that both Pods cost the same on their way.
const wantingNothing = { 'example.com/cluster': 'main' };
