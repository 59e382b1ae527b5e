# Builds the program for the npymap launcher, which sets home (the checkout), work (where it is built: the checkout, or
# a copy of its sources), target, jar, jdk and java, and has fail, say, is_stale, sources and make_cache.

steps=4

# Shows what goes on: on a terminal one line that changes, elsewhere a line for each change of $1; $2 is detail that a
# terminal alone shows.
show() {
    if [ -t 2 ]; then
        printf '\r\033[Knpymap: %s%s' "$1" "$2" >&2
    elif [ "$1" != "$shown" ]; then
        say "$1"
    fi
    shown=$1
}

clear_line() {
    if [ -t 2 ]; then
        printf '\r\033[K' >&2
    fi
}

# How far Maven is, from what it has printed.
show_maven() {
    doing=$(awk '
        /Building npymap / { split($0, words, "npymap "); split(words[2], name, " "); module = name[1] }
        /Downloaded from / { fetched++ }
        END {
            step = module == "core" ? "2 of '$steps': compiling core" \
                : module == "cli" ? "3 of '$steps': compiling cli" : "1 of '$steps': starting Maven"
            if (fetched > 0) files = ", " (terminal ? fetched : fetched - fetched % 25) " files fetched"
            print step (fetched >= 25 || terminal ? files : "")
        }' terminal="$([ -t 2 ] && echo 1)" "$log")
    show "$doing" ", $(($(date +%s) - began)) s"
}

# Sets holder to the first of some processes that runs.
find_holder() {
    for holder; do
        if kill -0 "$holder" 2>/dev/null || [ -e "/proc/$holder" ]; then
            return
        fi
    done
    return 1
}

# One build at a time: whoever finds another one running waits for it, be it that of a Maven whose launcher was killed.
# The lock of dead processes is taken away.
lock() {
    lock=$target/launcher.lock
    waiting=
    while ! (set -C && echo $$ >"$lock") 2>/dev/null; do
        read -r holders 2>/dev/null <"$lock" || holders=
        if [ -n "$holders" ] && ! find_holder $holders; then
            rm -f "$lock"
        elif [ -z "$waiting" ]; then
            waiting=1
            say "waiting for the build of process ${holder:-?}"
        fi
        sleep 0.2
    done
    trap 'rm -f "$lock"' EXIT
    maven=
    trap 'end 129' HUP
    trap 'end 130' INT
    trap 'end 143' TERM
}

# Ends Maven, and then as a signal ends a program.
end() {
    clear_line
    [ -z "$maven" ] || kill "$maven" 2>/dev/null
    exit "$1"
}

unlock() {
    rm -f "$lock"
    trap - EXIT HUP INT TERM
}

# The sources of a checkout that cannot be written, where Maven can write beside them.
copy_sources() {
    rm -rf "$work"/pom.xml "$work"/*/pom.xml "$work"/*/*/pom.xml "$work"/*/src && cp "$home/pom.xml" "$work" \
        || fail "cannot write to $work"
    # Some modules lie one directory deeper.
    for module in "$home"/*/pom.xml "$home"/*/*/pom.xml; do
        [ -f "$module" ] || continue
        module=${module%/pom.xml}
        copy=$work${module#"$home"}
        mkdir -p "$copy/src" && cp "$module/pom.xml" "$copy" || fail "cannot write to $work"
    done
    for module in core cli; do
        cp -R "$home/$module/src/main" "$work/$module/src" || fail "cannot copy the sources to $work"
    done
    chmod -R u+w "$work"
}

# The libraries that the manifest names, from Maven's repository: the plugin that copies them would fetch 190 files.
copy_libraries() {
    (cd "$target" && "$jdk/bin/jar" -xf "${built##*/}" META-INF/MANIFEST.MF) || return 1
    awk '{ sub(/\r$/, "") } sub(/^ /, "") { printf "%s", $0; next } { printf "%s%s", (NR > 1 ? "\n" : ""), $0 }
        END { print "" }' "$target/META-INF/MANIFEST.MF" >"$target/manifest" || return 1
    repository=$(sed -n 's/^Repository: //p' "$target/manifest")
    for library in $(sed -n 's/^Class-Path: //p' "$target/manifest"); do
        mkdir -p "$target/${library%/*}" || return 1
        case $library in
            */npymap-core-*) cp "$work/core/target/${library##*/}" "$target/$library" || return 1 ;;
            *) cp "$repository/${library#lib/}" "$target/$library" || return 1 ;;
        esac
    done
    rm -rf "$target/META-INF" "$target/manifest"
}

# What Maven does for a user: no tests and what they need, no checks, no module descriptor; javac in its own JVM,
# without the optimising compiler, which a short run does not repay. Plugins are named in full, because looking up
# short names reads every plugin's descriptor.
run_maven() {
    cd "$work" || exit 1
    plugin=org.apache.maven.plugins:maven
    JAVA_HOME=$jdk JAVA25_HOME=$jdk MAVEN_OPTS="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${MAVEN_OPTS:-}"
    export JAVA_HOME JAVA25_HOME MAVEN_OPTS
    exec mvn -B -Plauncher -Dmaven.test.skip=true -Dtoolchain.useJdk=IfMatch -pl core,cli \
        "$plugin-toolchains-plugin:select-jdk-toolchain" org.codehaus.mojo:exec-maven-plugin:exec@templates \
        "$plugin-compiler-plugin:compile@default-compile" \
        "$plugin-jar-plugin:jar@default-jar"
} >"$log" 2>&1 </dev/null

# Ends with what Maven said, and before all with what the user can do about it.
explain() {
    clear_line
    lost=$(sed -n -e '/offline mode/b say' -e '/Could not transfer/b say' -e '/Unknown host/b say' -e b \
        -e ':say' -e 's/.*artifact \([^ ]*\).*/\1/p' "$log" | head -n 1)
    if [ -n "$lost" ]; then
        fail "the first build needs a network: Maven could not fetch $lost; all it said is in $log"
    fi
    grep -F '[ERROR]' "$log" >&2 || cat "$log" >&2
    fail "the build failed; all that Maven said is in $log"
}

build() {
    mkdir -p "$target" 2>/dev/null && [ -w "$target" ] || fail "cannot write to $target"
    lock
    if is_stale; then
        shown=
        began=$(date +%s)
        log=$target/launcher-build.log
        if [ -f "$jar" ]; then
            say "building anew in $work, because the sources have changed, in $steps steps"
        else
            say "building in $work, which happens once, in $steps steps"
        fi
        show "1 of $steps: starting Maven" ""
        made_from=$(sources)
        if [ "$work" != "$home" ]; then
            copy_sources
        fi
        # A JVM that runs the old program keeps its files; a module descriptor would hide the class path from javac.
        built=$target/npymap-unfinished.jar
        rm -rf "$jar" "$built" "$target/lib" "$work/core/target/classes/module-info.class"
        run_maven &
        maven=$!
        echo "$$ $maven" >"$lock"
        while kill -0 "$maven" 2>/dev/null; do
            show_maven
            sleep 0.5
        done
        wait "$maven" || explain
        maven=
        copy_libraries || explain
        rm -f "$log"
        printf '%s\n' "$made_from" >"$target/sources"
        # The program has its name once it is whole, and the time at which its sources were read.
        touch -r "$lock" "$built" && mv -f "$built" "$jar" || fail "cannot write to $target"
        show "$steps of $steps: preparing a quick start" ""
        make_cache
        clear_line
        say "built in $(($(date +%s) - began)) s"
    fi
    unlock
}
