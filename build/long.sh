# Long runs: tests that are explicit and carry the trait Long=NAME. Sourced by ./test.

# previous_host COMMIT: builds the host of another commit in a folder of its own, and says in MEDIA_PREVIOUS_HOST where it is.
previous_host() {
    local commit folder
    commit=$(git rev-parse --short "$1^{commit}")
    folder=$PWD/artifacts/previous/$commit
    MEDIA_PREVIOUS_HOST=$folder/artifacts/bin/Media.Host/release_$platform/media
    export MEDIA_PREVIOUS_HOST
    if [ ! -x "$MEDIA_PREVIOUS_HOST" ]; then
        mkdir -p "$folder"
        git archive "$commit" | tar -x -C "$folder"
        (cd "$folder" && build src/Host/Media.Host/Media.Host.csproj "$(find src -name '*.csproj' | wc -l)" -p:RunAnalyzers=false)
    fi
}

# long_run NAME: runs one chapter, and appends a line with what it measured to docs/fault-runs.md.
long_run() {
    local chapter=$1 suite=Media.EndToEnd.Tests result=0 outcome=passed figures commit started=$SECONDS
    local program=artifacts/bin/$suite/release_$platform/$suite
    if [ -z "$chapter" ]; then
        "$program" -noLogo -explicit only -list traits | sed -n 's/^"Long": \[\(.*\)\]$/\1/p' | tr -d '" ' | tr ',' '\n' | sed 's|^|./test --long |'
        return
    fi

    if [ "$chapter" = versions ]; then
        # The version before: the last commit, or the one that MEDIA_PREVIOUS names.
        previous_host "${MEDIA_PREVIOUS:-HEAD~1}"
    fi

    # The test writes what it measured here, as plain words on one line.
    export MEDIA_FIGURES="$PWD/$reports/figures.txt"
    rm -f "$MEDIA_FIGURES" "$reports/long.xml"
    timeout --foreground --kill-after=10 20m "$program" -noLogo -noColor -explicit only -trait "Long=$chapter" -showLiveOutput \
        -xml "$reports/long.xml" </dev/null >&2 || result=$?
    read -r passed failed skipped <<<"$(counts_of "$reports/long.xml")"
    : "${passed:=0}" "${failed:=1}" "${skipped:=0}"
    if [ "$((passed + failed + skipped))" -eq 0 ]; then
        say "No chapter is called $chapter: ./test --long names them"
        echo "0 passed, 1 failed, 0 skipped"
        return 1
    fi

    if [ "$result" -eq 124 ]; then
        failed=1 outcome='took more than 20 minutes'
    elif [ "$result" -ne 0 ] || [ "$failed" -gt 0 ]; then
        outcome=failed
        [ "$failed" -gt 0 ] || failed=1
    elif [ "$passed" -eq 0 ]; then
        outcome=skipped
    fi

    figures=$(tr '\n|' '  ' <"$MEDIA_FIGURES" 2>/dev/null || true)
    commit=$(git rev-parse --short HEAD 2>/dev/null || echo unknown)
    [ -z "$(git status --porcelain -- . ':!docs/fault-runs.md' 2>/dev/null | head -n 1)" ] || commit="$commit+"
    echo "| $(date -u +%Y-%m-%d) | $commit | $chapter | $outcome | $(((SECONDS - started) / 60)) min | ${figures:-none} |" >>docs/fault-runs.md
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ]
}
