{{/* One release per namespace: everything is named after the release, and the Service's name is in the certificate. */}}
{{- define "podmutator.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{ include "podmutator.selector" . }}
{{- end }}

{{- define "podmutator.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
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
