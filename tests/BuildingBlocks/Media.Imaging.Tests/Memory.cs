using System.Globalization;

namespace Media.Imaging.Tests;

/// <summary>This process's resident memory, in bytes.</summary>
internal static class Memory
{
    public static long Now() => Read("VmRSS:");

    public static long Peak() => Read("VmHWM:");

    private static long Read(string name) =>
        long.Parse(
            File.ReadLines("/proc/self/status").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Replace("kB", "", StringComparison.Ordinal),
            CultureInfo.InvariantCulture) * 1024;
}
