{{- define "bp.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "bp.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "bp.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "bp.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "bp.selector" -}}
app.kubernetes.io/name: {{ include "bp.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "bp.labels" -}}
{{ include "bp.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/part-of: flyte
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "bp.databaseSecret" -}}
{{- if .Values.database.connectionString -}}{{ include "bp.fullname" . }}-database{{- else -}}{{ required "database.existingSecret or database.connectionString is needed" .Values.database.existingSecret }}{{- end -}}
{{- end -}}

{{- define "bp.connectorSecret" -}}
{{- if .Values.connectorSecret.secretData -}}{{ include "bp.fullname" . }}-secrets{{- else -}}{{ default (printf "%s-secrets" (include "bp.fullname" .)) .Values.connectorSecret.existingSecret }}{{- end -}}
{{- end -}}

{{/* Name of the custom resource that holds the members: as ClusterObjectName in src/Clustering.Kubernetes. */}}
{{- define "bp.clusterObject" -}}
{{- $service := "backend-plugins" -}}
{{- $cluster := include "bp.fullname" . -}}
{{- printf "%s-%s" (printf "%s-%s" $service $cluster | trunc 54 | trimSuffix "-") (printf "%d:%s%s" (len $service) $service $cluster | sha256sum | trunc 8) -}}
{{- end -}}

{{- define "bp.onKubernetes" -}}{{ eq .Values.clustering.provider "kubernetes" }}{{- end -}}

{{- define "bp.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1654
runAsGroup: 1654
fsGroup: 1654
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "bp.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "bp.probes" -}}
startupProbe:
  httpGet: {path: /healthz/live, port: http}
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet: {path: /healthz/live, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- end -}}

{{/* Takes a dict of the labels to match. */}}
{{- define "bp.spread" -}}
{{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ $key }}
  whenUnsatisfiable: ScheduleAnyway
  matchLabelKeys: [pod-template-hash]
  labelSelector:
    matchLabels:
      {{- toYaml $ | nindent 6 }}
{{- end }}
{{- end -}}
