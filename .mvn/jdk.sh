# Finds the java of a JDK 25, for the launchers; a function fail ends them with a message.

# Sets jdk to a directory that holds a JDK 25; reads its release file, which is quicker than asking its java.
try_jdk() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 1
    while read -r line; do
        case $line in
            JAVA_VERSION=\"25\" | JAVA_VERSION=\"25.*\")
                jdk=$1
                return 0
                ;;
        esac
    done <"$1/release"
    return 1
}

find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && try_jdk "$JAVA_HOME"; then
        return
    fi
    if command -v java >/dev/null 2>&1; then
        on_path=$(readlink -f "$(command -v java)" 2>/dev/null) && try_jdk "${on_path%/bin/java}" && return
    fi
    for candidate in /usr/lib/jvm/*25* "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/25* "${HOME:-}"/.jdks/*25* \
        "${HOME:-}"/.asdf/installs/java/*25* "${HOME:-}"/.local/share/mise/installs/java/*25* /opt/*25* /opt/java/*25* \
        /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
        /Library/Java/JavaVirtualMachines/*25*/Contents/Home /usr/lib/jvm/* /usr/java/*; do
        try_jdk "$candidate" && return
    done
    if [ -x /usr/libexec/java_home ]; then
        candidate=$(/usr/libexec/java_home -v 25 2>/dev/null) && try_jdk "$candidate" && return
    fi
    fail "no JDK 25 found; install one, or let JAVA_HOME or NPYMAP_JAVA name it"
}

# Sets java to the one that NPYMAP_JAVA names, or that of a JDK 25 that is found.
choose_java() {
    if [ -n "${NPYMAP_JAVA:-}" ]; then
        java=$NPYMAP_JAVA
        resolved=$(readlink -f "$(command -v "$java")" 2>/dev/null) && try_jdk "${resolved%/bin/java}" \
            || fail "NPYMAP_JAVA: $java is not the java of a JDK 25"
    else
        find_jdk
        java=$jdk/bin/java
    fi
}
