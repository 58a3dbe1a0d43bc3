# shellcheck shell=sh
# Sourced by keyway-server and build: finds a Java of this major version or newer.

JAVA_NEEDED=25

# Prints the major version of the Java in folder $1, nothing if there is none.
java_major() {
  [ -x "$1/bin/java" ] || return 0
  jm_version=
  if [ -r "$1/release" ]; then
    while IFS='=' read -r jm_key jm_value; do
      [ "$jm_key" = JAVA_VERSION ] && jm_version=${jm_value#\"}
    done <"$1/release"
  fi
  if [ -z "$jm_version" ]; then
    jm_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  fi
  printf '%s' "${jm_version%%[!0-9]*}"
}

# True if folder $1 holds a new enough Java that has the tool $2 (java or javac).
java_fits() {
  [ -x "$1/bin/$2" ] || return 1
  jf_major=$(java_major "$1")
  [ "${jf_major:-0}" -ge "$JAVA_NEEDED" ]
}

# Sets JAVA_HOME to the first Java that fits and has the tool $1; else says what is missing and
# exits with 78.
find_java() {
  if [ -n "${KEYWAY_JAVA_HOME:-}" ]; then
    if java_fits "$KEYWAY_JAVA_HOME" "$1"; then
      JAVA_HOME=$KEYWAY_JAVA_HOME
      export JAVA_HOME
      return 0
    fi
    echo "KEYWAY_JAVA_HOME is set, but its bin/$1 is missing or older than Java $JAVA_NEEDED." >&2
    exit 78
  fi
  fj_on_path=$(command -v "$1" 2>/dev/null || :)
  if [ -n "$fj_on_path" ]; then
    fj_on_path=$(readlink -f "$fj_on_path" 2>/dev/null || printf '%s' "$fj_on_path")
    fj_on_path=${fj_on_path%/bin/*}
  fi
  for fj_home in "${JAVA_HOME:-/nonexistent}" "${fj_on_path:-/nonexistent}" \
    ${KEYWAY_JAVA_FOLDERS-/usr/lib/jvm/* /opt/* /usr/local/lib/jvm/*} \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/*; do
    if java_fits "$fj_home" "$1"; then
      JAVA_HOME=$fj_home
      export JAVA_HOME
      return 0
    fi
  done
  fj_what="Java $JAVA_NEEDED"
  [ "$1" = javac ] && fj_what="a JDK $JAVA_NEEDED (with javac)"
  echo "Keyway needs $fj_what or newer and found none." >&2
  echo "Looked in KEYWAY_JAVA_HOME, JAVA_HOME, the PATH and the usual installation folders." >&2
  echo "Install one (for instance from https://adoptium.net) or set KEYWAY_JAVA_HOME to its folder." >&2
  exit 78
}
