{{/* One release per namespace: everything is named after the release, and the Service's name is in the certificate. */}}
{{- define "podmutator.labels" -}}
{{ include "podmutator.commonLabels" . }}
{{ include "podmutator.selector" . }}
{{- end }}

{{- define "podmutator.commonLabels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "podmutator.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Of the Deployment for other callers of the gRPC API. The selector above must not find its Pods. */}}
{{- define "podmutator.grpcLabels" -}}
{{ include "podmutator.commonLabels" . }}
app.kubernetes.io/part-of: {{ .Chart.Name }}
{{ include "podmutator.grpcSelector" . }}
{{- end }}

{{- define "podmutator.grpcSelector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}-grpc
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* Where the Pods of both Deployments may run, and as whom. */}}
{{- define "podmutator.placement" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- end }}

{{- define "podmutator.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end }}

{{/* ClusterRoles and webhook configurations have no namespace, so theirs is in the name. */}}
{{- define "podmutator.clusterName" -}}
{{- if eq .Release.Namespace "podmutator-system" }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-{{ .Release.Namespace }}{{ end -}}
{{- end }}

{{/* Previews need more memory than reviews. */}}
{{- define "podmutator.adapterResources" -}}
{{- $resources := deepCopy .Values.adapter.resources -}}
{{- if .Values.playground.enabled -}}
{{- $limits := dict "memory" .Values.playground.memoryLimit -}}
{{- $_ := set $resources "limits" (merge $limits ($resources.limits | default dict)) -}}
{{- end -}}
{{- toYaml $resources -}}
{{- end }}
