using System.Diagnostics;
using System.Text;

namespace Media.Imaging;

/// <summary>
/// A hook for tests: a picture that kills the process which decodes it. Works only where the environment says MEDIA_TEST_HOOKS=1, so that a setting
/// alone can't bring a server down.
/// </summary>
internal static class TestCrash
{
    public const string Switch = "MEDIA_TEST_HOOKS";

    public static bool Allowed { get; } = Environment.GetEnvironmentVariable(Switch) == "1";

    /// <summary>Ends this process as a crash would, at once and with nothing tidied up, if the picture carries the marker.</summary>
    public static void Strike(ReadOnlySpan<byte> head, string marker)
    {
        if (Allowed && marker.Length > 0 && head.IndexOf(Encoding.UTF8.GetBytes(marker)) >= 0)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
