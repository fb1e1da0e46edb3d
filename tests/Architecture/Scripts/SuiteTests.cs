namespace Media.Architecture.Tests.Scripts;

/// <summary>How ./test counts: a suite that dies, or says nothing, must not look like one that passed.</summary>
public sealed class SuiteTests : IDisposable
{
    private const string Whole = """<assemblies><assembly name="a" total="5" passed="3" failed="0" skipped="2" errors="0"></assembly></assemblies>""";

    private readonly Bash _bash = new();
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public void Dispose() => _bash.Dispose();

    [Theory]
    [InlineData(Whole, 0, "3 passed, 0 failed, 2 skipped")]
    [InlineData(Whole, 1, "3 passed, 1 failed, 2 skipped")]
    [InlineData("""<assemblies><assembly passed="3" failed="1" skipped="0" errors="2"></assembly></assemblies>""", 1, "3 passed, 3 failed, 0 skipped")]
    [InlineData("""<assemblies><assembly passed="3" failed="0" skipped="0" errors="0">""", 0, "0 passed, 1 failed, 0 skipped")]
    [InlineData("", 0, "0 passed, 1 failed, 0 skipped")]
    [InlineData("", 139, "0 passed, 1 failed, 0 skipped")]
    [InlineData("""<assemblies><assembly passed="0" failed="0" skipped="0" errors="0"></assembly></assemblies>""", 0, "0 passed, 1 failed, 0 skipped")]
    public async Task A_suite_counts_what_it_reports_and_a_failure_where_it_cannot(string report, int exit, string counts)
    {
        Suite(report, exit);
        (await _bash.Run("""run_suite Made.Up.Tests >/dev/null; echo "$passed passed, $failed failed, $skipped skipped" """, _stop)).ShouldEndWith(counts + "\n");
    }

    [Fact]
    public async Task Reasons_of_skipped_tests_are_said_in_plain_words()
    {
        const string test = """<test name="t" result="Skip"><reason><![CDATA[photos/139.jpg is not here]]></reason></test>""";
        Suite($"""<assemblies><assembly passed="1" failed="0" skipped="2" errors="0">{test}{test}</assembly></assemblies>""", exit: 0);
        (await _bash.Run("run_suite Made.Up.Tests", _stop)).ShouldContain("2 skipped: photos/139.jpg is not here");
    }

    [Fact]
    public async Task The_fingerprint_changes_with_the_sources_and_with_nothing_else()
    {
        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig" })
        {
            _bash.Write(file, file == "global.json" ? "{}" : "");
        }

        _bash.Write("src/A.cs", "class A;");
        var same = await _bash.Run("fingerprint src; fingerprint src", _stop);
        same.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().Count().ShouldBe(1);
        _bash.Write("src/A.cs", "class B;class C;");
        (await _bash.Run("fingerprint src", _stop)).ShouldNotBe(same.Split('\n')[0] + "\n");
    }

    // A program in the place of a suite: it writes the report that it was given, and ends as told.
    private void Suite(string report, int exit)
    {
        var architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "x64";
        var path = $"artifacts/bin/Made.Up.Tests/release_linux-{architecture}/Made.Up.Tests";
        _bash.Write("report.xml", report);
        _bash.Write(path, $"#!/bin/sh\n[ -s report.xml ] && cp report.xml \"$4\"\nexit {exit}\n");
        File.SetUnixFileMode(Path.Combine(_bash.Folder, path), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
