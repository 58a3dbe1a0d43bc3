# shellcheck shell=sh
# Sourced by build when no Maven is installed: fetches one, checks it, and keeps it in ~/.m2/wrapper.

MAVEN_VERSION=3.9.9
MAVEN_SHA512=a555254d6b53d267965a3404ecb14e53c3827c09c3b94b5678835887ab404556bfaf78dcfe03ba76fa2508649dca8531c74bca4d5846513522404d48e8c4ac8b
MAVEN_URL=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/$MAVEN_VERSION/apache-maven-$MAVEN_VERSION-bin.tar.gz

# Prints the folder of a Maven; exits with 78 if there is none to be had.
fetch_maven() {
  fm_home=${MAVEN_USER_HOME:-$HOME/.m2}/wrapper/keyway/apache-maven-$MAVEN_VERSION
  if [ ! -x "$fm_home/bin/mvn" ]; then
    echo "No Maven on the PATH; fetching $MAVEN_VERSION ..." >&2
    mkdir -p "${fm_home%/*}"
    fm_work=$(mktemp -d "${fm_home%/*}/fetch.XXXXXX")
    if command -v curl >/dev/null 2>&1; then
      curl -fsSL -o "$fm_work/maven.tar.gz" "$MAVEN_URL" || :
    elif command -v wget >/dev/null 2>&1; then
      wget -q -O "$fm_work/maven.tar.gz" "$MAVEN_URL" || :
    fi
    fm_sum=$({ sha512sum "$fm_work/maven.tar.gz" || shasum -a 512 "$fm_work/maven.tar.gz"; } 2>/dev/null)
    if [ "${fm_sum%% *}" != "$MAVEN_SHA512" ]; then
      rm -rf "$fm_work"
      echo "Maven is missing and could not be fetched and verified. Install Maven 3.8 or newer." >&2
      exit 78
    fi
    tar -xzf "$fm_work/maven.tar.gz" -C "$fm_work"
    mv "$fm_work/apache-maven-$MAVEN_VERSION" "$fm_home" 2>/dev/null || [ -x "$fm_home/bin/mvn" ]
    rm -rf "$fm_work"
  fi
  printf '%s' "$fm_home"
}
