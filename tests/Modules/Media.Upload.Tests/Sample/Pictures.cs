namespace Media.Upload.Tests.Sample;

/// <summary>Files of which the first bytes are right, and no more is needed here.</summary>
internal static class Pictures
{
    /// <summary>A PNG's signature and header.</summary>
    public static byte[] Png(int width = 3, int height = 2) =>
    [
        0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, .. Number(width), .. Number(height), 8, 2, 0, 0, 0, 1, 2, 3, 4,
    ];

    private static byte[] Number(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
}
