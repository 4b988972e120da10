{{- define "tocsin.labels" -}}
app.kubernetes.io/name: tocsin
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "tocsin.selector" -}}
app.kubernetes.io/name: tocsin
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "tocsin.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* What every pod of ours is: nobody's root, nothing to write to but its own two folders. */}}
{{- define "tocsin.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
volumes:
  - name: tmp
    emptyDir: {}
  - name: data
    emptyDir: {}
  - name: secrets
    secret:
      secretName: {{ .Values.secret.name }}
      defaultMode: 0440
{{- end }}

{{- define "tocsin.container" -}}
image: {{ include "tocsin.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
  - {name: data, mountPath: /srv/tocsin/data}
  - {name: secrets, mountPath: /run/secrets/tocsin, readOnly: true}
env:
  - {name: TOCSIN_DATABASE_URL_FILE, value: /run/secrets/tocsin/{{ .Values.secret.databaseUrl }}}
  - {name: TOCSIN_VAULT_KEYS_FILE, value: /run/secrets/tocsin/{{ .Values.secret.vaultKeys }}}
  - {name: TOCSIN_SECRET_KEY_FILE, value: /run/secrets/tocsin/{{ .Values.secret.sessionKey }}}
  {{- with .Values.secret.metricsToken }}
  - {name: TOCSIN_METRICS_TOKEN_FILE, value: /run/secrets/tocsin/{{ . }}}
  {{- end }}
  - {name: TOCSIN_HOSTS, value: {{ printf "%s,localhost" .Values.host | quote }}}
  - {name: TOCSIN_ORIGINS, value: {{ printf "https://%s" .Values.host | quote }}}
  - {name: TOCSIN_LINE_URL, value: {{ printf "https://%s" .Values.host | quote }}}
  - {name: TOCSIN_HTTPS, value: "1"}
  - {name: TOCSIN_PROXIES, value: {{ .Values.proxies | quote }}}
  - {name: TOCSIN_FRONTS, value: {{ .Values.podNetwork | quote }}}
  {{- with .Values.dutyPhone }}
  - {name: TOCSIN_DUTY_PHONE, value: {{ . | quote }}}
  {{- end }}
  {{- range $name, $value := .Values.settings }}
  - {name: {{ $name }}, value: {{ $value | quote }}}
  {{- end }}
{{- end }}

{{/* One of a kind on a node, as far as there are nodes: a node that dies takes one of them. */}}
{{- define "tocsin.apart" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "tocsin.selector" . | nindent 8 }}
{{- end }}
