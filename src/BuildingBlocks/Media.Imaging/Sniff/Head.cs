namespace Media.Imaging.Sniff;

/// <summary>A file's first bytes, as many as sniffing looks at.</summary>
internal static class Head
{
    public static byte[] Of(string path)
    {
        using var file = File.OpenRead(path);
        var head = new byte[Math.Min(PictureSniffer.HeadLength, file.Length)];
        var length = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return length == head.Length ? head : head[..length];
    }
}
