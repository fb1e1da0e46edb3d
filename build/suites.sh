# How ./test runs test suites (xunit.v3 executables) and counts what they report. Sourced with bash, after steps.sh.

passed=0 failed=0 skipped=0
reports=artifacts/test-results
# A suite that hangs is a failure with a log, not a run that never ends.
suite_limit=40m
platform=linux-$(case $(uname -m) in aarch64) echo arm64 ;; *) echo x64 ;; esac)

# Names of all suites: those of blocks and modules first, the slow one last.
suites() {
    find tests -name '*.Tests.csproj' -printf '%f\n' | sed 's/\.csproj$//' | LC_ALL=C sort | grep -v EndToEnd
    echo Media.EndToEnd.Tests
}

# run_suite NAME [xunit arguments]: adds to passed, failed and skipped. A suite that dies or reports nothing counts as one failure.
run_suite() {
    local suite=$1
    shift
    local report=$reports/$suite.xml log=$reports/$suite.log result=0 started=$SECONDS
    rm -f "$report"
    timeout --foreground --kill-after=10 "$suite_limit" "artifacts/bin/$suite/release_$platform/$suite" -noLogo -noColor -xml "$report" "$@" >"$log" 2>&1 </dev/null || result=$?
    local took=$((SECONDS - started)) counts p f s
    counts=$(counts_of "$report")
    if [ -z "$counts" ]; then
        failed=$((failed + 1))
        say "FAILED  $suite ended with $result after $took s and reported nothing:"
        tail -n 30 "$log" >&2
        return
    fi

    read -r p f s <<<"$counts"
    # What fails outside of a test (a fixture, a crash after the last one) shows in the exit code alone.
    [ "$result" -eq 0 ] || [ "$f" -gt 0 ] || f=1
    if [ "$((p + f + s))" -eq 0 ] && [ "${nothing_is_fine:-no}" = no ]; then
        f=1
        say "FAILED  $suite has no tests"
    fi

    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    [ "$((p + f + s))" -eq 0 ] || printf '%-7s %-32s %4d s  %d passed, %d failed, %d skipped\n' "$([ "$f" -eq 0 ] && echo ok || echo FAILED)" "$suite" "$took" "$p" "$f" "$s"
    [ "$f" -eq 0 ] || head -n 200 "$log"
    skips_of "$report"
}

# Prints passed, failed (errors outside of tests among them) and skipped; nothing where there is no whole report.
counts_of() {
    [ -s "$1" ] && grep -q '</assemblies>' "$1" || return 0
    grep -o '<assembly [^>]*>' "$1" | awk '
        function number(name,   at) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
        { p += number("passed"); f += number("failed") + number("errors"); s += number("skipped") }
        END { print p + 0, f + 0, s + 0 }'
}

# Says in plain words what was skipped: each reason once, with how many tests it kept from running.
skips_of() {
    [ -s "$1" ] || return 0
    tr '\n' ' ' <"$1" | grep -o '<reason>[^/]*\(/[^/]*\)*</reason>' | sed 's/<\/reason>/\n/g' | grep -o '<reason>.*' |
        sed -e 's/<reason>//' -e 's/<!\[CDATA\[//' -e 's/\]\]>//' -e 's/&quot;/"/g' -e "s/&apos;/'/g" -e 's/&lt;/</g' -e 's/&gt;/>/g' -e 's/&amp;/\&/g' |
        sort | uniq -c | sed -E 's/^ *([0-9]+) (.*)$/        \1 skipped: \2/' || true
}
