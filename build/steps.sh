# What ./run, ./test and ./bench share: finding the SDK, building with a progress display, and knowing that nothing has changed.
# Sourced with bash, from the repository's root.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Build nodes that outlive the build would keep a pipe open and hold memory that the server wants; the compiler's server, which halves the
# time, is ended with the build.
export MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=true
# The first build of a fresh checkout needs a home to keep packages in.
export HOME="${HOME:-/root}"

packages_folder="${NUGET_PACKAGES:-$HOME/.nuget/packages}"

say() { printf '%s\n' "$*" >&2; }

need_sdk() {
    if ! command -v dotnet >/dev/null 2>&1 && [ -x "$HOME/.dotnet/dotnet" ]; then
        PATH="$HOME/.dotnet:$PATH"
    fi

    if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --list-sdks 2>/dev/null | grep -q '^1[0-9]\.'; then
        say "Media Monolith needs the .NET SDK 10: see https://dotnet.microsoft.com/download/dotnet/10.0"
        exit 1
    fi
}

# Debian packages that are used and not there. None is needed today: libvips, SQLite, ONNX Runtime and ImageMagick come with the build,
# and setsid and prlimit belong to every Debian. Whoever adds one names a command and its package here.
debian_packages=()

need_debian() {
    local missing=() pair
    for pair in ${debian_packages[@]+"${debian_packages[@]}"}; do
        command -v "${pair%%=*}" >/dev/null 2>&1 || missing+=("${pair#*=}")
    done

    [ "${#missing[@]}" -gt 0 ] || return 0
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo)
    say "Installing ${missing[*]}"
    # Programs are wanted, not services: in runlevel 1 none is started.
    "${as_root[@]+"${as_root[@]}"}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 sh -c 'apt-get update -q && apt-get install -q -y --no-install-recommends "$@"' sh "${missing[@]}" >&2
}

# Name and version of each package that the lock files below some folders ask for, as folders of the package cache.
locked_packages() {
    find "$@" -name packages.lock.json -exec awk -F'"' '
        /^      "[^"]+": \{/ { name = $2 }
        /^        "resolved":/ { print tolower(name) "/" tolower($4) }' {} + | sort -u
}

# One line that changes when anything that goes into the build does: names, sizes and times of the sources, and the SDK.
fingerprint() {
    {
        find "$@" Directory.Build.props Directory.Packages.props global.json .editorconfig -type f -printf '%p %s %T@\n' | LC_ALL=C sort
        readlink -f "$(command -v dotnet)"
        dotnet --version
    } | sha256sum
}

# build TARGET PROJECTS [ARGS...]: builds a project or solution with a bar on a terminal and with plain lines elsewhere.
# PROJECTS is how many projects it builds. The whole output is in artifacts/build.log, and what went wrong is shown.
build() {
    local target=$1 projects=$2
    shift 2
    mkdir -p artifacts
    local log=artifacts/build.log status=artifacts/build.status sources=(src)
    [[ $target != *.sln ]] || sources+=(tests)
    : >"$log"
    rm -f "$status"
    {
        set +e
        dotnet build "$target" -c Release -tl:off -v minimal -clp:NoSummary "$@" </dev/null 2>&1
        echo $? >"$status"
        dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
    } | show_progress "$projects" "$log" "${sources[@]}"

    if [ "$(cat "$status")" != 0 ]; then
        say ""
        say "The build failed:"
        grep -E '(error|warning) [A-Z]+[0-9]+' "$log" | sed 's/ \[[^]]*\]$//' | sort -u | head -n 40 >&2 || tail -n 40 "$log" >&2
        say "The whole output is in $log"
        return 1
    fi
}

# Reads the build's output. Packages count as a third of the way, projects as the rest.
show_progress() {
    local projects=$1 log=$2
    local -a wanted
    local built=0 restoring=1 last='' line result started=$SECONDS shown=-1
    shift 2
    mapfile -t wanted < <(locked_packages "$@")
    while true; do
        result=0
        IFS= read -r -t 1 line || result=$?
        if [ "$result" -eq 0 ]; then
            printf '%s\n' "$line" >>"$log"
            case $line in
                *' -> '*.dll) built=$((built + 1)); restoring=0; last=${line%% -> *}; last=${last##* } ;;
                *) [[ $line == *Restored* ]] || continue ;;
            esac
        elif [ "$result" -le 128 ]; then
            break
        fi

        draw "$(progress_of "$restoring" "$built" "$projects")" "$last" $((SECONDS - started))
    done

    if [ -t 2 ]; then
        printf '\r\033[K' >&2
    fi

    say "Built $built projects in $((SECONDS - started)) s"
}

# Prints how far it is, 0 to 99 percent. Sees show_progress's list of packages.
progress_of() {
    local restoring=$1 built=$2 projects=$3 there=${#wanted[@]} package
    if [ "$restoring" = 1 ]; then
        there=0
        for package in "${wanted[@]}"; do
            [ ! -e "$packages_folder/$package" ] || there=$((there + 1))
        done
    fi

    local percent=$((33 * there / (${#wanted[@]} + 1) + 66 * built / (projects + 1)))
    echo $((percent > 99 ? 99 : percent))
}

# draw PERCENT NAME SECONDS. Sees show_progress's last shown step, so that a log gets a line each tenth of the way.
draw() {
    local what=${2:+building $2}
    what=${what:-fetching packages}
    if [ -t 2 ]; then
        local bar
        printf -v bar '%*s' $(($1 / 4)) ''
        printf '\r\033[K[%-25s] %2d %%  %s (%d s)' "${bar// /#}" "$1" "$what" "$3" >&2
    elif [ $(($1 / 10)) -ne "$shown" ]; then
        shown=$(($1 / 10))
        say "$(printf '%2d %%  %s (%d s)' "$1" "$what" "$3")"
    fi
}
