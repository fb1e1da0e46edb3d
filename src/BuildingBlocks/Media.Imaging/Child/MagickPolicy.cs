using ImageMagick;
using ImageMagick.Configuration;

namespace Media.Imaging.Child;

/// <summary>
/// ImageMagick as strangers' bytes need it: the coder of the sniffed format and no other (so no MVG, MSL, URL, TEXT, EPHEMERAL), no delegates, no lists of
/// files, nothing written, one thread, and memory bounded with nothing moved to disk.
/// </summary>
internal static class MagickPolicy
{
    /// <param name="folder">Where the policy is written for the library to read.</param>
    public static void Apply(MagickFormat coder, PictureLimits limits, long memoryBytes, string folder)
    {
        var files = ConfigurationFiles.Default;
        files.Delegates.Data = "<delegatemap></delegatemap>";
        // Of two that match, the later wins.
        files.Policy.Data = $"""
            <policymap>
              <policy domain="delegate" rights="none" pattern="*"/>
              <policy domain="filter" rights="none" pattern="*"/>
              <policy domain="coder" rights="none" pattern="*"/>
              <policy domain="coder" rights="read" pattern="{coder.ToString().ToUpperInvariant()}"/>
              <policy domain="path" rights="read" pattern="*"/>
              <policy domain="path" rights="none" pattern="@*"/>
            </policymap>
            """;
        MagickNET.Initialize(files, folder);
        ResourceLimits.Thread = 1;
        ResourceLimits.Width = (ulong)limits.MaxSide;
        ResourceLimits.Height = (ulong)limits.MaxSide;
        // Pixels beyond this would go to disk, of which there is none: they are refused.
        ResourceLimits.Area = (ulong)limits.MaxPixels;
        ResourceLimits.Memory = (ulong)memoryBytes * 6 / 10;
        ResourceLimits.MaxMemoryRequest = (ulong)memoryBytes * 6 / 10;
        ResourceLimits.Disk = 0;
        ResourceLimits.ListLength = (ulong)Math.Max(limits.MaxFrames, limits.MaxPages) + 1;
    }
}
