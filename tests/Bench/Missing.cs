using Xunit.Sdk;

namespace Media.Bench;

/// <summary>What the tests' fixtures say of an engine that is not here.</summary>
internal static class Missing
{
    // Only a test's runner wants the mark in front.
    public static string In(SkipException skipped) => skipped.Message.Replace("$XunitDynamicSkip$", "", StringComparison.Ordinal);
}
